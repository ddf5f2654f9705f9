/** @file Classes of the package optim, in Lua: their fields beside their methods. Called with the natives and the metatables. */

export const optimLua: string = `
require 'torch'
local native, ConfusionMatrix, Logger = ...
local register = debug.getregistry().rop.register

for name, mt in pairs{ConfusionMatrix = ConfusionMatrix, Logger = Logger} do
  register('optim.' .. name, mt, nil, native[name], native[name])
  mt.__index = function(self, key)
    local f = mt[key]
    if f ~= nil then return f end
    return native.get(self, key)
  end
  mt.__newindex = native.set
  mt.__tostring__ = mt.__tostring
end

function ConfusionMatrix:render() error('optim.ConfusionMatrix:render needs the package image, which is not available', 2) end
`;
