/** @file Functions of xlua that describe functions and read their named arguments, in Lua. */

export const xluaUsageLua: string = `
local line = ('+'):rep(69)

local function padded(text) return text .. (' '):rep(40 - #text) end

local function default(param)
  if type(param.default) == 'table' then return '  [default = ' .. xlua.table2string(param.default) .. ']' end
  if param.default ~= nil then return '  [default = ' .. tostring(param.default) .. ']' end
  return param.defaulta and '  [default == ' .. param.defaulta .. ']' or ''
end

local function row(param, text, tail)
  return padded('    ' .. (param.req and text or '[' .. text .. ']')) .. '-- ' .. (param.help or '') .. tail .. '\\n'
end

local function named(name, params)
  local text = name .. '{\\n'
  for _, param in ipairs(params) do text = text .. row(param, param.arg .. ' = ' .. param.type, default(param)) end
  return text .. '}\\n'
end

-- One form of the call after another, with '' between them.
local function ordered(name, params)
  local text = name .. '(\\n'
  for _, param in ipairs(params) do
    text = text .. (param == '' and ')\\n' .. name .. '(\\n' or row(param, param.type, ''))
  end
  return text .. ')\\n'
end

-- The description of a function. A parameter is {arg = 'name', type = 'number', help = '…', default = 1, req = true};
-- those without arg are of a call without names.
function xlua.usage(name, description, example, ...)
  local c, params = sys.COLORS, {...}
  if params[1] and params[1].tabled then params = params[1].tabled end
  local calls = (params[1] and params[1].arg and named or ordered)(name, params)
  return line .. '\\n' .. c.Magenta .. name .. c.none .. '\\n'
    .. (description and '\\n' .. description .. '\\n' or '')
    .. '\\n' .. c.blue .. '> ' .. c.none .. 'usage:\\n' .. c.cyan .. calls .. c.none
    .. (example and '\\n' .. c.cyan .. example .. c.none .. '\\n' or '') .. line
end

local function example(name, params)
  local first, second = params[1], params[2]
  if not second then return nil end
  return name .. '{' .. second.arg .. '=' .. second.type .. ', ' .. first.arg .. '=' .. first.type .. '}\\n'
    .. name .. '(' .. first.type .. ', ...)'
end

local function refuse(usage)
  print(usage)
  xlua.error('error')
end

-- The arguments of a call, by name or in order: a table of them by name and by number, then each.
-- defaulta names the parameter whose value is the default.
function xlua.unpack(args, name, description, ...)
  local params = {...}
  local usage = setmetatable({}, {
    __tostring = function() return xlua.usage(name, description, example(name, params), {tabled = params}) end,
  })
  if #args == 0 then refuse(usage) end

  local given, only = {}, args[1]
  if #args == 1 and type(only) == 'table' and #only == 0 and not torch.typename(only) then
    given = only
  else
    for i, param in ipairs(params) do given[param.arg] = args[i] end
  end

  local values = {usage = usage}
  for i, param in ipairs(params) do
    local value = given[param.arg]
    if value == nil and param.req then
      print(sys.COLORS.Red .. 'missing argument: ' .. param.arg .. sys.COLORS.none)
      refuse(usage)
    end
    if value == nil then value = param.default end
    if value == nil and param.defaulta then value = values[param.defaulta] end
    values[param.arg], values[i] = value, value
  end
  return values, unpack(values, 1, math.max(64, #params))
end

-- The same, into the fields of an object.
function xlua.unpack_class(object, ...)
  for key, value in pairs((xlua.unpack(...))) do
    if type(key) ~= 'number' then object[key] = value end
  end
end

-- The description of a package, which it prints from then on.
function xlua.usage_module(package, name, description)
  local text = sys.COLORS.magenta .. line .. '\\nPACKAGE:\\n' .. name .. '\\n'
    .. (description and '\\nDESC:\\n' .. description .. '\\n' or '') .. line .. '+' .. sys.COLORS.none
  local meta = getmetatable(package) or {}
  meta.__tostring = function() return text end
  setmetatable(package, meta)
  return text
end
`;
