/** @file Classes that read and write their instances themselves. The text of files is what Lua Torch7 writes. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { load } from '../../../../lib/io/t7/save.js';
import type { TorchObject } from '../../../../lib/io/t7/values.js';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('classes with a form of their own in files');

const classes = `
local function again(x, mode) return torch.deserialize(torch.serialize(x, mode), mode) end
do
  local Point = torch.class('Point')
  function Point:__init(n) self.n, self.hidden, self.list = n, torch.ones(3), {1, 2} end
  function Point:write(file)
    file:writeInt(self.n)
    file:writeObject(self.list)
    file:writeObject(self.other)
  end
  function Point:read(file)
    self.n = file:readInt()
    self.list = file:readObject()
    self.other = file:readObject()
  end
  local Named, parent = torch.class('Named', 'Point')
  function Named:write(file) parent.write(self, file) file:writeObject('name') end
  function Named:read(file) parent.read(self, file) self.name = file:readObject() end
end
local x = torch.Tensor{1, 2, 3}
local a, b = Point(7), Point(8)
a.other, b.other = x, a
local all = {a, b, x, {a}} `;

const text = [
  ['3', '1', '4', '1', '1', '4', '2', '3', 'V 1', '5', 'Point', '7', '3', '3', '2', '1', '1', '1', '1', '1', '2'],
  ['1', '2', '4', '4', '3', 'V 1', '18', 'torch.DoubleTensor', '1', '3', '1', '1', '4', '5', '3', 'V 1', '19'],
  ['torch.DoubleStorage', '3', '1 2 3', '1', '2', '4', '6', '3', 'V 1', '5', 'Point', '8', '3', '7', '2', '1', '1'],
  ['1', '1', '1', '2', '1', '2', '4', '2', '1', '3', '4', '4', '1', '4', '3', '8', '1', '1', '1', '4', '2', ''],
].flat();

// [title, chunk, what it returns]
const cases: [string, string, unknown[]][] = [
  ['files are those of Torch', "return torch.serialize(all, 'ascii')", [text.join('\n')]],
  [
    'what an instance does not write is not there, and objects inside are those of the file',
    'local r = again(all) r[3][1] = 9 return r[1].n, r[1].hidden, #r[2].list, r[2].other == r[1], r[4][1] == r[1], r[1].other[1]',
    [7, undefined, 2, true, true, 9],
  ],
  ['in text, too', "local r = again(all, 'ascii') return r[2].n, r[2].other.n, torch.type(r[1])", [8, 7, 'Point']],
  [
    'a class takes it from its parent',
    'local n = Named(3) local r = again{n, n} return r[1].name, r[1].n, torch.type(r[1]), r[1] == r[2]',
    ['name', 3, 'Named', true],
  ],
  [
    'without references an object is written wherever it stands',
    `local f = torch.MemoryFile():referenced(false) f:writeObject({a, a}) f:seek(1)
     local r = f:readObject() return r[1].n, r[2].n, r[1] == r[2]`,
    [7, 7, false],
  ],
  [
    'one file has one set of objects, whoever writes them',
    'local f = torch.MemoryFile():binary() f:writeObject(a) f:writeObject{a} f:seek(1) local p, q = f:readObject(), f:readObject() return q[1] == p, p.n',
    [true, 7],
  ],
  [
    'modules',
    `require 'nn'
     local Scale, parent = torch.class('nn.Scale', 'nn.Module')
     function Scale:__init(s) parent.__init(self) self.s, self.junk = s, torch.ones(100) end
     function Scale:updateOutput(input) self.output = input * self.s return self.output end
     function Scale:write(file) file:writeObject{s = self.s, train = self.train} end
     function Scale:read(file) for key, value in pairs(file:readObject()) do self[key] = value end end
     local net = nn.Sequential():add(nn.Identity()):add(nn.Scale(3)):add(nn.Identity()):add(nn.Scale(5))
     local copy = again(net)
     return copy:forward(torch.ones(1))[1], copy:get(2).junk, copy:get(2).s, torch.type(copy:get(2))`,
    [15, undefined, 3, 'nn.Scale'],
  ],
  [
    'a module may begin with what its parent does, and is told the version',
    `require 'nn'
     local Old, parent = torch.class('nn.Old', 'nn.Module')
     function Old:__init() parent.__init(self) self.kept, self.left = 5, torch.ones(10) end
     function Old:write(file) self.left = nil parent.write(self, file) end
     function Old:read(file, version) parent.read(self, file) self.seen = version end
     local copy = again(nn.Sequential():add(nn.Old()):add(nn.Linear(1, 1)))
     return copy:get(1).kept, copy:get(1).left, copy:get(1).seen, torch.type(copy:get(2).weight)`,
    [5, undefined, 1, 'torch.DoubleTensor'],
  ],
  [
    'the place in the file is a file that may not be closed',
    `function Point:write(file) return file:close() end
     return select(2, pcall(torch.serialize, a)), torch.isTypeOf(torch.MemoryFile(), 'torch.File')`,
    ['chunk:23: File(torch.serialize).close: expected the file to stay open, got a close inside of an object', true],
  ],
];
for (const [title, chunk, values] of cases) test(title, () => assert.equal(run(classes + chunk), values));

test('an error inside has its place, and leaves no file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rop-'));
  const chunk = `${classes}function Point:write(file) error('not this') end torch.save('${folder}/x.t7', all)`;
  assert.is(failure(chunk, { folder }).message, 'chunk:23: not this');
  assert.not.ok(existsSync(join(folder, 'x.t7')));
  rmSync(folder, { recursive: true });
});

test('JavaScript, which does not know the class, says where it cannot read on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rop-'));
  run(`${classes}torch.save('${folder}/x.t7', Point(2 ^ 20))`, { folder });
  assert.throws(() => load(join(folder, 'x.t7')) as TorchObject, /expected the type of an object/);
  rmSync(folder, { recursive: true });
});

test.run();
