/** @file Torch's files in Lua: objects saved and loaded, DiskFile and MemoryFile. By Torch's manual of them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { load } from '../../../../lib/io/t7/save.js';
import type { TorchObject } from '../../../../lib/io/t7/values.js';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('files in Lua');

const again = 'local function again(x, mode) return torch.deserialize(torch.serialize(x, mode), mode) end ';
const classes = `
require 'nn'
do
  local Point = torch.class('Point')
  function Point:__init(x) self.x = x end
  function Point:norm() return self.x:norm() end
  local Scale, parent = torch.class('nn.Scale', 'nn.Module')
  function Scale:__init(s) parent.__init(self) self.s, self.options = s, {1, {name = 'deep'}} self.f = function(x) return x * s end end
  function Scale:updateOutput(x) self.output = self.f(x) return self.output end
end
`;

// [chunk, what it returns]
const values: [string, unknown[]][] = [
  [
    "local t = again{1, 'a', true, {x = 2}} return t[1], t[2], t[3], t[4].x, #t, again(nil), again(5), again('x')",
    [1, 'a', true, 2, 4, undefined, 5, 'x'],
  ],
  ["local s = again('\\0\\255\\128') return #s, s:byte(1, 3)", [3, 0, 255, 128]],
  ['local t = {} t.me = t t[t] = 1 local u = again(t) return u.me == u, u[u]', [true, 1]],
  [
    'local x = torch.Tensor{1, 2, 3} local t = again{x, x:narrow(1, 2, 2), x} t[1][3] = 9 return t[2][2], t[1] == t[3]',
    [9, true],
  ],
  [
    "return again({1, x = torch.IntTensor{4}}, 'ascii').x:type(), torch.serialize({1}, 'ascii')",
    ['torch.IntTensor', '3\n1\n1\n1\n1\n1\n1\n'],
  ],
  ['local k = 3 local f = again(function(x) return x + k end) return f(4)', [7]],
  ['local f f = function(n) return n == 0 and 0 or 1 + f(n - 1) end return again(f)(5)', [5]],
  [`${classes}local p = again(Point(torch.Tensor{3, 4})) return p:norm(), torch.type(p)`, [5, 'Point']],
  [
    `${classes}local net = again(nn.Sequential():add(nn.Linear(1, 1)):add(nn.Scale(3)))
    net:get(1).weight:fill(2) net:get(1).bias:zero()
    return net:forward(torch.ones(1))[1], net:get(2).options[2].name, torch.type(net:get(2))`,
    [6, 'deep', 'nn.Scale'],
  ],
  [
    'require "nn" local m = nn.Linear(1, 1) m.table = {a = 1} local t = again{m, m} return t[1] == t[2], t[1].table.a, t[1].weight[1][1] == m.weight[1][1]',
    [true, 1, true],
  ],
  // files
  [
    "local f = torch.MemoryFile() f:writeInt(7) f:writeDouble(0.5) f:writeString('line\\n') f:seek(1) return f:readInt(), f:readDouble(), f:readString('*l')",
    [7, 0.5, 'line'],
  ],
  [
    'local f = torch.MemoryFile():binary() f:writeInt(torch.IntStorage{1, 2}) f:seek(1) local s = f:readInt(2) return torch.type(s), s:totable(), f:position()',
    ['torch.IntStorage', [1, 2], 9],
  ],
  ['local f = torch.MemoryFile():quiet() return f:readInt() ~= f:readInt(), f:hasError()', [true, true]],
  [
    'local t = {} local f = torch.MemoryFile() f:writeObject(t) f:writeObject({t}) f:seek(1) local a, b = f:readObject(), f:readObject() return a == b[1]',
    [true],
  ],
  [
    'local s = torch.serializeToStorage{1, 2} return torch.type(s), torch.deserializeFromStorage(s)[2]',
    ['torch.CharStorage', 2],
  ],
  [
    'local t = torch.Timer() t:stop() return t:time().real == t:time().real, torch.tic() <= torch.tic(), torch.toc(torch.tic()) >= 0',
    [true, true, true],
  ],
];
for (const [chunk, expected] of values) test(chunk, () => assert.equal(run(again + chunk), expected));

let folder = '';
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
});
test.after.each(() => rmSync(folder, { recursive: true, force: true }));

test('what Lua saves, JavaScript loads, and Lua', () => {
  const path = join(folder, 'a.t7');
  run(`${classes}torch.save('${path}', {x = torch.ones(2), p = Point(torch.ones(1))})`, { folder });
  const saved = load(path) as Map<string, unknown>;
  assert.is(String(saved.get('x')), ' 1\n 1\n[torch.DoubleTensor of size 2]\n');
  assert.is((saved.get('p') as TorchObject).typename, 'Point');
  assert.equal(run(`${classes}local t = torch.load('${path}') return t.x:sum(), t.p:norm()`), [2, 1]);
});

test('DiskFile writes below the working directory only, reads everywhere', () => {
  const chunk = `
    local f = torch.DiskFile('${folder}/b', 'w') f:writeInt(3) f:writeObject({1}) f:close()
    f = torch.DiskFile('${folder}/b') return f:readInt(), f:readObject()[1], torch.type(f), torch.DiskFile('/no/such', 'r', true) == nil`;
  assert.equal(run(chunk, { folder }), [3, 1, 'torch.DiskFile', true]);
  const outside = `${folder}-outside`;
  for (const call of [
    `torch.save('${outside}', 1)`,
    `torch.DiskFile('${outside}', 'w')`,
    `torch.DiskFile('${outside}', 'rw')`,
  ]) {
    assert.match(
      failure(call, { folder }).message,
      `expected a path below the working directory, where alone scripts may write, got '${outside}'`,
    );
  }
  assert.not(existsSync(outside));
});

test('a PipeFile reads what a program writes, where programs may run', () => {
  const chunk = "local f = torch.PipeFile('echo 3 4') return f:readInt(), f:readInt()";
  assert.equal(run(chunk, { allowExec: true }), [3, 4]);
  const wrong = "torch.PipeFile('cat', 'w')";
  assert.is(failure(wrong, { allowExec: true }).message, "chunk:1: torch.PipeFile: expected the mode 'r', got 'w'");
});

// [chunk, message]
const errors: [string, string][] = [
  ["torch.load('/no/such')", 'cannot read /no/such: no such file or folder'],
  [
    'torch.serialize(coroutine.create(function() end))',
    'expected a value that files can hold, got a coroutine or an object of another library',
  ],
  ['torch.serialize(string.dump)', 'expected functions written in Lua, got one of a library'],
  [`torch.deserialize('4\\n1\\n3\\nV 1\\n5\\nQuark\\n3\\n2\\n0\\n', 'ascii')`, 'unknown Torch class <Quark>'],
  ["torch.PipeFile('ls')", 'torch.PipeFile: not allowed to run other programs; --allow-exec allows it'],
  ["torch.DiskFile('/no/such').close(3)", 'cannot read /no/such: no such file or folder'],
];
for (const [chunk, message] of errors) {
  test(`${chunk.split('\\')[0]} is refused`, () =>
    assert.is(failure(chunk).message.replace(/^chunk:\d+: /, ''), message));
}

test.run();
