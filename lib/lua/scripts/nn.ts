/** @file The package nn, in Lua: metatables of its classes, fields, classes that scripts write. Called with metatables and natives. */

export const nnLua: string = `
local metatables, native = ...
require 'torch'
nn = {tables = native.tables}
local shared = debug.getregistry().rop
local register, rawtype = shared.register, shared.rawtype

-- Names of methods that some object has a field of: fields win, and only these are looked for first.
local shadowed = {}
local buffers = {output = true, gradInput = true, rOutput = true, rGradInput = true, modules = true}

local function newindex(self, key, value)
  local t = rawtype(value)
  local mt = debug.getmetatable(self)
  if mt[key] ~= nil then shadowed[key] = true end
  if (t == 'table' and key ~= 'modules') or t == 'function' or t == 'thread' or rawtype(key) ~= 'string' then
    native.keep(self)[key] = value
    if t == 'function' and rawtype(key) == 'string' and mt[key] ~= nil then native.override(self, key) end
    if t ~= 'table' or not buffers[key] then return end
  else
    local own = native.kept(self)
    if own then own[key] = nil end
  end
  native.set(self, key, value)
end

local function allpairs(self)
  local names, own = native.fieldNames(self), native.kept(self)
  local seen = {}
  for _, name in ipairs(names) do seen[name] = true end
  for key in pairs(own or {}) do
    if not seen[key] then names[#names + 1] = key end
  end
  local i = 0
  return function()
    i = i + 1
    if names[i] ~= nil then return names[i], self[names[i]] end
  end
end

local function outfit(mt)
  mt.__index = function(self, key)
    local f = mt[key]
    if f ~= nil and not shadowed[key] then return f end
    local value = native.get(self, key)
    if value ~= nil then return value end
    return f
  end
  mt.__newindex = newindex
  mt.__pairs = allpairs
  mt.__tostring = function(self)
    local f = mt.__tostring__
    if f then return f(self) end
    return native.text(self)
  end
  mt.__call = function(self, ...)
    return self:__call__(...)
  end
end

-- A class that a script writes: what it defines, JavaScript calls.
local function derive(name, parentname, module)
  local parent = torch.getmetatable(parentname)
  local mt = native.derive(parentname, name)
  outfit(mt)
  mt.__derive = derive
  local function factory() return native.make(name) end
  local function construct(...)
    local self = factory()
    if self.__init then self:__init(...) end
    native.finish(self, name)
    return self
  end
  register(name, mt, parent, construct, factory, module)
  local meta = getmetatable(mt)
  meta.__newindex = function(_, key, value)
    rawset(mt, key, value)
    if rawtype(value) == 'function' and rawtype(key) == 'string' and key ~= '__init' then native.define(name, key) end
  end
  return mt
end

for _, name in ipairs(native.names) do
  local mt = metatables[name]
  outfit(mt)
  mt.__derive = derive
  local parent = mt.__parentname and torch.getmetatable(mt.__parentname)
  local init = mt.__init
  local function construct(...)
    if mt.__init == init then return native.construct(name, ...) end
    local self = native.blank(name)
    self:__init(...)
    native.finishBlank(self, name)
    return self
  end
  register('nn.' .. name, mt, parent, construct, construct)
end

-- From now on methods that are assigned to these classes are known in JavaScript.
local function watch()
  for _, name in ipairs(native.names) do
    local mt = metatables[name]
    local meta = debug.getmetatable(mt)
    local set = meta.__newindex
    local function tell(key, value)
      if rawtype(value) == 'function' and rawtype(key) == 'string' and key ~= '__init' then native.assign(name, key) end
    end
    meta.__newindex = function(_, key, value)
      set(mt, key, value)
      tell(key, value)
    end
    debug.getmetatable(nn[name]).__newindex = function(_, key, value)
      if rawget(mt, key) == nil then mt[key] = value return end
      rawset(mt, key, value)
      tell(key, value)
    end
  end
end

local list = metatables.ModuleList
list.__index = native.item
list.__newindex = native.setItem
list.__len = native.sizeOf
list.__insert = native.insertItem
list.__remove = native.removeItem
list.__pairs = function(self)
  local i = 0
  return function()
    i = i + 1
    local module = self[i]
    if module ~= nil then return i, module end
  end
end

function nn.Module:__call__(input, gradOutput)
  self:forward(input)
  if gradOutput == nil then return self.output end
  self:backward(input, gradOutput)
  return self.output, self.gradInput
end

function nn.Criterion:__call__(input, target)
  self.output = self:forward(input, target)
  self.gradInput = self:backward(input, target)
  return self.output, self.gradInput
end

-- A copy of what only Lua can hold, in which modules of the original are those of the copy.
local function copied(value, copies)
  if copies[value] ~= nil then return copies[value] end
  local t = rawtype(value)
  if t == 'table' then
    local copy = setmetatable({}, getmetatable(value))
    copies[value] = copy
    for key, each in pairs(value) do copy[copied(key, copies)] = copied(each, copies) end
    return copy
  end
  if t == 'userdata' and (torch.isTensor(value) or torch.isStorage(value)) then
    copies[value] = value:clone()
    return copies[value]
  end
  return value
end

local clone = nn.Module.clone
function nn.Module:clone(...)
  local copy = clone(self, ...)
  local from, to, copies = self:listModules(), copy:listModules(), {}
  for i, module in ipairs(from) do copies[module] = to[i] end
  for i, module in ipairs(from) do
    for key, value in pairs(native.kept(module) or {}) do native.keep(to[i])[key] = copied(value, copies) end
  end
  return copy
end

function nn.Module:reset() end

function nn.Module:cuda() error('there is no GPU here: remove :cuda()', 2) end
nn.Criterion.cuda = nn.Module.cuda

-- What a class has that writes none of its own.
function nn.Module:updateOutput() return self.output end
function nn.Module:updateGradInput() return self.gradInput end
nn.Criterion.updateOutput, nn.Criterion.updateGradInput = nn.Module.updateOutput, nn.Module.updateGradInput

-- For classes that read and write their instances themselves, and begin with what their parent does.
function nn.Module:write(file)
  local fields = {}
  for key, value in pairs(self) do fields[key] = value end
  file:writeObject(fields)
end
function nn.Module:read(file)
  for key, value in pairs(file:readObject()) do self[key] = value end
end
shared.usual = {[nn.Module.write] = true, [nn.Module.read] = true}

function nn.Container:applyToModules(f)
  for _, module in ipairs(self.modules) do f(module) end
end

-- Calls a method of the i-th module; an error says where that is.
function nn.Container:rethrowErrors(module, i, method, ...)
  local ok, result = pcall(module[method], module, ...)
  if ok then return result end
  error(string.format('In %d module of %s:\\n%s', i, torch.type(self), tostring(result)), 2)
end

function nn.Container:reset(stdv)
  for _, module in ipairs(self.modules) do module:reset(stdv) end
end

local parameters = nn.Module.parameters
function nn.Module:parameters()
  local values, gradients, v, hv = parameters(self)
  if #values > 0 then return values, gradients, v, hv end
end

-- The modules of a class, and for each the container that it is in.
local find = nn.Module.findModules
function nn.Module:findModules(typename, container)
  local found, containers = find(self, typename), {}
  for i, module in ipairs(found) do
    for _, each in ipairs(self:listModules()) do
      for _, child in ipairs(each.modules or {}) do
        if child == module then containers[i] = each end
      end
    end
    containers[i] = containers[i] or container or self
  end
  return found, containers
end

nn.Module.defaultAccUpdateGradParameters = nn.Module.accUpdateGradParameters
nn.Module.sharedAccUpdateGradParameters = nn.Module.accUpdateGradParameters

return nn, watch
`;
