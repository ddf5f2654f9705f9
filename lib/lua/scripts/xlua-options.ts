/** @file xlua.OptionParser, in Lua: the options of a command, as Python's optparse has them. */

export const xluaOptionsLua: string = `
local OptionParser = {}
OptionParser.__index = OptionParser

-- usage: a text, where %prog stands for the command.
function xlua.OptionParser(usage)
  local self = setmetatable({usage = usage, option_descriptions = {}, option_of = {}}, OptionParser)
  self:option{'-h', '--help', action = 'store_true', dest = 'help', help = 'show this help message and exit'}
  return self
end

function OptionParser:fail(message)
  io.stderr:write(message, '\\n')
  self:help()
  os.exit(1)
end

-- {'-r', '--rate', action = 'store', dest = 'rate', default = 0.1, help = '…', req = false}.
-- Actions: store (the next word), store_true, store_false.
function OptionParser:option(description)
  table.insert(self.option_descriptions, description)
  for _, flag in ipairs(description) do self.option_of[flag] = description end
end

local function stores(description) return description.action == nil or description.action == 'store' end

-- The words of the command, --flag=value as two.
local function words()
  local list = {}
  for _, word in ipairs(arg) do
    local flag, value = word:match('^(%-%-%w+)=(.*)')
    table.insert(list, flag or word)
    if flag then table.insert(list, value) end
  end
  return list
end

-- The options by dest, and the words that are none.
function OptionParser:parse(options)
  options = options or {}
  self.options = options
  local rest = {}
  for _, description in ipairs(self.option_descriptions) do
    if options[description.dest] == nil then options[description.dest] = description.default end
  end
  options.__main__ = arg ~= nil
  if not arg then return options, rest end

  local list, i = words(), 1
  while i <= #list do
    local word = list[i]
    local description = self.option_of[word]
    if description then
      local value = description.default
      if stores(description) then
        i = i + 1
        value = list[i] or value
        if not value then self:fail('option requires an argument ' .. word) end
      elseif description.action == 'store_true' then
        value = true
      elseif description.action == 'store_false' then
        value = false
      end
      options[description.dest] = value
    else
      if word:find('^%-') then self:fail('invalid option ' .. word) end
      table.insert(rest, word)
    end
    i = i + 1
  end

  for _, description in ipairs(self.option_descriptions) do
    if description.req and not options[description.dest] then
      self:fail('option ' .. description[1] .. ' requires an argument ')
    end
  end
  if options.help then
    self:help()
    os.exit()
  end
  return options, rest
end

function OptionParser:flags(description)
  local flags = {}
  for i, flag in ipairs(description) do
    flags[i] = flag
    if stores(description) then
      flags[i] = flag .. (#flag == 2 and ' ' or '=') .. (description.metavar or description.dest:upper())
    end
  end
  return table.concat(flags, ', ')
end

function OptionParser:help()
  local program = arg and (arg[-1] and arg[-1] .. ' ' .. arg[0] or arg[0]) or 'THISPROG'
  local usage = (self.usage or '%prog [options]'):gsub('%%prog', function() return program end)
  io.stdout:write('Usage: ', usage, '\\n\\nOptions:\\n')
  local width = 0
  for _, each in ipairs(self.option_descriptions) do width = math.max(width, #self:flags(each)) end
  for _, each in ipairs(self.option_descriptions) do
    local flags, note = self:flags(each), ''
    if each.req then
      note = ' [REQUIRED]'
    elseif each.default then
      note = ' [default = ' .. tostring(each.default) .. ']'
    end
    io.stdout:write('  ', flags, (' '):rep(width - #flags), '  ', each.help or '', note, '\\n')
  end
end

-- The values as text: a line each, or, for the name of a file, those of the flags in params (all, when it is empty).
function OptionParser:tostring(filename, params)
  if not self.options then error('OptionParser:tostring: expected a call of parse before', 2) end
  local parts = {}
  if not filename then
    for key, value in pairs(self.options) do table.insert(parts, ' + ' .. key .. ' = ' .. tostring(value) .. '\\n') end
    table.sort(parts)
    local script = (arg and arg[0] or 'interpreted.lua'):gsub('%.lua$', '')
    return '<' .. script .. '> configuration:\\n' .. table.concat(parts)
  end
  local wanted = {}
  for _, flag in ipairs(params or {}) do wanted[flag] = true end
  for _, each in ipairs(self.option_descriptions) do
    local value = self.options[each.dest]
    if value and (next(wanted) == nil or wanted[each[1]]) then
      table.insert(parts, each[1] .. '=' .. tostring(value))
    end
  end
  return (table.concat(parts, ','):gsub('/', '|'):gsub(' ', '_'))
end

function OptionParser:summarize(compact) io.write(self:tostring(compact)) end
`;
