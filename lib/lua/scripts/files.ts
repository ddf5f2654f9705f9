/** @file Files and saved objects, in Lua: the functions of torch on them. Called with the natives. */

export const filesLua: string = String.raw`
local native, File, DiskFile, MemoryFile, BodyFile = ...
local shared = debug.getregistry().rop
local register = shared.register

register('torch.File', File, nil, function() error('torch.File: open a torch.DiskFile or a torch.MemoryFile', 3) end)
register('torch.DiskFile', DiskFile, File, native.openDisk, native.openDisk)
register('torch.MemoryFile', MemoryFile, File, native.openMemory, native.openMemory)
register('torch.BodyFile', BodyFile, File, function() error('torch.BodyFile: only read and write of a class get one', 3) end)
for _, class in ipairs{DiskFile, MemoryFile, BodyFile} do
  class.__index = class
  class.isObject = nil
end

-- What the command writes is read when it has ended, as by io.popen.
function torch.PipeFile(command, mode, quiet)
  native.checkExec('torch.PipeFile')
  if (mode or 'r') ~= 'r' then error("torch.PipeFile: expected the mode 'r', got '" .. tostring(mode) .. "'", 2) end
  local name = os.tmpname()
  os.execute('{ ' .. command .. '\n} > ' .. name)
  return torch.DiskFile(name, 'r', quiet)
end

function torch.save(name, object, mode, referenced) native.save(name, mode or 'binary', referenced ~= false, object) end
function torch.load(name, mode, referenced) return native.load(name, mode or 'binary', referenced ~= false) end
function torch.serialize(object, mode) return native.serialize(mode or 'binary', object) end
function torch.deserialize(text, mode) return native.deserialize(mode or 'binary', text) end

function torch.serializeToStorage(object, mode)
  local file = torch.MemoryFile('rw')
  if mode ~= 'ascii' then file:binary() end
  file:writeObject(object)
  local storage = file:storage()
  file:close()
  return storage
end

function torch.deserializeFromStorage(storage, mode)
  local file = torch.MemoryFile(storage, 'r')
  if mode ~= 'ascii' then file:binary() end
  local object = file:readObject()
  file:close()
  return object
end

-- What writes and reads objects asks of Lua.
local function dump(f)
  local upvalues = {}
  for i = 1, math.huge do
    local name, value = debug.getupvalue(f, i)
    if not name then break end
    upvalues[i] = {name = name, value = value}
  end
  local ok, code = pcall(string.dump, f)
  if not ok then error('expected functions written in Lua, got one of a library', 2) end
  return code, upvalues
end

-- The function, and what gives it its upvalues.
local function restore(code)
  if code:sub(1, 4) ~= '\27Lua' or code:byte(5) ~= 0x51 then
    return function() error('this function was saved by another Lua (LuaJIT?) and cannot run here', 2) end, function() end
  end
  local f = assert(loadstring(code, 'saved function'))
  return f, function(upvalues)
    for i, upvalue in ipairs(upvalues) do
      local value = upvalue
      if type(upvalue) == 'table' then value = upvalue.value end
      debug.setupvalue(f, i, value)
    end
  end
end

local function create(typename)
  local factory = torch.factory(typename)
  if not factory then error('unknown Torch class <' .. typename .. '>', 2) end
  return factory()
end

-- How a class reads or writes its instances, where it does that itself.
local function own(typename, method)
  local mt = torch.getmetatable(typename)
  local f = mt and mt[method]
  local usual = shared.usual
  return not (usual and usual[f]) and f or nil
end

return dump, restore, create, own
`;
