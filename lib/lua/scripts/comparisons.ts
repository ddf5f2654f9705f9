/** @file What torch.Tester compares values by, in Lua. Returns the comparisons of any two values, and of tensors. */

export const comparisonsLua: string = `
-- Each of the comparisons returns why two values differ; nil where they do not.
local function elementsDiffer(a, b, tolerance, what)
  if a:nElement() == 0 then return nil end
  local difference = torch.DoubleTensor(a:size()):copy(a):add(-1, b:double()):abs():max()
  if difference <= tolerance then return nil end
  return string.format('%sEQ(==) violation: max diff=%s, tolerance=%s', what, difference, tolerance)
end

local function tensorsDiffer(a, b, tolerance, ignoresDims)
  if not ignoresDims and a:dim() ~= b:dim() then return 'The tensors have different dimensions' end
  if a:type() ~= b:type() then return 'The tensors have different types' end
  local same = a:isSameSizeAs(b) or ignoresDims and a:nElement() == b:nElement()
  if not same then return 'The tensors have different sizes' end
  return elementsDiffer(a, b, tolerance, 'Tensor')
end

local function storagesDiffer(a, b, tolerance)
  if a:size() ~= b:size() then return 'The storages have different sizes' end
  local kind = torch.type(a)
  if kind ~= torch.type(b) then return 'The storages have different types' end
  local tensor = torch.getconstructortable((kind:gsub('Storage$', 'Tensor')))
  return elementsDiffer(tensor(a), tensor(b), tolerance, 'Storage')
end

local differ

local function tablesDiffer(a, b, tolerance, place)
  for key, value in pairs(a) do
    local here = place .. tostring(key)
    if b[key] == nil then
      return string.format('Entry %s missing in second table (is %s in first)', here, tostring(value))
    end
    local why
    if type(value) == 'table' and type(b[key]) == 'table' then
      why = tablesDiffer(value, b[key], tolerance, here .. '.')
    else
      why = differ(value, b[key], tolerance)
      why = why and 'At table location ' .. here .. ': ' .. why
    end
    if why then return why end
  end
  for key, value in pairs(b) do
    if a[key] == nil then
      return string.format('Entry %s missing in first table (is %s in second)', place .. tostring(key), tostring(value))
    end
  end
end

function differ(a, b, tolerance)
  if type(a) ~= type(b) then
    return string.format('EQ failed: values have different types (first: %s, second: %s)', type(a), type(b))
  end
  if type(a) == 'number' then
    if a == b or math.abs(a - b) <= tolerance then return nil end
    local limit = tolerance > 0 and ' with tolerance=' .. tolerance or ''
    return string.format('EQ failed: %s ~= %s%s', a, b, limit)
  end
  if type(a) == 'table' then return tablesDiffer(a, b, tolerance, '') end
  if torch.isTensor(a) and torch.isTensor(b) then return tensorsDiffer(a, b, tolerance) end
  if torch.isStorage(a) and torch.isStorage(b) then return storagesDiffer(a, b, tolerance) end
  if a == b then return nil end
  return string.format('EQ failed: %s (%s) ~= %s (%s)', tostring(a), type(a), tostring(b), type(b))
end

return differ, tensorsDiffer
`;
