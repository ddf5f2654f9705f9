/** @file The package nn in Lua: construction, passes, fields, lists of modules. By Torch's manual of nn. */
import * as assert from 'uvu/assert';
import { constructorBase } from '../../../../lib/lua/nn/index-base.js';
import type { Component } from '../../../../lib/nn/component.js';
import { oneBased } from '../../../../lib/nn/torch-field.js';
import { torchFields } from '../../../../lib/nn/torch-table.js';
import { registry } from '../../../../lib/registry.js';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('nn in Lua');

const net = `
require 'nn'
local net = nn.Sequential():add(nn.Linear(2, 3)):add(nn.Tanh()):add(nn.Linear(3, 2)):add(nn.Sigmoid())
local x = torch.Tensor{{1, 2}, {3, 4}, {5, 6}}
`;

// [chunk after the network above, what it returns]
const values: [string, unknown[]][] = [
  // arguments that Torch does not look at
  ['return nn.OneHot(3, 2).outputSize, nn.Index(1, 5).dimension, nn.ClassSimplexCriterion(3, {}).nClasses', [3, 1, 3]],
  // kinds
  [
    "return torch.type(net), type(net), torch.isTypeOf(net, 'nn.Container'), torch.isTypeOf(net, nn.Module), torch.isTypeOf(net, nn.Linear)",
    ['nn.Sequential', 'table', true, true, false],
  ],
  [
    "return torch.typename(net.modules[2]), tostring(nn.Linear(2, 3)), torch.getmetatable('nn.Tanh').__typename",
    ['nn.Tanh', 'nn.Linear(2 -> 3)', 'nn.Tanh'],
  ],
  // passes
  [
    'local y = net:forward(x) return y == net.output, net.modules[4].output == y, y:size():totable(), net(x) == y',
    [true, true, [3, 2], true],
  ],
  [
    'net:forward(x) local g = net:backward(x, torch.ones(3, 2)) return g == net.gradInput, g:size():totable()',
    [true, [3, 2]],
  ],
  ['net:updateOutput(x) net:updateGradInput(x, torch.ones(3, 2)) return net.gradInput:size(2)', [2]],
  // backward alone, at another input, behind a container's forward pass, and with a gradOutput of as many elements
  [
    'return nn.Linear(2, 1, false):backward(x, torch.zeros(3, 1)):totable()',
    [
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  ],
  [
    `local m = nn.Linear(2, 1):evaluate() m:forward(x[1]) m.weight:fill(2)
    return m:backward(x, torch.ones(3, 1)):totable(), nn.MSECriterion():backward(torch.ones(2), torch.zeros(2)):totable()`,
    [
      [
        [2, 2],
        [2, 2],
        [2, 2],
      ],
      [1, 1],
    ],
  ],
  [
    `local d = nn.Dropout() local g = nn.Sequential():add(d):forward(torch.ones(50))
    return (d:backward(torch.ones(50), torch.ones(50)) - g):abs():max()`,
    [0],
  ],
  [
    'return nn.Square():backward(torch.ones(2, 2), torch.ones(4)):totable()',
    [
      [
        [2, 2],
        [2, 2],
      ],
    ],
  ],
  // a table of results is the same table while it is the same result
  [
    'local m = nn.FlattenTable() local y = m:forward{x, {x}} local places = m.input_map m:forward{x, {x}} return y == m.output, places == m.input_map',
    [true, true],
  ],
  [
    'local m = nn.FlattenTable() local y = m:forward{x, {x}} local places = m.input_map m:forward{x, {x, x}} return y == m.output, m.input_map[2][2], #m.output',
    [false, 3, 3],
  ],
  ['return #nn.IndexLinear(3, 2):forward{torch.LongTensor{1, 2}, torch.ones(2), 2}:totable()[1]', [2]],
  [
    'local c = nn.ConcatTable():add(nn.Identity()):add(nn.Identity()) local y = c:forward(x) c.modules[3] = nn.Identity() c:forward(x) return #y, #c.output',
    [2, 3],
  ],
  // tables with names
  [
    `local m = nn.SelectTable('a') local t = {a = torch.ones(2), b = torch.zeros(3)} local y = m:forward(t) local g = m:backward(t, torch.ones(2))
    return y == t.a, g.a:totable(), g.b:totable(), m.gradInput == g, m.index, tostring(m)`,
    [true, [1, 1], [0, 0, 0], true, 'a', 'nn.SelectTable(a)'],
  ],
  [
    `local net = nn.ConcatTable():add(nn.SelectTable('b')):add(nn.SelectTable('b')) local t = {a = torch.ones(2), b = torch.zeros(1)}
    net:forward(t) return net:backward(t, {torch.ones(1), torch.ones(1)}).b:totable(), nn.Identity():forward(t).a == t.a`,
    [[2], true],
  ],
  // a parameter that a script puts in place has its image
  [
    'local l = nn.Linear(2, 1) l:noBias() l.bias, l.gradBias = torch.ones(1), torch.ones(1) return #l:parameters(), l.rBias:totable()',
    [2, [0]],
  ],
  // what belongs to a class
  [
    'return torch.type(nn.LinearWeightNorm.fromLinear(nn.Linear(2, 3)):toLinear()), nn.Module.flatten{x, x:t()}:size():totable()',
    ['nn.Linear', [6]],
  ],
  [
    'local m = nn.LookupTable(3, 2):accUpdateOnly() m:forward(torch.LongTensor{3}) m.weight:zero() m:backwardUpdate(torch.LongTensor{3}, torch.ones(1, 2), 0.5) return m.gradWeight == nil, m.weight:totable()',
    [
      true,
      [
        [0, 0],
        [0, 0],
        [-0.5, -0.5],
      ],
    ],
  ],
  [
    'local y = nn.ConcatTable():add(nn.Identity()):add(nn.Linear(2, 1)):forward(x) return #y, y[1] == x, y[2]:size():totable()',
    [2, true, [3, 1]],
  ],
  ['return nn.CAddTable():forward({torch.ones(2), torch.ones(2)}):totable()', [[2, 2]]],
  [
    'local c = nn.MSECriterion() return c:forward(torch.ones(2), torch.zeros(2)), c:backward(torch.ones(2), torch.zeros(2)):totable()',
    [1, [1, 1]],
  ],
  // labels from 1
  [
    'local c = nn.ClassNLLCriterion() local y = torch.Tensor{{-1, -2}, {-3, -4}} return c:forward(y, torch.LongTensor{1, 2}), c:backward(y, torch.Tensor{1, 2}):totable()',
    [
      2.5,
      [
        [-0.5, 0],
        [0, -0.5],
      ],
    ],
  ],
  ['local c = nn.CrossEntropyCriterion() return math.abs(c:forward(torch.zeros(4), 4) - math.log(4)) < 1e-12', [true]],
  // places and dimensions from 1
  [
    'return torch.type(net:get(1)), torch.type(net:get(-1)), torch.type(net:remove(2)), net:size()',
    ['nn.Linear', 'nn.Sigmoid', 'nn.Tanh', 3],
  ],
  ['net:insert(nn.ReLU(), 2) return torch.type(net.modules[2]), net:size()', ['nn.ReLU', 5]],
  [
    'return nn.Select(1, 2):forward(x):totable(), nn.Select(2, -1):forward(x):totable(), nn.Select(1, 2).index',
    [[3, 4], [2, 4, 6], 2],
  ],
  [
    'return nn.Narrow(1, 2, 2):forward(x):totable(), nn.JoinTable(1):forward({x, x}):size(1), nn.Concat(2).dimension',
    [
      [
        [3, 4],
        [5, 6],
      ],
      6,
      2,
    ],
  ],
  [
    'return nn.Transpose({1, 2}):forward(x):size():totable(), nn.Sum(1):forward(x):totable(), nn.SelectTable(2):forward({x, 7 * x})[1][1]',
    [[2, 3], [9, 12], 7],
  ],
  [
    'return nn.Reshape(2, 1):forward(x):size():totable(), nn.View(torch.LongStorage{2, 3}):forward(x):size():totable()',
    [
      [3, 2, 1],
      [2, 3],
    ],
  ],
  // fields
  [
    'local m = net:get(1) m.weight:fill(1) m.bias:zero() return m.output:nElement(), m:forward(x):totable()',
    [
      0,
      [
        [3, 3, 3],
        [7, 7, 7],
        [11, 11, 11],
      ],
    ],
  ],
  [
    'local m = net:get(1) m.weight = torch.zeros(3, 2) m.bias = torch.ones(3) return m:forward(x):sum(), m.weight:sum()',
    [9, 0],
  ],
  [
    "net.name, net.size, net.on = 'net', 3, true return net.name, net.size, net.on, net.nothing",
    ['net', 3, true, undefined],
  ],
  [
    'net.options = {a = {1}} net.options.a[2] = 5 net.f = function(self) return self.options.a[2] end return net:f(), #net.options.a',
    [5, 2],
  ],
  ['net.a = 1 net.t = {} net.a, net.t = nil, nil return net.a, net.t', [undefined, undefined]],
  [
    'net.extra = 1 net.t = {} local names = {} for name in pairs(net) do names[name] = true end return names.modules, names.output, names.train, names.extra, names.t, names.stage',
    [true, true, true, true, true, undefined],
  ],
  [
    "local keys = {} for k in pairs(nn.Linear(1, 1)) do keys[#keys + 1] = k end table.sort(keys) return table.concat(keys, ' ')",
    ['_type bias gradBias gradInput gradWeight output rBias rGradBias rGradWeight rWeight train weight'],
  ],
  [
    'net.modules[2] = nn.ReLU() return torch.type(net:get(2)), #net.modules, net.modules == net.modules',
    ['nn.ReLU', 4, true],
  ],
  [
    'table.insert(net.modules, nn.ReLU()) table.insert(net.modules, 1, nn.Identity()) local last = table.remove(net.modules) return #net.modules, torch.type(last), torch.type(net:get(1))',
    [5, 'nn.ReLU', 'nn.Identity'],
  ],
  [
    'net.modules = {nn.Identity()} local n = 0 for i, m in ipairs(net.modules) do n = n + i end return n, net:size(), (next(net.modules))',
    [1, 1, 1, undefined],
  ],
  // parameters
  [
    'local w, g, v, hv = net:getParameters() return w:nElement(), g:nElement(), v:nElement(), hv:nElement(), net:getParameters() == w',
    [17, 17, 17, 17, true],
  ],
  ['local w, g = net:parameters() return #w, #g, w[1] == net:get(1).weight, nn.Tanh():parameters()', [4, 4, true]],
  [
    'torch.manualSeed(1) local m = nn.Linear(2, 3) torch.manualSeed(1) net:reset() return net:get(1).weight:dist(m.weight)',
    [0],
  ],
  // copies
  [
    'net.t = {x} net.n = 4 local c = net:clone() c.t[1]:zero() c.t[2] = 1 return #net.t, net.t[1]:sum(), c.n, c:get(1).weight == net:get(1).weight',
    [1, 21, 4, false],
  ],
  ['net:get(2).inner = {net:get(3)} local c = net:clone() return c:get(2).inner[1] == c:get(3)', [true]],
  [
    "local c = net:clone('weight') net:get(1).weight:fill(3) return c:get(1).weight:sum(), net:float():get(1).weight:type()",
    [18, 'torch.FloatTensor'],
  ],
  // walks
  [
    "local found, containers = net:findModules('nn.Linear') return #found, containers[1] == net, #net:listModules()",
    [2, true, 5],
  ],
  ['local n = 0 net:apply(function(m) n = n + 1 end) net:evaluate() return n, net:get(1).train', [5, false]],
  [
    "net:replace(function(m) if torch.type(m) == 'nn.Tanh' then return nn.ReLU() end return m end) return torch.type(net:get(2))",
    ['nn.ReLU'],
  ],
  // methods of one's own on classes that are there
  [
    "function nn.Module:shout() return torch.type(self) .. '!' end return nn.Linear(1, 1):shout(), net:shout()",
    ['nn.Linear!', 'nn.Sequential!'],
  ],
  // accUpdateGradParameters(x, g, η): w − η g
  [
    `local m = nn.Linear(2, 1) m.weight:zero() m.bias:zero() m.gradWeight:fill(9) m:forward(x) m:backwardUpdate(x, torch.ones(3, 1), 0.5)
    return m.weight:totable(), m.bias:totable(), m.gradWeight:totable()`,
    [[[-4.5, -6]], [-1.5], [[9, 9]]],
  ],
];
for (const [chunk, expected] of values) {
  test(chunk, () => {
    const got = run(net + chunk);
    while (got.length < expected.length) got.push(undefined);
    assert.equal(got.slice(0, expected.length), expected);
  });
}

// [chunk, the message]
const errors: [string, string][] = [
  [
    'net:forward(torch.ones(3, 5))',
    'In 1 module of nn.Sequential:\nLinear(2 -> 3).forward: expected input (N × 2) or (2), got (3 × 5) (size mismatch)',
  ],
  ['net:rForward(x)', 'Sequential.rForward: call forward first, at the same input'],
  [
    'net:backward(x, torch.ones(3, 5))',
    'Sequential.backward: expected gradOutput (3 × 2), got (3 × 5) (size mismatch)',
  ],
  ['net.forward(3)', "bad argument #1 to 'forward' (nn.Container expected)"],
  ['nn.Linear.reset(nn.Tanh())', "bad argument #1 to 'reset' (nn.Linear expected)"],
  ['net:add(3)', 'Sequential.add: expected a module, got number'],
  ['net:get(9)', 'Sequential.get: expected an index in 0..3, got 8 (counted from 0 in this message)'],
  ['net:get(0)', 'expected an index from 1 up, got 0'],
  ['net.modules[9] = nn.Tanh()', 'Sequential.modules: expected a place in 1..5, got 9'],
  ['net.modules[1] = 3', 'Sequential.modules: expected a module'],
  ['net.modules[1] = net', 'Sequential.add: expected another module, got one that contains this container'],
  ['net.modules = 3', 'Sequential: expected field modules to be a table of modules'],
  ['net.train = 3', 'nn.Sequential: expected field train to be true or false, got 3'],
  [
    "net:get(1).weight = 'a'",
    "nn.Linear: expected field weight to be a tensor of 2 dimensions of Double or Float, got 'a'",
  ],
  ['local m = nn.NoSuchModule()', "attempt to call field 'NoSuchModule' (a nil value)"],
];
for (const [chunk, message] of errors) {
  test(`${chunk} is refused`, () => assert.is(failure(`${net}\n${chunk}`).message, `chunk:6: ${message}`));
}

test('parameters that a script takes away or sets have their images under R', () => {
  const chunk = `local m = net:get(1)
    m.bias, m.gradBias = nil, nil
    local without = m.rBias
    m.bias, m.gradBias = torch.Tensor{1, 2, 3}, torch.Tensor(3):zero()
    return without, m.rBias:totable(), m.rGradBias:totable(), net:rForward(x):norm()`;
  assert.equal(run(`${net}net:forward(x)\n${chunk}`), [undefined, [0, 0, 0], [0, 0, 0], 0]);
});

test('a list of modules is what it was after an error', () => {
  assert.equal(
    run(`${net}pcall(function() net.modules[1] = net end) return torch.type(net.modules[1]), #net.modules`),
    ['nn.Linear', 4],
  );
});

test('every class with a field that counts from 1 says which numbers of its constructor do', () => {
  const missing = Object.entries(registry).filter(([name, kind]) => {
    const fields = torchFields(kind.prototype as unknown as Component);
    return (
      [...fields.values()].includes(oneBased) &&
      constructorBase(name).counts(0) === undefined &&
      constructorBase(name).counts(1) === undefined
    );
  });
  assert.equal(
    missing.map(([name]) => name),
    [],
  );
});

test('tables of connections count from 1', () => {
  const chunk = `require 'nn'
    local table = nn.tables.full(2, 3)
    local module = nn.SpatialConvolutionMap(table, 1, 1)
    return torch.type(table), table:min(), table:max(), (module.connTable - table):norm(), module.nInputPlane,
      module.nOutputPlane, pcall(nn.SpatialConvolutionMap, table - 1, 1, 1)`;
  assert.equal(run(chunk), [
    'torch.DoubleTensor',
    1,
    3,
    0,
    2,
    3,
    false,
    'chunk:5: SpatialConvolutionMap: expected connections (n × 2) of planes from 0 up, got plane -1',
  ]);
});

test('what a class has for itself is no field of its objects: scripts make their own of such names', () => {
  const chunk = `
    require 'nn'
    local Own, parent = torch.class('nn.Own', 'nn.Module')
    function Own:updateOutput(x)
      self.buffer = self.buffer or x.new()
      self.buffer:resizeAs(x):copy(x):mul(2)
      self.output = self.buffer
      return self.output
    end
    local m = nn.Own()
    return m.buffer, m.tensor, nn.Linear(1, 1).product, torch.DoubleStorage(1).piece == nil, m:forward(torch.ones(2)):sum(), m.buffer:sum()`;
  assert.equal(
    run(
      chunk.replace(
        'torch.DoubleStorage(1).piece == nil',
        "rawget(torch.getmetatable('torch.DoubleStorage'), 'piece')",
      ),
    ),
    [undefined, undefined, undefined, undefined, 4, 4],
  );
});

test('MapTable may get its module later, and a net that ends with a criterion needs no gradient of its output', () => {
  const chunk = `
    require 'nn'
    local map = nn.MapTable():add(nn.Linear(2, 1))
    map:get(1).weight:fill(1) map:get(1).bias:zero()
    local y = map:forward{torch.ones(2), torch.ones(2) * 2}
    local inner = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Tanh()):add(nn.Linear(2, 2))
    local net = nn.Sequential():add(nn.ParallelTable():add(inner):add(nn.Identity())):add(nn.CriterionTable(nn.MSECriterion()))
    local x = {torch.ones(2), torch.zeros(2)}
    net:zeroGradParameters()
    net:forward(x)
    net:backward(x)
    return y[1][1], y[2][1], inner:get(1).gradWeight:norm() > 0, select(2, pcall(nn.MapTable().forward, nn.MapTable(), x))`;
  assert.equal(run(chunk), [2, 4, true, 'chunk:12: MapTable.forward: expected a module inside, got none; add one']);
});

test.run();
