/** @file What xlua has for tables and strings, and adds to the libraries of these names, in Lua. */

export const xluaTablesLua: string = `
local function valueText(value)
  if type(value) == 'table' then return xlua.table2string(value) end
  if type(value) ~= 'string' then return tostring(value) end
  local text = value:gsub('\\n', '\\\\n')
  if text:find('"') and not text:find("'") then return "'" .. text .. "'" end
  return '"' .. text:gsub('"', '\\\\"') .. '"'
end

local function keyText(key)
  return type(key) == 'string' and key:find('^[_%a][_%w]*$') and key or '[' .. valueText(key) .. ']'
end

-- A table as text, on one line, or with a line for each of its entries.
function xlua.table2string(object, newline)
  local parts = {}
  for _, value in ipairs(object) do parts[#parts + 1] = valueText(value) end
  local listed = #parts
  for key, value in pairs(object) do
    if not (type(key) == 'number' and key >= 1 and key <= listed and key % 1 == 0) then
      parts[#parts + 1] = keyText(key) .. (newline and ' : ' or '=') .. valueText(value)
    end
  end
  if newline then return '{\\n   ' .. table.concat(parts, '\\n   ') .. '\\n}' end
  return '{' .. table.concat(parts, ',') .. '}'
end

-- Without the elements from start on, and those.
function table.splice(list, start, length)
  start = start or 1
  local kept, taken = {}, {}
  for i, value in ipairs(list) do table.insert((i < start or i >= start + (length or 1)) and kept or taken, value) end
  return kept, taken
end

-- One of those that have the same hash: the last, or what merge makes of them.
function table.prune(list, hash, merge)
  local order, by = {}, {}
  for _, value in ipairs(list) do
    local key = value
    if hash then key = hash(value) end
    if by[key] == nil then
      order[#order + 1] = key
      by[key] = value
    else
      by[key] = merge and merge(value, by[key]) or value
    end
  end
  for i, key in ipairs(order) do order[i] = by[key] end
  return order
end

string.split = sys.split

-- The value that a name stands for.
function string.tosymbol(name)
  local chunk = loadstring('return ' .. name)
  local ok, value = pcall(chunk or error)
  return ok and value or error('symbol "' .. name .. '" does not exist', 2)
end
`;
