/** @file torch.Tester, in Lua: tests and their assertions. Called with the comparisons. */

export const testerLua: string = `
local differ, tensorsDiffer = ...
local Tester = torch.class('torch.Tester')

function Tester:__init()
  self.tests, self.disabledTests = {}, {}
  self.errors, self.warnings = {}, {}
  self._warningCount, self._currentTestName = {}, ''
  -- Old tests compare tensors of other dimensions and the same elements: equal, with a warning.
  self._assertTensorEqIgnoresDims = true
end

function Tester:setEarlyAbort(flag) self.earlyAbort = flag end
function Tester:setRethrowErrors(flag) self.rethrow = flag end
function Tester:setSummaryOnly(flag) self.summaryOnly = flag end

-- What an assert ends with; both return whether it held.
function Tester:_success()
  local name = self._currentTestName
  self.assertionPass[name] = self.assertionPass[name] + 1
  return true
end

function Tester:_failure(message)
  if self.rethrow then error(message, 2) end
  local name = self._currentTestName
  self.assertionFail[name] = self.assertionFail[name] + 1
  table.insert(self.errors, self:_located(message))
  return false
end

-- The message under the name of the running test, over the lines of the test that called.
function Tester:_located(message)
  local lines = {}
  for line in debug.traceback('', 3):gmatch('\\n\\t([^\\n]+)') do
    if line:find('xpcall') then break end
    if not line:find('^%[rop ') and not line:find('^%(tail call') then table.insert(lines, line) end
  end
  local name = self._currentTestName
  return (name == '' and '' or name .. '\\n') .. message .. '\\n' .. table.concat(lines, '\\n', 1, math.min(2, #lines))
end

function Tester:_warning(message)
  local name = self._currentTestName
  self._warningCount[name] = (self._warningCount[name] or 0) + 1
  table.insert(self.warnings, self:_located(message))
end

function Tester:_verdict(holds, message)
  if holds then return self:_success(message) end
  return self:_failure(message)
end

-- Arguments after the values: a message; a tolerance and a message, in either order.
local function messageOf(message, ...)
  assert(select('#', ...) == 0, 'Unexpected arguments passed to test function')
  assert(message == nil or type(message) == 'string', 'message parameter must be a string')
  return (message == nil or message == '') and '' or message .. '\\n'
end

local function optionsOf(tolerance, ...)
  local message, given
  for i = 1, select('#', ...) do
    local x = select(i, ...)
    if type(x) == 'string' then
      assert(not message, 'Unexpected string argument; already have message')
      message = x
    elseif type(x) == 'number' then
      assert(not given, 'Unexpected number argument; already have tolerance')
      assert(x >= 0, 'tolerance cannot be negative')
      given = x
    elseif x ~= nil then
      error('Unrecognized argument; should be a tolerance or message', 3)
    end
  end
  return given or tolerance, message and message .. '\\n' or ''
end

local function equal(self, why, message) return self:_verdict(why == nil, message .. (why or 'EQ')) end
local function unequal(self, why, message) return self:_verdict(why ~= nil, message .. 'NE failed: the values are equal') end

function Tester:assert(condition, ...)
  local message = messageOf(...)
  if type(condition) ~= 'boolean' then
    self:_warning(' :assert should only be used for boolean conditions. '
      .. 'To check for non-nil variables, do this explicitly: Tester:assert(var ~= nil).')
  end
  return self:_verdict(condition, message .. 'BOOL violation condition=' .. tostring(condition))
end

function Tester:assertGeneralEq(got, expected, ...)
  local tolerance, message = optionsOf(0, ...)
  return equal(self, differ(got, expected, tolerance), message)
end

function Tester:assertGeneralNe(got, unexpected, ...)
  local tolerance, message = optionsOf(0, ...)
  return unequal(self, differ(got, unexpected, tolerance), message)
end

function Tester:eq(...) return self:assertGeneralEq(...) end
function Tester:ne(...) return self:assertGeneralNe(...) end

for name, relation in pairs{
  assertlt = {'LT', '>=', function(a, b) return a < b end},
  assertgt = {'GT', '<=', function(a, b) return a > b end},
  assertle = {'LE', '>', function(a, b) return a <= b end},
  assertge = {'GE', '<', function(a, b) return a >= b end},
  asserteq = {'EQ', '~=', function(a, b) return a == b end},
} do
  local word, opposite, holds = unpack(relation)
  Tester[name] = function(self, a, b, ...)
    local message = messageOf(...)
    return self:_verdict(holds(a, b), string.format('%s%s failed: %s %s %s', message, word, tostring(a), opposite, tostring(b)))
  end
end

function Tester:assertne(a, b, ...)
  local message = messageOf(...)
  if type(a) == 'userdata' or type(a) == 'table' and type(b) == 'table' then
    self:_warning(' :assertne should only be used to compare basic lua objects (numbers, booleans, etc). '
      .. 'Consider using either :assertGeneralNe or :assert(a ~= b).')
  end
  return self:_verdict(a ~= b, string.format('%sNE failed: %s == %s', message, tostring(a), tostring(b)))
end

function Tester:assertalmosteq(a, b, ...)
  local tolerance, message = optionsOf(1e-16, ...)
  local text = '%sALMOST_EQ failed: %s ~= %s with tolerance=%s'
  return self:_verdict(math.abs(a - b) <= tolerance, string.format(text, message, tostring(a), tostring(b), tolerance))
end

local function tensorsOf(a, b)
  assert(torch.isTensor(a), 'First argument should be a Tensor')
  assert(torch.isTensor(b), 'Second argument should be a Tensor')
end

function Tester:assertTensorEq(a, b, ...)
  tensorsOf(a, b)
  local tolerance, message = optionsOf(0, ...)
  local why = tensorsDiffer(a, b, tolerance, self._assertTensorEqIgnoresDims)
  if self._assertTensorEqIgnoresDims and not why and not a:isSameSizeAs(b) then
    self:_warning('Tensors have the same content but different dimensions. For backwards compatibility, they are '
      .. 'considered equal, but this may change in the future. Consider using :eq to check for equality instead.')
  end
  return equal(self, why, message)
end

function Tester:assertTensorNe(a, b, ...)
  tensorsOf(a, b)
  local tolerance, message = optionsOf(0, ...)
  return unequal(self, tensorsDiffer(a, b, tolerance, self._assertTensorEqIgnoresDims), message)
end

local function tablesOf(a, b)
  assert(type(a) == 'table', 'First argument should be a Table')
  assert(type(b) == 'table', 'Second argument should be a Table')
end

function Tester:assertTableEq(a, b, ...)
  tablesOf(a, b)
  return self:assertGeneralEq(a, b, ...)
end

function Tester:assertTableNe(a, b, ...)
  tablesOf(a, b)
  return self:assertGeneralNe(a, b, ...)
end

function Tester:assertErrorObj(f, accepts, ...)
  local message = messageOf(...)
  local ok, err = pcall(f)
  return self:_verdict(not ok and accepts(err), message .. 'ERROR violation: err=' .. tostring(err))
end

function Tester:assertError(f, ...) return self:assertErrorObj(f, function() return true end, ...) end

function Tester:assertErrorMsg(f, expected, ...)
  return self:assertErrorObj(f, function(err) return err == expected end, ...)
end

function Tester:assertErrorPattern(f, pattern, ...)
  return self:assertErrorObj(f, function(err) return err:find(pattern) ~= nil end, ...)
end

function Tester:assertNoError(f, ...)
  local message = messageOf(...)
  local ok, err = pcall(f)
  return self:_verdict(ok, message .. 'ERROR violation: err=' .. tostring(err))
end

function Tester:add(f, name)
  if type(f) == 'table' then
    assert(name == nil, 'Name parameter is forbidden for a table of tests, since its use is ambiguous')
    if not f.__isTestSuite then self:_warning('Should use TestSuite rather than plain lua table') end
    for key, test in pairs(f.__isTestSuite and f.__tests or f) do
      assert(type(test) ~= 'table', 'Nested sets of tests are not supported')
      self:add(test, key)
    end
    return self
  end
  assert(type(f) == 'function', 'Only tables of functions and functions supported')
  if name == '_setUp' or name == '_tearDown' then
    assert(not self[name], 'Only one ' .. (name == '_setUp' and 'set-up' or 'tear-down') .. ' function allowed')
    self[name] = f
    return self
  end
  name = name or 'unknown'
  if self.tests[name] then error('Test with name ' .. name .. ' already exists!') end
  self.tests[name] = f
  return self
end

function Tester:disable(names)
  if type(names) == 'string' then names = {names} end
  assert(type(names) == 'table', 'Expecting name or list for disable')
  for _, name in ipairs(names) do
    assert(self.tests[name], "Unrecognized test '" .. name .. "'")
    self.disabledTests[name] = true
  end
  return self
end
`;
