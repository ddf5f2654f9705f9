/** @file nn.utils, in Lua: tables of scripts are changed where they are, whatever their keys. Called with what the package nn has natively. */

export const nnUtilsLua: string = `
local native = ...
local utils = {}
nn.utils = utils

-- Networks that are converted with one table as cache go on sharing what they share. A cache of ours stands for the table.
local caches = setmetatable({}, {__mode = 'k'})
local function cacheOf(cache)
  if cache == nil then return nil end
  caches[cache] = caches[cache] or native.newCache()
  return caches[cache]
end
for _, class in ipairs{nn.Module, nn.Criterion} do
  local convert = class.type
  function class:type(name, cache) return convert(self, name, cacheOf(cache)) end
  function class:float(cache) return self:type('torch.FloatTensor', cache) end
  function class:double(cache) return self:type('torch.DoubleTensor', cache) end
end

local function isComponent(value)
  return torch.isTypeOf(value, 'nn.Module') or torch.isTypeOf(value, 'nn.Criterion')
end

local function refuse(...)
  local kinds = {}
  for i = 1, select('#', ...) do kinds[i] = torch.type((select(i, ...))) end
  error('expected tensors or tables of tensors, got ' .. table.concat(kinds, ' and '), 3)
end

function utils.recursiveType(value, type, cache)
  cache = cache or {}
  if torch.type(value) == 'table' then
    for key, each in pairs(value) do value[key] = utils.recursiveType(each, type, cache) end
  elseif isComponent(value) then value:type(type, cache)
  elseif torch.isTensor(value) then return native.convert(value, type, cacheOf(cache))
  end
  return value
end

-- Both in the form of the second, with f for each pair of tensors; new ones take the place of what is missing.
local function pairwise(f, to, from)
  if torch.type(from) == 'table' then
    to = torch.type(to) == 'table' and to or {to}
    for key, each in pairs(from) do to[key] = pairwise(f, to[key], each) end
    return to
  end
  if not torch.isTensor(from) then refuse(to, from) end
  return f(to, from)
end

local function resized(to, from)
  return (torch.isTensor(to) and to or from.new()):resizeAs(from)
end

function utils.recursiveResizeAs(to, from)
  local result = pairwise(resized, to, from)
  local function prune(pieces, form)
    if torch.type(form) ~= 'table' then return end
    for key in pairs(pieces) do
      if form[key] == nil then pieces[key] = nil else prune(pieces[key], form[key]) end
    end
  end
  prune(result, from)
  return result, from
end

function utils.recursiveCopy(to, from)
  return pairwise(function(a, b) return resized(a, b):copy(b) end, to, from), from
end

function utils.recursiveAdd(to, scale, from)
  if from == nil then scale, from = 1, scale end
  local function add(a, b)
    if not torch.isTensor(a) then refuse(a, b) end
    return a:add(scale, b)
  end
  return pairwise(add, to, from), from
end

function utils.recursiveFill(x, value)
  if torch.type(x) == 'table' then
    for _, each in pairs(x) do utils.recursiveFill(each, value) end
  elseif torch.isTensor(x) then x:fill(value)
  else refuse(x)
  end
  return x
end

function utils.addSingletonDimension(...)
  local view, x, dim = ...
  if select('#', ...) < 3 then view, x, dim = nil, ... end
  dim = dim or 1
  if dim < 1 or dim > x:dim() + 1 then
    error('invalid dimension ' .. dim .. ': expected one in 1..' .. x:dim() + 1, 2)
  end
  return native.addSingletonDimension(view or x.new(), x, dim - 1)
end

function utils.contiguousView(output, x, ...)
  return native.contiguousView(output or x.new(), x, ...)
end

function utils.clear(self, ...)
  local fields = {...}
  if torch.type(fields[1]) == 'table' then fields = fields[1] end
  for _, field in ipairs(fields) do
    local value = self[field]
    if torch.isTensor(value) then value:set()
    elseif torch.type(value) == 'table' then self[field] = {}
    elseif value ~= nil then self[field] = nil
    end
  end
  return self
end
`;
