/** @file What runs test functions inside Lua, in place of torch.Tester's own loop. */

/** Defines `conformance`; its argument is the seed. */
export const driverLua: string = `
local seed = tonumber(...)
require 'torch'
conformance = {}
local tester

-- What nn's tests use of the package moses.
function package.preload.moses()
  local moses = {}
  function moses.isNaN(x) return x ~= x end
  function moses.map(list, f)
    local result = {}
    for key, value in pairs(list) do result[key] = f(key, value) end
    return result
  end
  return moses
end

-- Classes that a package has not: made while a file loads, they are nothing; after that, making one is the fault of its test.
function conformance.permit(package, name)
  local loading = true
  setmetatable(package, {__index = function(_, class)
    if not class:find('^%u') then return nil end
    return function()
      if loading then return setmetatable({}, {__tostring = function() return 'nothing' end}) end
      error(name .. '.' .. class .. ' is not available', 2)
    end
  end})
  return function() loading = false end
end

-- The names of the tests of the tester that 'start' would run.
function conformance.collect(start)
  local run = torch.Tester.run
  function torch.Tester:run() tester = self end
  start()
  torch.Tester.run = run
  tester.assertionPass, tester.assertionFail, tester.testError = {}, {}, {}
  local names = {}
  for name in pairs(tester.tests) do table.insert(names, name) end
  table.sort(names)
  return names
end

function conformance.matching(pattern, ...)
  local names = {}
  for _, name in ipairs{...} do
    if name:find(pattern) then table.insert(names, name) end
  end
  return names
end

-- What a test does to these must not reach the next.
local function restored()
  torch.setdefaulttensortype('torch.DoubleTensor')
  torch.manualSeed(seed)
  math.randomseed(seed)
end

local function runTest(name)
  tester._currentTestName = name
  tester.assertionPass[name], tester.assertionFail[name], tester.testError[name] = 0, 0, 0
  tester._warningCount[name] = 0
  local before = #tester.errors
  local ok, trace = xpcall(tester.tests[name], debug.traceback)
  local reason = tester.errors[before + 1]
  if not ok then reason = tostring(trace):match('^[^\\n]*') end
  return {ok = ok, passed = tester.assertionPass[name], failed = tester.assertionFail[name], reason = reason}
end

local function runChunk(name, source)
  local ok, err = xpcall(assert(loadstring(source, '@test_' .. name .. '.lua')), debug.traceback)
  return {ok = ok, passed = ok and 1 or 0, failed = 0, reason = not ok and tostring(err):match('^[^\\n]*') or nil}
end

function conformance.run(name, source)
  restored()
  local outcome = source and runChunk(name, source) or runTest(name)
  collectgarbage()
  return outcome
end
`;
