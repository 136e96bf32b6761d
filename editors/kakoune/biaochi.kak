# 表尺 in Kakoune: load this from ~/.config/kak/kakrc, after kak-lsp. biaochi must be on PATH.

hook global BufCreate .*\.biao %{ set-option buffer filetype biao }
hook global BufCreate .*\.chi %{ set-option buffer filetype chi }

hook global BufSetOption filetype=(?:biao|chi) %{
    set-option buffer comment_line '#'
    set-option buffer lsp_servers %{
        [biaochi]
        root_globs = ["biaochi.yaml"]
        command = "biaochi"
        args = ["lsp"]
    }
}

hook global WinSetOption filetype=(?:biao|chi) %{
    set-option window indentwidth 2
    lsp-enable-window
}
