/** @file Lua itself: what chunks return, errors both ways, runaway programs, callbacks. */
import * as assert from 'uvu/assert';
import { Interpreter, Interrupted } from '../../../lib/lua/index.js';
import { thrown } from '../../errors.js';
import { failure, luaSuite, printed, run } from './lua.js';

const test = luaSuite('Lua VM');

test('a chunk returns several values, of every kind', () => {
  assert.equal(run("return 1, 'two', true, nil, {1, {2}}, {a = 'b'}, ..."), [
    1,
    'two',
    true,
    undefined,
    [1, [2]],
    { a: 'b' },
  ]);
});

test('a chunk takes and returns more values than Lua has room for at first', () => {
  const lua = new Interpreter();
  const many = Array.from({ length: 1000 }, (_, i) => String(i));
  assert.equal(lua.run('return ...', '=chunk', many), many);
});

test('text keeps its UTF-8, and its bytes 0', () => {
  assert.equal(run("return 'grün', #'grün', ('a\\0b'):len(), 'a\\0b'"), ['grün', 5, 3, 'a\0b']);
});

test('print writes to the output, in order', () => {
  assert.is(printed("print(1, nil, 'x') io.write('a', 2) io.stderr:write('e')"), '1\tnil\tx\nea2');
});

// [what, chunk, the whole message]
const errors: [string, string, string][] = [
  ['syntax', 'local x =\n y y', "chunk:2: '=' expected near '<eof>'"],
  ['nil', '\nlocal x\nx.y = 1', "chunk:3: attempt to index local 'x' (a nil value)"],
  ['error', "error('mine')", 'chunk:1: mine'],
  ['error without place', "error('mine', 0)", 'mine'],
  ['a table', 'error({})', '(error object is no text)'],
  [
    'of JavaScript',
    '\ntorch.Tensor(2):dot(3)',
    'chunk:2: invalid arguments: DoubleTensor number \nexpected arguments: DoubleTensor DoubleTensor',
  ],
  [
    'unknown package',
    "require 'image3'",
    [
      "chunk:1: module 'image3' not found:",
      "\tno field package.preload['image3']",
      "\tno file './image3.lua'",
      "\tno file './image3/init.lua'",
      '\tpackages of rop: torch, nn, optim, rop, xlua, sys, paths',
    ].join('\n'),
  ],
  ['recursion', 'local function f() return 1 + f() end f()', 'chunk:1: stack overflow'],
  ['recursion through C', "local function f() return ('a'):gsub('a', f) end f()", 'C stack overflow'],
  [
    'recursion through JavaScript',
    'local x = torch.ones(1) local function f() x:apply(f) end f()',
    'chunk:1: C stack overflow',
  ],
  [
    'a table in itself',
    'local t = {} t[1] = t torch.Tensor(t)',
    'chunk:1: expected tables at most 100 deep, got one that holds itself',
  ],
];
for (const [what, chunk, message] of errors) {
  test(`an error says where and what: ${what}`, () => assert.is(failure(chunk).message, message));
}

test('a traceback names the lines', () => {
  const { traceback } = failure('local function f()\n error("x")\nend\nlocal function g()\n f()\nend\ng()');
  for (const line of [2, 5, 7]) assert.match(traceback, `chunk:${line}: in `);
});

test('pcall and xpcall catch errors of JavaScript, and a traceback has their lines', () => {
  const [ok, message] = run('return pcall(function() return torch.Tensor(2):dot(torch.Tensor(3)) end)');
  assert.equal([ok, message], [false, 'chunk:1: torch.dot: expected as many elements in both, got (2), (3)']);
  const [, traced] = run('return xpcall(function()\n torch.Tensor(2):dot(torch.Tensor(3))\nend, debug.traceback)');
  assert.match(traced as string, /^chunk:2: .*\nstack traceback:\n.*'dot'\n\tchunk:2: in function/);
  assert.equal(run('return xpcall(function(...) return ... end, print, 1, nil, 3)'), [true, 1, undefined, 3]);
});

test('a value that is no text passes through JavaScript as it is', () => {
  const chunk =
    'local e = {} local ok, got = pcall(function() torch.ones(1):apply(function() error(e) end) end) return got == e';
  assert.equal(run(chunk), [true]);
});

test('an error in a callback ends the JavaScript that called it, and keeps its place', () => {
  const error = failure('local x = torch.ones(3)\nx:apply(function(v)\n error("in f")\nend)');
  assert.is(error.message, 'chunk:3: in f');
  assert.match(error.traceback, /chunk:3: in function[\s\S]*chunk:2: in main chunk/);
});

test('errors of JavaScript are the cause', () => {
  assert.instance(failure('torch.Tensor(2):narrow(1, 3, 1)').cause, RangeError);
});

test('the VM goes on after every kind of error', () => {
  const lua = new Interpreter();
  lua.run("require 'torch'", '=setup');
  for (const [, chunk] of errors) thrown(() => lua.run(chunk, '=chunk'));
  assert.equal(lua.run('return 1 + 1, torch.ones(2):sum()', '=chunk'), [2, 2]);
  lua.close();
});

test('a loop that never ends can be interrupted, and the VM goes on', () => {
  let asked = 0;
  const lua = new Interpreter({ interrupted: () => ++asked === 3 });
  const error = thrown(() => lua.run('while true do end', '=chunk'));
  assert.is(error.message, 'chunk:1: interrupted!');
  assert.instance(error.cause, Interrupted);
  assert.equal(lua.run('return 7', '=chunk'), [7]);
  lua.close();
});

test('nothing catches an interruption', () => {
  const lua = new Interpreter({ interrupted: () => true });
  for (const loop of [
    'pcall(function() while true do end end)',
    'coroutine.wrap(function() while true do end end)()',
  ]) {
    const error = thrown(() => lua.run(`while true do pcall(function() ${loop} end) end`, '=chunk'));
    assert.instance(error.cause, Interrupted);
  }
  lua.close();
});

test('coroutines run functions of JavaScript', () => {
  const chunk = `
    local produce = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(torch.ones(i):sum()) end end)
    return produce(), produce(), produce()`;
  assert.equal(run(chunk), [1, 2, 3]);
  const [ok, message] = run(`
    local co = coroutine.create(function() torch.ones(1):apply(function() coroutine.yield() end) end)
    return coroutine.resume(co)`);
  assert.equal([ok, message], [false, 'attempt to yield across metamethod/C-call boundary']);
});

test.run();
