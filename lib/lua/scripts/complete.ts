/** @file What a name that is being typed may become, in Lua. Returns the function. */

export const completeLua: string = `
local rawtype = debug.getregistry().rop.rawtype
local metatable = debug.getmetatable

local keywords = {
  'and', 'break', 'do', 'else', 'elseif', 'end', 'false', 'for', 'function', 'if', 'in', 'local', 'nil', 'not', 'or',
  'repeat', 'return', 'then', 'true', 'until', 'while',
}

-- What a script may have put behind an index is no reason for an error.
local function at(value, key)
  local ok, found = pcall(function() return value[key] end)
  if ok then return found end
end

-- Calls f for each name that a value, its class and the classes above may be indexed by.
local function names(value, f, seen)
  if value == nil or seen[value] then return end
  seen[value] = true
  local mt = metatable(value)
  if type(value) == 'table' then pcall(function() for key in pairs(value) do f(key) end end) end
  if rawtype(mt) ~= 'table' then return end
  if rawget(mt, '__typename') then names(mt, f, seen) end
  if rawtype(rawget(mt, '__index')) == 'table' then names(rawget(mt, '__index'), f, seen) end
end

-- The names that begin with 'prefix', behind the values that 'path' leads to; behind a colon, functions alone.
return function(path, separator, prefix)
  local value = _G
  for _, part in ipairs(path) do value = at(value, part) end
  local found, known = {}, {}
  local function add(name)
    local fits = rawtype(name) == 'string' and name:find('^[%a_][%w_]*$') and name:sub(1, #prefix) == prefix
    if not fits or known[name] or (name:sub(1, 2) == '__' and prefix:sub(1, 2) ~= '__') then return end
    if separator == ':' and rawtype(at(value, name)) ~= 'function' then return end
    known[name] = true
    found[#found + 1] = name
  end
  names(value, add, {})
  if #path == 0 then for _, word in ipairs(keywords) do add(word) end end
  table.sort(found)
  return found
end
`;
