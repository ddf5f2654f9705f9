/** @file The package xlua, in Lua: printing, errors, other packages and globals. Other parts have files of their own. */

export const xluaLua: string = `
xlua = {}
require 'torch'
require 'sys'

-- What can describe itself does; of a table one level, its values cut to 40 characters.
function xlua.print(object, ...)
  local meta = getmetatable(object)
  if type(object) ~= 'table' or torch.isTypeOf(object, 'nn.Module') then
    io.write(tostring(object))
  elseif meta and meta.__tostring__ then
    io.write(meta.__tostring__(object))
  else
    local title = tostring(object)
    if not title:find('table: ') then
      io.write(type(object.usage) == 'string' and object.usage .. '\\n\\nFIELDS:\\n' or title .. ':\\n')
    end
    local lines = {}
    for key, value in pairs(object) do
      local text = type(value) == 'userdata' and '<userdata>' or tostring(value):gsub('\\n', '\\\\n')
      if #text > 40 then text = text:sub(1, 40) .. sys.COLORS.none .. ' ... ' end
      lines[#lines + 1] = '[' .. tostring(key) .. '] = ' .. text
    end
    io.write('{', table.concat(lines, ',\\n '), '}')
  end
  if select('#', ...) > 0 then
    io.write('    ')
    print(...)
  else
    io.write('\\n')
  end
end

-- From here on, what is printed goes to a file, too.
function xlua.log(file, append)
  require('paths').mkdir(sys.dirname(file))
  local log = assert(io.open(file, append and 'a' or 'w'))
  local write = io.write
  io._write, _G._print, print = write, print, xlua.print
  function io.write(...)
    write(...)
    log:write(...)
    log:flush()
  end
end

function xlua.error(message, domain, usage)
  local text = (domain and '<' .. domain .. '> ' or '') .. tostring(message)
  error(sys.COLORS.Red .. text .. sys.COLORS.none .. (usage and '\\n' .. usage or ''), 2)
end

function xlua.trycatch(try, catch)
  local ok, message = pcall(try)
  if not ok then catch(message) end
end

-- The package, or false after a warning.
function xlua.require(name)
  local ok, result = pcall(require, name)
  if ok then return result end
  print(result)
  print('warning: <' .. name .. '> could not be loaded (is it installed?)')
  return false
end

-- Whether require would find a package, and the file where it is one.
function xlua.installed(name)
  local file = name:gsub('%.', '/')
  for template in package.path:gmatch('[^;]+') do
    local path = template:gsub('%?', function() return file end)
    if sys.filep(path) then return true, path end
  end
  return package.loaded[name] ~= nil or package.preload[name] ~= nil and (pcall(require, name))
end

-- Options out of the environment, of the kinds that their defaults have.
function xlua.envparams(defaults)
  local params = {}
  for key, default in pairs(defaults) do
    local text, value = os.getenv(key), default
    if text then
      value = text
      if type(default) == 'number' then
        value = assert(tonumber(text), 'expected a number in the variable ' .. key .. ', got ' .. text)
      elseif type(default) == 'boolean' then
        local truth = {['true'] = true, True = true, ['false'] = false, False = false}
        if truth[text] ~= nil then value = truth[text] end
      end
    end
    params[key] = value
  end
  return params
end

xprint, xerror, xrequire = xlua.print, xlua.error, xlua.require

local protected = {}
for name in pairs(_G) do protected[name] = true end

function xlua.clear(name)
  _G[name] = nil
  collectgarbage()
end

-- What was global before xlua stays; packages that came later can be required again.
function xlua.clearall()
  for name in pairs(_G) do
    if not protected[name] then _G[name], package.loaded[name] = nil, nil end
  end
  collectgarbage()
end

function xlua.who()
  local libraries, variables = {}, {}
  for name, value in pairs(_G) do
    if package.loaded[name] and name ~= '_G' then
      table.insert(libraries, name)
    elseif not protected[name] then
      variables[name] = value
    end
  end
  for _, part in ipairs{'', 'Global Libs:', libraries, '', 'Global Vars:', variables, ''} do xlua.print(part) end
end
`;
