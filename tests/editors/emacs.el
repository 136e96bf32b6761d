;;; Run by emacs.sh within the editor: a finding is underlined.  -*- lexical-binding: t; -*-

(require 'eglot)
(setq eglot-sync-connect 20 eglot-autoshutdown nil)
(set-language-environment "UTF-8")
(find-file (getenv "SHEET"))
(unless (eq major-mode 'biaochi-sheet-mode) (error "The mode is %s" major-mode))
;; A batch run has no moment after a command, which `eglot-ensure' waits for.
(apply #'eglot (append (eglot--guess-contact) nil))
(let ((end (+ (float-time) 20)) findings)
  (while (and (null findings) (< (float-time) end))
    (accept-process-output nil 0.1)
    (flymake-start)
    (setq findings (flymake-diagnostics)))
  (unless (= (length findings) 1) (error "There are %d findings" (length findings)))
  (let* ((finding (car findings))
         (covered (buffer-substring-no-properties
                   (flymake-diagnostic-beg finding) (flymake-diagnostic-end finding))))
    (unless (equal covered "路面🚧病害𠮷修复合格率") (error "The finding covers %s" covered))))
