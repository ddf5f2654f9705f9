/** @file torch.Tester and torch.TestSuite, by Torch's manual of them. */
import * as assert from 'uvu/assert';
import { failure, luaSuite, printed, run } from '../lua.js';

const test = luaSuite('torch.Tester');
const a = 'torch.Tensor{1, 2}';

// [call, whether it holds]
const asserts: [string, boolean][] = [
  ['assert(true)', true],
  ['assert(false)', false],
  ['assertlt(1, 2)', true],
  ['assertlt(2, 2)', false],
  ['assertgt(2, 1)', true],
  ['assertgt(2, 2)', false],
  ['assertle(2, 2)', true],
  ['assertle(3, 2)', false],
  ['assertge(2, 2)', true],
  ['assertge(1, 2)', false],
  ['asserteq("a", "a")', true],
  ['asserteq(1, 2)', false],
  ['assertne(1, 2)', true],
  ['assertne(1, 1)', false],
  ['assertalmosteq(1, 1.1, 0.2)', true],
  ['assertalmosteq(1, 1.1, 0.05)', false],
  [`assertTensorEq(${a}, ${a})`, true],
  [`assertTensorEq(${a}, ${a} + 0.1, 0.2)`, true],
  [`assertTensorEq(${a}, ${a} + 0.1, 0.05)`, false],
  [`assertTensorEq(${a}, ${a}:float(), 1)`, false],
  [`assertTensorEq(${a}, torch.Tensor{1, 2, 3}, 1)`, false],
  [`assertTensorEq(${a}, ${a}:view(2, 1))`, true],
  [`assertTensorEq(${a}, torch.Tensor{1, 0/0}, 1)`, false],
  ['assertTensorEq(torch.Tensor(), torch.Tensor())', true],
  [`assertTensorNe(${a}, ${a} + 1)`, true],
  [`assertTensorNe(${a}, ${a})`, false],
  [`eq(${a}, ${a}:view(2, 1))`, false],
  [`eq(${a}:storage(), ${a}:storage())`, true],
  ['eq(torch.IntStorage{1}, torch.IntStorage{2})', false],
  ['eq(1, "1")', false],
  [`eq({1, {x = ${a}}}, {1, {x = ${a}}})`, true],
  ['eq({1, {x = 1}}, {1, {x = 2}})', false],
  ['eq({1}, {1, 2})', false],
  ['ne({1}, {1, 2})', true],
  ['assertTableEq({1, 2}, {1, 2.1}, 0.2)', true],
  ['assertTableEq({1, 2}, {1, 2.1}, "message", 0.2)', true],
  ['assertTableEq({1, 2}, {1, 2.1})', false],
  ['assertTableNe({1}, {1})', false],
  ['assertError(function() error("x") end)', true],
  ['assertError(function() end)', false],
  ['assertNoError(function() end)', true],
  ['assertNoError(function() error("x") end)', false],
  ['assertErrorMsg(function() error("x", 0) end, "x")', true],
  ['assertErrorMsg(function() error("x", 0) end, "y")', false],
  ['assertErrorPattern(function() error("abc") end, "b")', true],
  ['assertErrorPattern(function() error("abc") end, "d")', false],
];
for (const [call, holds] of asserts) {
  test(`${call} ${holds ? 'holds' : 'fails'}`, () => {
    const chunk = `
      local t = torch.Tester()
      t.assertionPass, t.assertionFail = {['']= 0}, {[''] = 0}
      local held = t:${call}
      return held, t.assertionPass[''], t.assertionFail[''], #t.errors`;
    assert.equal(run(chunk), holds ? [true, 1, 0, 0] : [false, 0, 1, 1]);
  });
}

const suite = `
local t = torch.Tester()
local tests = torch.TestSuite()
function tests.good() t:assert(true) t:asserteq(1, 1) end
function tests.bad() t:asserteq(1, 2, 'numbers') end
function tests.broken() error('oh') end
function tests.off() t:assert(false) end
t:add(tests):disable('off')
`;

test('run prints an outcome a test, the sums, and where what failed', () => {
  const [head, ...rest] = printed(`${suite}pcall(t.run, t)`).split(`${'-'.repeat(80)}\n`);
  const outcomes = head.split('\n').map((line) => line.replace(/\.{3,}/, '…'));
  assert.equal(outcomes, [
    'Running 4 tests',
    '1/4 bad … [FAIL]',
    '2/4 broken … [ERROR]',
    '3/4 good … [PASS]',
    '4/4 off … [SKIP]',
    'Completed 3 asserts in 4 tests with 1 failure and 1 error and 1 disabled',
    '',
  ]);
  assert.match(rest[0], /^bad\nnumbers\nEQ failed: 1 ~= 2\nchunk:5: in function/);
  assert.match(rest[1], /^broken\n Function call failed\nchunk:6: oh\nstack traceback:/);
});

test('run ends with an error unless all pass; patterns choose; set-up and tear-down surround', () => {
  assert.is(
    failure(`${suite}t:run()`, { output: () => undefined }).message.replace(/^.*: /, ''),
    'An error was found while running tests!',
  );
  const chunk = `${suite}
    local calls = {}
    t:add(function(name) calls[#calls + 1] = 'up ' .. name end, '_setUp')
    t:add(function(name) calls[#calls + 1] = 'down ' .. name end, '_tearDown')
    return t:run('^g'), t.countasserts, calls`;
  assert.equal(run(chunk, { output: () => undefined }), [0, 2, ['up good', 'down good']]);
});

test('rethrown errors, and an early end', () => {
  assert.match(
    failure(`${suite}t:setRethrowErrors(true) t:run('broken')`, { output: () => undefined }).message,
    'chunk:6: oh',
  );
  const text = printed(`${suite}t:setEarlyAbort(true) t:setSummaryOnly(true) pcall(t.run, t)`);
  assert.match(text, 'Aborting on first error, not all tests have been executed');
  assert.not.match(text, 'broken');
});

// [chunk, message]
const misuse: [string, string][] = [
  ['local s = torch.TestSuite() s.a = function() end s.a = function() end', 'Test a is already defined.'],
  ['local s = torch.TestSuite() s.a = {}', 'Nested tables of tests are not supported'],
  ['local s = torch.TestSuite() s.a = 3', 'Only functions are supported as members of a TestSuite'],
  ['torch.Tester():add(3)', 'Only tables of functions and functions supported'],
  ["torch.Tester():disable('x')", "Unrecognized test 'x'"],
  ["torch.Tester():run('x')", "Couldn't find test 'x'"],
  ['torch.Tester():eq(1, 1, {})', 'Unrecognized argument; should be a tolerance or message'],
  ['torch.Tester():eq(1, 1, -1)', 'tolerance cannot be negative'],
  ['torch.Tester():assertTensorEq(1, torch.Tensor())', 'First argument should be a Tensor'],
];
for (const [chunk, message] of misuse) {
  test(`${chunk} is refused`, () =>
    assert.is(failure(chunk).message.replace(/^(chunk|\[rop tester\]):\d+: /, ''), message));
}

test.run();
