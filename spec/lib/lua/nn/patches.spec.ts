/** @file Methods that scripts assign to classes of nn: JavaScript calls them, in that script alone. Values are Torch's own. */
import * as assert from 'uvu/assert';
import { Interpreter } from '../../../../lib/lua/index.js';
import type { Module } from '../../../../lib/nn/module.js';
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { failure, luaSuite, printed, run } from '../lua.js';

const test = luaSuite('methods assigned to classes of nn');

/** Two hidden layers of ones: at (1, 1) Linear gives 2, then 4, then 8; doubled, 4, 16, 64. */
const net = `
  require 'nn'
  local net = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Identity()):add(nn.Linear(2, 2)):add(nn.Identity()):add(nn.Linear(2, 1))
  for _, m in ipairs(net:findModules('nn.Linear')) do m.weight:fill(1) m.bias:zero() end
  local x = torch.ones(1, 2) `;
const doubled = `
  local old = nn.Linear.updateOutput
  function nn.Linear:updateOutput(input) old(self, input) self.output:mul(2) return self.output end `;

// [title, chunk, what it returns]
const cases: [string, string, unknown[]][] = [
  ['modules made before are called so in a container', `${net}${doubled}return net:forward(x):sum()`, [64]],
  ['modules made afterwards, too', `require 'nn' ${doubled}${net}return net:forward(x):sum()`, [64]],
  ['copies', `${net}${doubled}return net:clone():forward(x):sum(), net:forward(x):sum()`, [64, 64]],
  ['copies made before', `${net}local c = net:clone() ${doubled}return c:forward(x):sum()`, [64]],
  [
    'copies that share',
    `${net}${doubled}return net:clone('weight', 'bias'):forward(x):sum(), nn.Linear(1, 1):clone():type()`,
    [64, 'torch.DoubleTensor'],
  ],
  [
    'another type',
    `${net}${doubled}return net:float():forward(x:float()):sum(), torch.type(net:get(1))`,
    [64, 'nn.Linear'],
  ],
  ['a file', `${net}${doubled}return torch.deserialize(torch.serialize(net)):forward(x):sum()`, [64]],
  [
    'what a file holds is an instance of the class',
    `${net}local before = torch.serialize(nn.Linear(2, 2)):len() ${doubled}return torch.serialize(nn.Linear(2, 2)):len() == before`,
    [true],
  ],
  [
    'the backward pass of a container',
    `${net}local old = nn.Linear.updateGradInput
     nn.Linear.updateGradInput = function(self, input, g) return old(self, input, g * 3) end
     net:forward(x) return net:backward(x, torch.ones(1, 1)):sum(), net:get(1).gradWeight:sum()`,
    // Down the layers go (3, 3), (18, 18), (108, 108); the first layer collects (18, 18) at (1, 1).
    [216, 72],
  ],
  [
    'a method that did not exist is there for all below',
    `${net}function nn.Module:name() return 'a ' .. torch.type(self) end return net:name(), net:get(2):name()`,
    ['a nn.Sequential', 'a nn.Identity'],
  ],
  [
    'a method of the class above is taken from there, unless a class below writes its own',
    `${net}nn.Module.updateOutput = function(self) error('not me') end return net:forward(x):sum()`,
    [8],
  ],
  [
    'a constructor',
    `require 'nn' local old = nn.Linear.__init
     function nn.Linear:__init(n, m) old(self, n, m) self.weight:fill(7) self.bias:zero() self.mine = true end
     local Kid, parent = torch.class('nn.Kid', 'nn.Linear')
     function Kid:__init(n) parent.__init(self, n, 1) end
     return nn.Linear(1, 1):forward(torch.ones(1)):sum(), nn.Kid(2):forward(torch.ones(2)):sum(), nn.Kid(2).mine`,
    [7, 14, true],
  ],
  [
    'classes of the script that extend the class',
    `${net}local Kid, parent = torch.class('nn.Kid', 'nn.Linear')
     local kid = nn.Kid(1, 1) kid.weight:fill(1) kid.bias:zero() ${doubled}
     return nn.Sequential():add(kid):forward(torch.ones(1)):sum()`,
    [2],
  ],
  [
    'a criterion inside another',
    `require 'nn' local old = nn.MSECriterion.updateOutput
     function nn.MSECriterion:updateOutput(a, b) return old(self, a, b) + 100 end
     local x = torch.zeros(2) return nn.ParallelCriterion():add(nn.MSECriterion()):forward({x}, {x + 1})`,
    [101],
  ],
  [
    'one object may have a method of its own, as scripts freeze layers',
    `${net}net:get(3).accGradParameters = function() end
     net:zeroGradParameters() net:forward(x) net:backward(x, torch.ones(1, 1))
     return net:get(1).gradWeight:sum(), net:get(3).gradWeight:sum(), net:get(5).gradWeight:sum(), torch.type(net:get(3))`,
    // (2, 2) comes down to the first layer, at (1, 1); the last one sees (4, 4).
    [8, 0, 8, 'nn.Linear'],
  ],
  [
    'which its copies have, and the file of it',
    `${net}local m = net:get(3)
     m.updateOutput = function(self, input) self.output = input * 10 return self.output end
     local c = net:clone()
     return net:forward(x):sum(), c:forward(x):sum(), nn.Linear(2, 2).updateOutput == m.updateOutput,
       torch.type(torch.deserialize(torch.serialize(net)):get(3).weight)`,
    [40, 40, false, 'torch.DoubleTensor'],
  ],
  [
    'and beside it those of its class',
    `${net}net:get(1).accGradParameters = function() end ${doubled}return net:forward(x):sum(), net:get(1):forward(x):sum()`,
    [64, 8],
  ],
  [
    'a container whose backward the script writes runs its base in it',
    `${net}local old, calls = nn.Sequential.backward, 0
     function nn.Sequential:backward(input, g, scale) calls = calls + 1 return old(self, input, g, scale) end
     local outer = nn.Sequential():add(net):add(nn.Identity())
     outer:forward(x) return outer:backward(x, torch.ones(1, 1)):sum(), calls`,
    [8, 2],
  ],
];
for (const [title, chunk, values] of cases) test(title, () => assert.equal(run(chunk), values));

