/** @file Torch's classes, in Lua: metatables by name, constructors, inheritance. Returns a table of functions. */

export const classesLua: string = `
local M = {}
local metatables, names = {}, {}
local rawmetatable = debug.getmetatable

-- Torch lets a class define __tostring__, __index__, … as methods, which its children inherit.
local operators = {
  '__add', '__sub', '__mul', '__div', '__mod', '__pow', '__unm', '__concat', '__eq', '__lt', '__le', '__call', '__len',
  '__tostring',
}

local function class(x)
  local mt = rawmetatable(x)
  if type(mt) == 'table' and rawget(mt, '__typename') then return mt end
end

local function operator(name)
  local method = name .. '__'
  return function(a, b, ...)
    local mt = class(a)
    -- Only objects of one class are asked whether they are equal.
    if name == '__eq' and mt ~= class(b) then return false end
    local f = mt and mt[method]
    if not f then
      mt = class(b)
      f = mt and mt[method]
    end
    if f then return f(a, b, ...) end
    if name == '__tostring' then return M.typename(a) end
    if name == '__eq' then return rawequal(a, b) end
    error(M.typename(a) .. ' has no operator ' .. method, 2)
  end
end

local shared = {}
for _, name in ipairs(operators) do shared[name] = operator(name) end

-- A class with __index__ or __newindex__ asks them first: value, true for an answer; true for an assignment that is done.
local function index(self, key)
  local mt = rawmetatable(self)
  local f = mt.__index__
  if f then
    local value, found = f(self, key)
    if found then return value end
  end
  return mt[key]
end

local function newindex(self, key, value)
  local f = rawmetatable(self).__newindex__
  if not (f and f(self, key, value)) then rawset(self, key, value) end
end

local function onclassfield(mt, key, value)
  rawset(mt, key, value)
  if key == '__index__' then rawset(mt, '__index', index) end
  if key == '__newindex__' then rawset(mt, '__newindex', newindex) end
end

-- The table through which a class is called and its methods are defined: torch.Tensor, nn.Linear.
local function constructortable(mt, construct)
  return setmetatable({}, {
    __index = mt,
    __newindex = mt,
    __call = function(_, ...) return construct(...) end,
    __metatable = mt,
  })
end

local function place(name, module, value)
  local package, class = name:match('^(.*)%.([^.]+)$')
  local target = module or _G
  if package and not module then
    for part in package:gmatch('[^.]+') do
      target = rawget(target, part) or error('cannot find the package <' .. package .. '> to put the class into', 4)
    end
  end
  rawset(target, class or name, value)
end

-- Registers a metatable and makes its constructor.
function M.register(name, mt, parent, construct, factory, module)
  local meta = {__newindex = onclassfield}
  if parent then
    meta.__index = parent
    mt.__index__ = parent.__index__
    mt.__newindex__ = parent.__newindex__
  end
  mt.__parent = parent
  setmetatable(mt, meta)
  metatables[name] = mt
  names[mt] = name
  mt.__factory = factory
  rawset(mt, 'new', construct)
  mt.__constructor = constructortable(mt, construct)
  place(name, module, mt.__constructor)
  return mt
end

function M.newmetatable(name, parentname, construct, factory, module)
  if metatables[name] then error('the class <' .. name .. '> has been already registered', 3) end
  local parent = parentname and metatables[parentname]
  if parentname and not parent then error('cannot find the parent class <' .. parentname .. '> of <' .. name .. '>', 3) end
  local mt = {__typename = name, __version = 1}
  for key, f in pairs(shared) do mt[key] = f end
  mt.__index = parent and parent.__index__ and index or mt
  if parent and parent.__newindex__ then mt.__newindex = newindex end
  return M.register(name, mt, parent, construct, factory, module), parent
end

function M.getmetatable(name) return metatables[name] end

function M.getconstructortable(name)
  local mt = metatables[name]
  return mt and mt.__constructor
end

function M.setmetatable(object, name)
  local mt = metatables[name] or error('unknown class <' .. tostring(name) .. '>', 2)
  return setmetatable(object, mt)
end

function M.typename(object)
  local mt = rawmetatable(object)
  return type(mt) == 'table' and names[mt] or nil
end

function M.factory(name)
  local mt = metatables[name]
  return mt and mt.__factory
end

function M.class(...)
  local name, parent, module = ...
  local n = select('#', ...)
  if n == 2 and type(parent) == 'table' then parent, module = nil, parent end
  local right = type(name) == 'string' and (parent == nil or type(parent) == 'string')
  if not right or (module ~= nil and type(module) ~= 'table') or n > 3 then
    error('<class name> [<parent class name>] [<module table>] expected', 2)
  end
  -- A parent that is a class of this library makes its children its own way.
  local derive = parent and metatables[parent] and metatables[parent].__derive
  if derive then
    if metatables[name] then error('the class <' .. name .. '> has been already registered', 2) end
    return derive(name, parent, module), metatables[parent]
  end
  local function factory() return M.setmetatable({}, name) end
  local function construct(...)
    local self = factory()
    if self.__init then self:__init(...) end
    return self
  end
  return M.newmetatable(name, parent, construct, factory, module)
end

function M.isTypeOf(object, spec)
  if type(spec) ~= 'string' then
    local mt = getmetatable(spec)
    spec = type(mt) == 'table' and mt.__typename
    assert(type(spec) == 'string', 'type must be provided as [regexp] string, or factory')
  end
  local mt = class(object)
  while mt do
    local name = mt.__typename
    local match = name:match(spec)
    if match and (match ~= spec or match == name) then return true end
    mt = rawget(mt, '__parent')
  end
  return false
end

return M
`;
