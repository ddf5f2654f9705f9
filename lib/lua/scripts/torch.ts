/** @file The package torch, in Lua: what is not tensors' arithmetic. Called with the classes, the metatables and the natives. */

export const torchLua: string = `
local classes, metatables, native = ...
local Tensors, Storages = metatables.Tensor, metatables.Storage

torch = {version_native = 'torch-rop'}
for name, f in pairs(native.functions) do torch[name] = f end
for name, f in pairs(classes) do torch[name] = f end

local function names(kind)
  local list = {}
  for name in pairs(metatables[kind]) do list[#list + 1] = name end
  return list
end

local function setup(kind, construct, get, set)
  local methods = metatables[kind .. 'Methods']
  for _, type in ipairs(names(kind)) do
    local mt = metatables[kind][type]
    for name, f in pairs(methods) do mt[name] = f end
    local function new(...) return construct(type, ...) end
    mt.new = new
    mt.totable = native.toTable
    mt.__typename = 'torch.' .. type .. kind
    mt.__index = function(self, key)
      local f = mt[key]
      if f ~= nil then return f end
      return get(self, key)
    end
    mt.__newindex = set
    mt.__len = mt.size
    mt.__tostring = native.text
    mt.__tostring__ = native.text
    mt.__concat = function(a, b) return tostring(a) .. tostring(b) end
    classes.register(mt.__typename, mt, nil, new, new)
  end
end

for name, f in pairs(torch) do
  if native.functions[name] and not metatables.TensorMethods[name] then metatables.TensorMethods[name] = f end
end
for name, f in pairs(metatables.TensorMethods) do
  if torch[name] == nil then torch[name] = f end
end

classes.register('torch.Generator', metatables.Generator, nil, native.newGenerator, native.newGenerator)

-- Views whose first argument is the tensor to make the view, and pieces into a table.
local methods = metatables.TensorMethods
for _, name in ipairs{'view', 'viewAs', 'expand', 'expandAs'} do
  local f = methods[name]
  local function into(x, source, ...)
    if select('#', ...) == 0 or type(source) ~= 'userdata' or not torch.isTensor(source) then return f(x, source, ...) end
    return native.set(x, f(source, ...))
  end
  methods[name], torch[name] = into, into
end
for _, name in ipairs{'split', 'chunk'} do
  local f = methods[name]
  local function into(result, ...)
    if type(result) ~= 'table' then return f(result, ...) end
    for i, piece in ipairs(f(...)) do result[i] = piece end
    return result
  end
  methods[name], torch[name] = into, into
end

-- What has one element and is squeezed is a number.
for _, place in ipairs{methods, torch} do
  local squeeze = place.squeeze
  function place.squeeze(...)
    local x = squeeze(...)
    if x:dim() == 1 and x:size(1) == 1 and select('#', ...) == 1 then return x[1] end
    return x
  end
end

-- A table of the alias method is a table of Lua; its indices count from 1.
local alias, draw = torch.multinomialAliasSetup, torch.multinomialAlias
function torch.multinomialAliasSetup(probabilities, state)
  state = state or {}
  state[1], state[2] = alias(probabilities)
  return state
end
function torch.multinomialAlias(output, state)
  draw(output, {state[1] + -1, state[2]})
  return output:add(1)
end

methods.apply = native.apply
methods.select = native.select
methods.set = native.set
setup('Tensor', native.newTensor, native.getElements, native.setElements)
setup('Storage', native.newStorage, native.getStored, native.setStored)
for _, mt in pairs(Tensors) do
  for name, f in pairs(native.operators) do mt[name] = f end
end

function torch.setdefaulttensortype(name)
  assert(type(name) == 'string', 'string expected')
  if not name:find('Tensor$') or not classes.getconstructortable(name) then
    error(string.format('<%s> is not a string describing a torch object', name), 2)
  end
  native.setDefaultType(name)
  torch.Tensor = classes.getconstructortable(name)
  torch.Storage = classes.getconstructortable((name:gsub('Tensor$', 'Storage')))
end
torch.setdefaulttensortype('torch.DoubleTensor')

function torch.type(object) return torch.typename(object) or type(object) end

function torch.isTensor(object)
  local name = torch.typename(object)
  return name ~= nil and name:find('^torch%..*Tensor$') ~= nil
end

function torch.isStorage(object)
  local name = torch.typename(object)
  return name ~= nil and name:find('^torch%..*Storage$') ~= nil
end

-- Torch has these as methods too.
for _, mt in pairs(Tensors) do
  function mt:real() return self:type(torch.getdefaulttensortype()) end
  mt.isTensor = torch.isTensor
end

function torch.totable(object)
  if torch.isTensor(object) or torch.isStorage(object) then return object:totable() end
  error('obj must be a Storage or a Tensor', 2)
end

debug.getregistry().rop.register = classes.register

require 'paths'

-- Runs a file beside the one that asks for it.
function include(file, depth) return require('paths').dofile(file, 2 + (depth or 0)) end

function torch.setheaptracking(flag) torch._heaptracking = flag end
torch.setheaptracking(true)

return torch
`;