test('a changed forward pass needs its image for the R pass, which may be the old one', () => {
  const chunk = `${net}${doubled}net:forward(x) net:backward(x, torch.ones(1, 1))`;
  assert.match(
    failure(`${chunk} net:rForward(x)`).message,
    'nn.Linear: the R pass needs the method nn.Linear:updateROutput(input, rInput), write it',
  );
  const image = `local oldR = nn.Linear.updateROutput
    function nn.Linear:updateROutput(input, rInput) return oldR(self, input, rInput):mul(2) end `;
  // d/dr of 2(2(2(x·1 + r)…)): with Rx = 1 the product of all factors, 64.
  assert.equal(run(`${net}${doubled}${image}net:forward(x) return net:rForward(x, torch.ones(1, 2)):sum()`), [64]);
});

test('what a script assigned prints in a container', () => {
  assert.match(printed(`${net}function nn.Identity:__tostring__() return 'same' end print(net)`), '(2): same\n');
});

test('a class of another interpreter, and that of TypeScript, stays what it is', () => {
  const [one, other] = [new Interpreter(), new Interpreter()];
  try {
    const here = nn.Sequential().add(nn.Linear(2, 1));
    const hereBefore = (here.forward(torch.ones(1, 2)) as Tensor).clone();
    one.run("require 'nn'", '=setup');
    other.run("require 'torch'", '=setup');
    one.values.push(here);
    one.vm.setGlobal('here');
    const inOther = `${net}_G.net = net`;
    other.run(inOther, '=chunk');
    one.run(`${net}_G.net, map = net, nn.MapTable(here) ${doubled}`, '=chunk');
    const sum = (lua: Interpreter): unknown => lua.run('return net:forward(torch.ones(1, 2)):sum()', '=chunk')[0];
    assert.equal([sum(one), sum(other)], [64, 8]);
    assert.equal(here.forward(torch.ones(1, 2)), hereBefore, 'a module that the script was given');
    const made = one.run('return net', '=chunk')[0] as Module;
    assert.is((made.forward(torch.ones(1, 2)) as Tensor).sum(), 64, 'a module that the script made');
    assert.ok(made.findModules(nn.Linear).length === 3);
  } finally {
    one.close();
    other.close();
  }
});

test('without such methods objects have the prototypes of their classes', () => {
  const lua = new Interpreter();
  try {
    lua.run("require 'torch'", '=setup');
    const [linear] = lua.run("require 'nn' function nn.Module:extra() end return nn.Linear(1, 1)", '=chunk');
    assert.is(Object.getPrototypeOf(linear), nn.Linear.prototype);
  } finally {
    lua.close();
  }
});

test("a child of a container whose backward it does not write has its base's", () => {
  const chunk = `${net}
    local Block, parent = torch.class('nn.Block', 'nn.Sequential')
    function Block:__init(m) parent.__init(self) self:add(m) end
    function Block:updateGradInput(input, g) self.count = (self.count or 0) + 1 return parent.updateGradInput(self, input, g) end
    local Plain = torch.class('nn.Plain', 'nn.Sequential')
    local a, b = nn.Block(net:get(1)), nn.Plain():add(net:get(3))
    local all = nn.Sequential():add(a):add(b):add(net:get(5))
    all:zeroGradParameters()
    all:forward(x)
    local sum = all:backward(x, torch.ones(1, 1)):sum()
    return sum, a.count, a:get(1).gradWeight:sum(), b:get(1).gradWeight:sum()`;
  assert.equal(run(chunk), [8, 1, 8, 8]);
});

test('a module of a script that writes backward alone runs it in a container, and under R says what to write', () => {
  const chunk = `
    require 'nn'
    local Reversed, parent = torch.class('nn.Reversed', 'nn.Module')
    function Reversed:updateOutput(input) self.output = input return input end
    function Reversed:updateROutput(input, rInput) self.rOutput = rInput return rInput end
    function Reversed:backward(input, g) self.gradInput = -g return self.gradInput end
    local net = nn.Sequential():add(nn.Reversed()):add(nn.Identity()):add(nn.Reversed()):add(nn.Identity()):add(nn.Reversed())
    local x = torch.ones(2)
    net:forward(x)
    local g = net:backward(x, x):sum()
    net:rForward(x, x)
    return g, select(2, pcall(net.rBackward, net, x, x, x, x))`;
  const [g, message] = run(chunk);
  assert.is(g, -2);
  assert.match(message as string, 'nn.Reversed: the R pass needs the method nn.Reversed:updateRGradInput');
});

test.run();
