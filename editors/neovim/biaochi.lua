-- 表尺 in Neovim 0.7 and later: put this file into ~/.config/nvim/plugin/. biaochi must be on PATH.
local function root(name)
  local found = vim.fn.findfile("biaochi.yaml", vim.fn.fnamemodify(name, ":p:h"):gsub(" ", "\\ ") .. ";")
  return vim.fn.fnamemodify(found ~= "" and found or name, ":p:h")
end

local clients = {}
vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = { "*.biao", "*.chi" },
  callback = function(event)
    local buffer = event.buf
    vim.bo[buffer].filetype = vim.fn.fnamemodify(event.match, ":e")
    local folder = root(event.match)
    -- One server for each folder. One that has stopped is started again with the next file.
    local id = clients[folder]
    if not (id and vim.lsp.get_client_by_id(id)) then
      id = vim.lsp.start_client({ name = "biaochi", cmd = { "biaochi", "lsp" }, root_dir = folder })
      clients[folder] = id
    end
    if id then
      vim.lsp.buf_attach_client(buffer, id)
    end
  end,
})
