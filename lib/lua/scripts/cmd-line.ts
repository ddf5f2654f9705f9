/** @file torch.CmdLine and torch.Timer, in Lua. */

export const cmdLineLua: string = `
local native = ...
local CmdLine = torch.class('torch.CmdLine')

local function bare(key) return (key:gsub('^%-*', '')) end

function CmdLine:__init(argseparator, keyseparator)
  self.argseparator = argseparator or ','
  self.keyseparator = keyseparator or '='
  self.options, self.arguments, self.helplines = {}, {}, {}
  self.dateformat, self.silentio = nil, false
end

function CmdLine:error(message)
  io.stderr:write('\\n' .. message .. '\\n')
  self:help()
  os.exit(1)
end

function CmdLine:silent() self.silentio = true end

function CmdLine:addTime(name, format)
  format = format or '%Y-%m-%d %H:%M:%S'
  if type(format) ~= 'string' then error('Argument has to be string') end
  self.dateformat = format .. (name and '[' .. name .. ']: ' or '')
end

function CmdLine:argument(key, help, kind)
  table.insert(self.arguments, {key = key, help = help, type = kind})
  table.insert(self.helplines, self.arguments[#self.arguments])
end

function CmdLine:option(key, default, help, kind)
  if default == nil then error('option ' .. key .. ' has no default value') end
  kind = kind or type(default)
  if type(default) ~= kind then error('option ' .. key .. ' has wrong default type value') end
  self.options[key] = {key = key, default = default, help = help, type = kind}
  table.insert(self.helplines, self.options[key])
end

function CmdLine:text(text)
  assert(text == nil or type(text) == 'string')
  table.insert(self.helplines, text or '')
end

function CmdLine:default()
  local params = {}
  for key, option in pairs(self.options) do params[bare(key)] = option.default end
  return params
end

-- The value of an option whose key stands before this text, and how many words it took.
function CmdLine:_read(option, text)
  if option.type == 'boolean' then return not option.default, 1 end
  if text == nil then self:error('missing argument for option ' .. option.key) end
  if option.type == 'string' then return text, 2 end
  if option.type ~= 'number' then self:error('unknown required option type ' .. option.type) end
  local value = tonumber(text)
  if not value then self:error('invalid type for option ' .. option.key .. ' (should be number)') end
  return value, 2
end

function CmdLine:parse(words)
  local params, count, i = self:default(), 0, 1
  while i <= #words do
    local word = words[i]
    if word == '-help' or word == '-h' or word == '--help' then
      self:help(words)
      os.exit(0)
    end
    local option = self.options[word]
    if option then
      local value, taken = self:_read(option, words[i + 1])
      params[bare(word)] = value
      i = i + taken
    elseif word:find('^%-%a') and not self.arguments[count + 1] then
      self:error('unknown option ' .. word)
    else
      count = count + 1
      local argument = self.arguments[count]
      if not argument then self:error('invalid argument: ' .. word) end
      if argument.type and type(word) ~= argument.type then
        self:error('invalid argument type for argument ' .. argument.key .. ' (should be ' .. argument.type .. ')')
      end
      params[bare(argument.key)] = word
      i = i + 1
    end
  end
  if count ~= #self.arguments then self:error('not enough arguments') end
  return params
end

-- What differs from the defaults, as the name of a folder.
function CmdLine:string(prefix, params, ignore)
  local arguments, options = {}, {}
  for key, value in pairs(params) do
    local option = self.options['-' .. key] or self.options['--' .. key] or self.options[key]
    local shown = type(value) == 'boolean' and (value and 't' or 'f') or tostring(value)
    if ignore and ignore[key] then
      print('-- ignore option ' .. key)
    elseif option then
      if value ~= option.default or ignore and ignore[key] == false then
        table.insert(options, key .. self.keyseparator .. shown)
        print(key, shown, option.default)
      end
    else
      for i, argument in ipairs(self.arguments) do
        if bare(argument.key) == key then arguments[i] = key .. self.keyseparator .. shown end
      end
    end
  end
  table.sort(options)
  local parts = {}
  if prefix and prefix ~= '' then parts[1] = prefix end
  for i = 1, #self.arguments do parts[#parts + 1] = arguments[i] end
  for _, text in ipairs(options) do parts[#parts + 1] = text end
  return table.concat(parts, self.argseparator)
end

local rawprint = print

function CmdLine:log(file, params)
  local f = io.type(file) == 'file' and file or assert(io.open(file, 'w'))
  function print(...)
    if not self.silentio then rawprint(...) end
    local words = {}
    if self.dateformat then words[1] = os.date(self.dateformat) end
    for i = 1, select('#', ...) do words[#words + 1] = tostring((select(i, ...))) end
    f:write(table.concat(words, ' ') .. ' \\n')
    f:flush()
  end
  print('[program started on ' .. os.date() .. ']')
  print('[command line arguments]')
  for key, value in pairs(params or {}) do print(key, value) end
  print('[----------------------]')
end

function CmdLine:help(words)
  io.write('Usage: ' .. (words and words[0] and words[0] .. ' ' or '') .. '[options]')
  for _, argument in ipairs(self.arguments) do io.write(' <' .. bare(argument.key) .. '>') end
  io.write('\\n')
  local width = 0
  local function shown(line) return line.default ~= nil and line.key or '<' .. bare(line.key) .. '>' end
  for _, line in ipairs(self.helplines) do
    if type(line) == 'table' then width = math.max(width, #shown(line)) end
  end
  for _, line in ipairs(self.helplines) do
    if type(line) == 'string' then
      io.write(line .. '\\n')
    else
      local default = line.default ~= nil and ' [' .. tostring(line.default) .. ']' or ''
      local text = shown(line)
      io.write('  ' .. text .. (' '):rep(width - #text) .. (line.help and ' ' .. line.help or '') .. default .. '\\n')
    end
  end
end

local Timer = select(2, ...)
debug.getregistry().rop.register('torch.Timer', Timer, nil, native.newTimer, native.newTimer)
Timer.__index = Timer
local stopped = setmetatable({}, {__mode = 'k'})
local stop, resume = Timer.stop, Timer.resume
function Timer:stop() stopped[self] = true return stop(self) end
function Timer:resume() stopped[self] = nil return resume(self) end
function Timer:__tostring() return 'torch.Timer [status: ' .. (stopped[self] and 'stopped' or 'running') .. ']' end

local clock = torch.Timer()
function torch.tic() return clock:time().real end
function torch.toc(since) return clock:time().real - since end
`;
