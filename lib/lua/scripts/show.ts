/** @file How a prompt shows values: tables with all that is in them, in Lua. Returns the function. */

export const showLua: string = `
local rawtype = debug.getregistry().rop.rawtype

-- In a table a tensor is its type and its size.
local function brief(x)
  if type(x) == 'string' then return string.format('%q', x) end
  if torch.isTensor(x) then
    local kind = torch.type(x):gsub('^torch%.', '')
    return kind .. (x:dim() == 0 and ' - empty' or ' - size: ' .. table.concat(x:size():totable(), 'x'))
  end
  if torch.isStorage(x) then return (torch.type(x):gsub('^torch%.', '')) .. ' - size: ' .. x:size() end
  return tostring(x)
end

local function isPlain(x)
  local mt = rawtype(x) == 'table' and getmetatable(x)
  return rawtype(x) == 'table' and not (type(mt) == 'table' and (mt.__tostring or mt.__typename))
end

-- Numbers in order, then text, then the rest.
local function sorted(x)
  local keys = {}
  for key in pairs(x) do keys[#keys + 1] = key end
  local function rank(key) return type(key) == 'number' and 1 or type(key) == 'string' and 2 or 3 end
  table.sort(keys, function(a, b)
    if rank(a) ~= rank(b) then return rank(a) < rank(b) end
    if rank(a) < 3 then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

local function lines(x, indent, around)
  if next(x) == nil then
    print(indent .. '{}')
    return
  end
  around[x] = true
  print(indent .. '{')
  for _, key in ipairs(sorted(x)) do
    local value = x[key]
    local head = indent .. '  ' .. tostring(key) .. ' : '
    if isPlain(value) and not around[value] and next(value) ~= nil then
      print(head)
      lines(value, indent .. '    ', around)
    elseif isPlain(value) then
      print(head .. (around[value] and '{...}' or '{}'))
    else
      print(head .. brief(value))
    end
  end
  print(indent .. '}')
  around[x] = nil
end

return function(...)
  for i = 1, select('#', ...) do
    local x = select(i, ...)
    if isPlain(x) then lines(x, '', {}) else print(tostring(x)) end
  end
end
`;
