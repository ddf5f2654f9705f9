/** @file torch.Tester and torch.TestSuite, in Lua. */

export const testerLua: string = `
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

-- The names of the tests, in order, that the patterns ask for.
function Tester:_chosen(patterns)
  if type(patterns) == 'string' then patterns = {patterns} end
  assert(patterns == nil or type(patterns) == 'table',
    'Only accept a name or table of test names (or nil for all tests)')
  local chosen, names = {}, {}
  for _, pattern in ipairs(patterns or {''}) do
    local found = false
    for name in pairs(self.tests) do
      if tostring(name):find(pattern) then chosen[name], found = true, true end
    end
    assert(found or not patterns, "Couldn't find test '" .. pattern .. "'")
  end
  for name in pairs(chosen) do table.insert(names, name) end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  return names
end

local function plural(n, word) return n .. ' ' .. word .. (n == 1 and '' or 's') end

-- PASS, FAIL, ERROR or SKIP.
function Tester:_runOne(name)
  if self.disabledTests[name] then return 'SKIP' end
  local f, before = self.tests[name], #self.errors
  if self._setUp then self._setUp(name) end
  local ok, trace = true, nil
  if self.rethrow then f() else ok, trace = xpcall(f, debug.traceback) end
  if not ok then
    self.testError[name] = 1
    table.insert(self.errors, name .. '\\n Function call failed\\n' .. tostring(trace) .. '\\n')
  end
  if self._tearDown then self._tearDown(name) end
  return not ok and 'ERROR' or #self.errors > before and 'FAIL' or 'PASS'
end

function Tester:run(patterns)
  local names = self:_chosen(patterns)
  self.assertionPass, self.assertionFail, self.testError = {}, {}, {}
  for _, name in ipairs(names) do
    self.assertionPass[name], self.assertionFail[name], self.testError[name] = 0, 0, 0
    self._warningCount[name] = 0
  end
  io.write('Running ' .. plural(#names, 'test') .. '\\n')
  for i, name in ipairs(names) do
    self._currentTestName = name
    local outcome = self:_runOne(name)
    local title = string.format('%' .. #tostring(#names) .. 'd/%d %s ', i, #names, name)
    io.write(title .. ('.'):rep(72 - #title) .. ' [' .. outcome .. ']\\n')
    io.flush()
    if self.earlyAbort and i < #names and (outcome == 'FAIL' or outcome == 'ERROR') then
      io.write('Aborting on first error, not all tests have been executed\\n')
      break
    end
    collectgarbage()
  end
  self:_report(names)
  for _, name in ipairs(names) do
    assert(self.assertionFail[name] + self.testError[name] == 0, 'An error was found while running tests!')
  end
  return 0
end

function Tester:_report(names)
  local failed, broken, warned, skipped = 0, 0, self._warningCount[''] and 1 or 0, 0
  self.countasserts = 0
  for _, name in ipairs(names) do
    self.countasserts = self.countasserts + self.assertionFail[name] + self.assertionPass[name]
    if self.assertionFail[name] > 0 then failed = failed + 1 end
    if self.testError[name] > 0 then broken = broken + 1 end
    if self._warningCount[name] > 0 then warned = warned + 1 end
    if self.disabledTests[name] then skipped = skipped + 1 end
  end
  io.write('Completed ' .. plural(self.countasserts, 'assert') .. ' in ' .. plural(#names, 'test') .. ' with '
    .. plural(failed, 'failure') .. ' and ' .. plural(broken, 'error')
    .. (warned > 0 and ' and ' .. plural(warned, 'warning') or '')
    .. (skipped > 0 and ' and ' .. skipped .. ' disabled' or '') .. '\\n')
  if self.summaryOnly then return end
  local rule = ('-'):rep(80) .. '\\n'
  for _, list in ipairs{self.errors, self.warnings} do
    for _, text in ipairs(list) do io.write(rule .. text .. '\\n') end
  end
  if #self.errors + #self.warnings > 0 then io.write(rule) end
end

function torch.TestSuite()
  local suite = {__tests = {}, __isTestSuite = true}
  return setmetatable(suite, {
    __index = function(self, key) return self.__tests[key] end,
    __newindex = function(self, key, value)
      if self.__tests[key] ~= nil then error('Test ' .. tostring(key) .. ' is already defined.') end
      if type(value) == 'table' then error('Nested tables of tests are not supported') end
      if type(value) ~= 'function' then error('Only functions are supported as members of a TestSuite') end
      self.__tests[key] = value
    end,
  })
end
`;
