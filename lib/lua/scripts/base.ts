/** @file Lua's own libraries, as scripts for LuaJIT's Torch expect them; objects that are tables to scripts; what is not allowed. */

export const baseLua: string = String.raw`
local system = ...

-- Objects of JavaScript whose metatable says so are tables to scripts.
local rawtype, rawipairs, rawpairs, rawnext = type, ipairs, pairs, next
-- What this library's other scripts need.
debug.getregistry().rop = {rawtype = rawtype}
local metatable = debug.getmetatable

local function tablelike(x)
  local mt = metatable(x)
  return mt and mt.__pairs ~= nil
end

function type(...)
  local t = rawtype(...)
  if t == 'userdata' and tablelike((...)) then return 'table' end
  return t
end

function pairs(t)
  local kind = rawtype(t)
  if kind == 'userdata' and tablelike(t) then return metatable(t).__pairs(t) end
  if kind ~= 'table' then error("bad argument #1 to 'pairs' (table expected, got " .. kind .. ')', 2) end
  return rawpairs(t)
end

local function inext(t, i)
  local v = t[i + 1]
  if v ~= nil then return i + 1, v end
end

function ipairs(t)
  local kind = rawtype(t)
  if kind == 'userdata' and tablelike(t) then return inext, t, 0 end
  if kind ~= 'table' then error("bad argument #1 to 'ipairs' (table expected, got " .. kind .. ')', 2) end
  return rawipairs(t)
end

function next(t, key)
  if rawtype(t) ~= 'userdata' or not tablelike(t) then return rawnext(t, key) end
  local step, state, first = pairs(t)
  if key == nil then return step(state, first) end
  return step(state, key)
end

local rawinsert, rawremove = table.insert, table.remove

function table.insert(t, ...)
  if rawtype(t) == 'userdata' then return metatable(t).__insert(t, ...) end
  return rawinsert(t, ...)
end

function table.remove(t, ...)
  if rawtype(t) == 'userdata' then return metatable(t).__remove(t, ...) end
  return rawremove(t, ...)
end

local rawunpack = unpack
function unpack(t, i, j)
  if rawtype(t) ~= 'userdata' then return rawunpack(t, i, j) end
  local list = {}
  for k = i or 1, j or #t do list[k] = t[k] end
  return rawunpack(list, i or 1, j or #t)
end

-- LuaJIT has these of Lua 5.2.
table.unpack = unpack
function table.pack(...) return {n = select('#', ...), ...} end
string.gfind = string.gmatch

local rawxpcall = xpcall
function xpcall(f, handler, ...)
  if select('#', ...) == 0 then return rawxpcall(f, handler) end
  local args, n = {...}, select('#', ...)
  return rawxpcall(function() return f(rawunpack(args, 1, n)) end, handler)
end

local rawload = load
function load(chunk, name, mode, env)
  local f, message
  if rawtype(chunk) == 'string' then f, message = loadstring(chunk, name) else f, message = rawload(chunk, name) end
  if f and env then setfenv(f, env) end
  return f, message
end

local rawrep = string.rep
function string.rep(s, n, separator)
  if not separator or n < 2 then return rawrep(s, n) end
  return rawrep(s .. separator, n - 1) .. s
end

-- LuaJIT's %s takes any value.
local rawformat = string.format
function string.format(pattern, ...)
  local n = select('#', ...)
  local args = {...}
  local i = 0
  for kind in string.gmatch(pattern, '%%[-+ #0]*%d*%.?%d*(.)') do
    if kind ~= '%' then
      i = i + 1
      if kind == 's' and i <= n and rawtype(args[i]) ~= 'string' then args[i] = tostring(args[i]) end
    end
  end
  local ok, text = pcall(rawformat, pattern, rawunpack(args, 1, n))
  if not ok then error((text:gsub("to '%?'", "to 'format'")), 2) end
  return text
end

for name, f in rawpairs(system.os) do os[name] = f end

local open, output = io.open, io.output

function io.open(path, mode)
  if mode and mode:find('[wa+]') then system.checkWrite('io.open', path) end
  return open(path, mode)
end

function io.output(file)
  if rawtype(file) == 'string' then system.checkWrite('io.output', file) end
  if file == nil then return output() end
  return output(file)
end

function io.tmpfile() return open(os.tmpname(), 'w+b') end

function io.popen(command, mode)
  system.checkExec('io.popen')
  if (mode or 'r') ~= 'r' then error("io.popen: expected the mode 'r', got '" .. mode .. "'", 2) end
  local name = os.tmpname()
  os.execute('{ ' .. command .. '\n} > ' .. name)
  return open(name)
end

package.path = os.getenv('LUA_PATH') or './?.lua;./?/init.lua'
package.cpath = ''

table.insert(package.loaders, function(name)
  return "\n\tpackages of rop: " .. table.concat(system.packages, ', ')
end)

bit = system.bit
package.loaded.bit = bit
`;
