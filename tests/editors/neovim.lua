-- Run by neovim.sh within the editor: a finding is underlined, and its fix applied.
local function fail(...)
  io.stderr:write(table.concat({ ... }, " ") .. "\n")
  vim.cmd("cquit 1")
end

local function wait(what, ready)
  if not vim.wait(20000, ready, 20) then
    fail("no", what)
  end
end

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.SHEET))
local buffer = vim.api.nvim_get_current_buf()
wait("finding", function() return #vim.diagnostic.get(buffer) == 1 end)

-- The finding covers the name and nothing else, in bytes of the buffer.
local finding = vim.diagnostic.get(buffer)[1]
local line = vim.api.nvim_buf_get_lines(buffer, finding.lnum, finding.lnum + 1, true)[1]
local covered = line:sub(finding.col + 1, finding.end_col)
if covered ~= "路面🚧病害𠮷修复合格率" then
  fail("the finding covers", covered)
end

vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
local params = vim.lsp.util.make_range_params(0, "utf-16")
local clients = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = buffer }) or vim.lsp.buf_get_clients(buffer)
for _, client in pairs(clients) do
  params = vim.lsp.util.make_range_params(0, client.offset_encoding)
end
params.context = { diagnostics = {}, only = { "quickfix" } }
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 20000) or {}
local applied = false
for id, answer in pairs(answers) do
  for _, action in ipairs(answer.result or {}) do
    if action.edit and not applied then
      print(action.title)
      vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(id).offset_encoding)
      applied = true
    end
  end
end
if not applied then
  fail("no fix is offered")
end
wait("fix", function() return #vim.diagnostic.get(buffer) == 0 end)
vim.cmd("silent write")
vim.cmd("qall!")
