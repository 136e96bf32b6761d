;;; biaochi.el --- 表尺 in Emacs, with eglot  -*- lexical-binding: t; -*-

;; Load this file from your init file. biaochi must be on PATH; eglot is part of Emacs 29, a package before.

(define-derived-mode biaochi-sheet-mode text-mode "表"
  "Sheets of 表尺."
  (setq-local comment-start "# "))

(define-derived-mode biaochi-rule-mode prog-mode "尺"
  "Rules of 表尺."
  (setq-local comment-start "# "))

(add-to-list 'auto-mode-alist '("\\.biao\\'" . biaochi-sheet-mode))
(add-to-list 'auto-mode-alist '("\\.chi\\'" . biaochi-rule-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(biaochi-sheet-mode "biaochi" "lsp"))
  (add-to-list 'eglot-server-programs '(biaochi-rule-mode "biaochi" "lsp")))

(add-hook 'biaochi-sheet-mode-hook #'eglot-ensure)
(add-hook 'biaochi-rule-mode-hook #'eglot-ensure)

(provide 'biaochi)
;;; biaochi.el ends here
