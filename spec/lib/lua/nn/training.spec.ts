/** @file What the package nn has beside its classes, in Lua: nn.utils, nn.Jacobian, nn.StochasticGradient, nn.hessian. */
import * as assert from 'uvu/assert';
import { failure, luaSuite, printed, run } from '../lua.js';

const test = luaSuite('utils, tests and trainer of nn in Lua');

// [chunk, what it returns]
const values: [string, unknown[]][] = [
  // nn.utils: tables are changed where they are, whatever their keys
  [
    `local t = {a = torch.ones(2), {torch.ones(1)}} local same = nn.utils.recursiveFill(t, 3)
    return same == t, t.a:totable(), t[1][1]:totable()`,
    [true, [3, 3], [3]],
  ],
  [
    `local kept = torch.Tensor() local to = {kept, extra = torch.ones(1)} local from = {torch.ones(2), a = torch.zeros(1)}
    local result, second = nn.utils.recursiveCopy(to, from)
    return result == to, second == from, to[1] == kept, kept:totable(), to.a:totable(), to.extra ~= nil`,
    [true, true, true, [1, 1], [0], true],
  ],
  [
    `local to = nn.utils.recursiveResizeAs({torch.ones(1), torch.ones(3)}, {torch.ones(2, 3)}) return #to, to[1]:size():totable()`,
    [1, [2, 3]],
  ],
  ['local t = {torch.ones(2)} nn.utils.recursiveAdd(t, 2, {torch.ones(2)}) return t[1]:totable()', [[3, 3]]],
  ['local x = torch.ones(2) return nn.utils.recursiveAdd(x, torch.ones(2)) == x, x:totable()', [true, [2, 2]]],
  [
    `local a, b = nn.Linear(2, 2), torch.ones(2) local l = torch.LongTensor{1}
    local t = nn.utils.recursiveType({a, {b}, l}, 'torch.FloatTensor') return a:type(), torch.type(t[2][1]), torch.type(b), torch.type(t[3])`,
    ['torch.FloatTensor', 'torch.FloatTensor', 'torch.DoubleTensor', 'torch.FloatTensor'],
  ],
  [
    `local a, b = nn.Linear(2, 2), nn.Linear(2, 2) b.weight:set(a.weight) local cache = {}
    a:float(cache) b:type('torch.FloatTensor', cache) a.weight:fill(3) return b.weight:sum()`,
    [12],
  ],
  [
    `local x = torch.ones(2, 3) local view = torch.Tensor()
    return nn.utils.addSingletonDimension(x):size():totable(), nn.utils.addSingletonDimension(view, x, 3) == view, view:size():totable()`,
    [[1, 2, 3], true, [2, 3, 1]],
  ],
  ['return nn.utils.contiguousView(nil, torch.ones(2, 3):t(), 6):size():totable()', [[6]]],
  [
    `local m = nn.Linear(2, 2) m.spare, m.word, m.list = torch.ones(2), 'a', {1} nn.utils.clear(m, 'spare', 'word', 'list', 'none')
    return m.spare:nElement(), m.word, #m.list`,
    [0, undefined, 0],
  ],
  // nn.Jacobian, with classes of scripts, and files that a script may write
  [
    `local x, net = torch.Tensor(2, 2), nn.Sequential():add(nn.Linear(2, 3)):add(nn.Tanh()):add(nn.Linear(3, 2)) local j = nn.Jacobian
    local errors = {j.testJacobian(net, x), j.testROutput(net, x), j.testRGradInput(net, x), j.testRGradParameters(net, x), j.testHv(net, x), j.testIO(net, x)}
    return #errors, torch.Tensor(errors):max() < 1e-8`,
    [7, true],
  ],
  [
    `local Sq = torch.class('nn.Sq', 'nn.Module')
    function Sq:updateOutput(x) self.output = torch.cmul(x, x) return self.output end
    function Sq:updateGradInput(x, g) self.gradInput = torch.cmul(x, g) * 2 return self.gradInput end
    local x, forward, backward = torch.Tensor(3), nn.Jacobian.testIO(nn.Sq(), torch.ones(3))
    return nn.Jacobian.testJacobian(nn.Sq(), x) < 1e-8, forward, backward`,
    [true, 0, 0],
  ],
  [
    `local l, x, worst = nn.Linear(2, 3), torch.Tensor(2), 0
    for _, err in pairs(nn.Jacobian.testAllUpdate(l, x:fill(1), 'weight', 'gradWeight')) do worst = math.max(worst, err) end
    return worst < 1e-8, nn.Jacobian.testJacobianParameters(l, x, l.bias, l.gradBias) < 1e-8, nn.Jacobian.testJacobianUpdateParameters(l, x, l.bias) < 1e-8`,
    [true, true, true],
  ],
  [
    `local s, x = nn.SparseLinear(4, 2, true), torch.Tensor{{4, 1}, {2, 1}}
    return nn.SparseJacobian.testJacobian(s, x) < 1e-8, nn.SparseJacobian.testHv(s, x) < 1e-8, x:select(2, 1):totable()`,
    [true, true, [4, 2]],
  ],
  // nn.hessian: not there until it is asked for
  [
    'local l = nn.Linear(2, 3) local before = l.updateDiagHessianInput nn.hessian.enable() return before, l.updateDiagHessianInput ~= nil',
    [undefined, true],
  ],
  [
    `nn.hessian.enable() local l, x = nn.Linear(2, 3), torch.Tensor(2, 2) local j = nn.Jacobian
    return j.testDiagHessianInput(l, x) < 1e-6, j.testDiagHessianWeight(l, x) < 1e-6, j.testDiagHessianBias(l, x) < 1e-6`,
    [true, true, true],
  ],
  // layer by layer: h (1 − y²)², then W² of it
  [
    `nn.hessian.enable() local net = nn.Sequential():add(nn.Linear(1, 1)):add(nn.Tanh()) local x = torch.Tensor{0}
    net:get(1).weight:fill(3) net:get(1).bias:fill(0) net:forward(x) net:initDiagHessianParameters()
    local h = net:updateDiagHessianInput(x, torch.Tensor{2}) net:accDiagHessianParameters(x, torch.Tensor{2})
    return h[1], net:get(1).diagHessianBias[1], net:get(1).diagHessianWeight[1][1]`,
    [18, 2, 0],
  ],
  [
    'nn.hessian.enable() return nn.MSECriterion():updateDiagHessianInput(torch.ones(4), torch.zeros(4)):totable()',
    [[0.5, 0.5, 0.5, 0.5]],
  ],
];
for (const [chunk, expected] of values) {
  test(chunk, () => {
    const got = run(`require 'nn' ${chunk}`);
    while (got.length < expected.length) got.push(undefined);
    assert.equal(got, expected);
  });
}

