/** @file torch.Tester, in Lua: which tests run, and what is told of them; torch.TestSuite. */

export const testerRunLua: string = `
local Tester = torch.Tester

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