// [chunk, the message]
const errors: [string, string][] = [
  ["nn.utils.recursiveFill('a', 1)", 'expected tensors or tables of tensors, got string'],
  ['nn.utils.recursiveCopy({}, {3})', 'expected tensors or tables of tensors, got nil and number'],
  ['nn.utils.addSingletonDimension(torch.ones(2), 3)', 'invalid dimension 3: expected one in 1..2'],
];
for (const [chunk, message] of errors) {
  test(`${chunk} is refused`, () => {
    assert.match(failure(`require 'nn' ${chunk}`).message, message);
  });
}

test('the trainer steps example by example, calls its hooks, and prints what Torch does', () => {
  const text = printed(`
    require 'nn'
    local layer = nn.Linear(1, 1, false)
    layer.weight:zero()
    local data = {{torch.ones(1), torch.ones(1)}}
    function data:size() return 1 end
    local trainer = nn.StochasticGradient(layer, nn.MSECriterion())
    trainer.learningRate, trainer.learningRateDecay, trainer.maxIteration = 0.25, 0.5, 2
    function trainer.hookExample(self, example) print(self == trainer, example == data[1]) end
    function trainer.hookIteration(self, iteration, err) print(iteration, err) end
    trainer:train(data)
    print(layer.weight[1][1])`);
  const lines = [
    ...['# StochasticGradient: training', 'true\ttrue', '1\t1', '# current error = 1'],
    ...['true\ttrue', '2\t0.25', '# current error = 0.25'],
    ...['# StochasticGradient: you have reached the maximum number of iterations', '# training error = 0.25', '0.625'],
  ];
  assert.is(text, `${lines.join('\n')}\n`);
});

test.run();
