/** @file The package optim in Lua: steps of Torch's, state in the script's tables, Hv from a script. */
import * as assert from 'uvu/assert';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('optim in Lua');
const bowl = "require 'optim' local x = torch.Tensor{4, -2} local function f(w) return w:dot(w) / 2, w:clone() end ";

// [chunk, what it returns], worked out by hand: x ← x − η g with g = x
const values: [string, unknown[]][] = [
  ['local y, losses = optim.sgd(f, x, {learningRate = 0.5}) return y == x, x:totable(), losses', [true, [2, -1], [10]]],
  [
    'local c = {learningRate = 0.5, momentum = 1, dampening = 0} optim.sgd(f, x, c) optim.sgd(f, x, c) return x:totable(), c.evalCounter, c.dfdx:totable()',
    [[-1, 0.5], 2, [6, -3]],
  ],
  [
    'local c, s = {learningRate = 0.5}, {} optim.sgd(f, x, c, s) c.learningRate = 1 optim.sgd(f, x, c, s) return x:totable(), s.evalCounter, c.evalCounter',
    [[0, 0], 2],
  ],
  ['optim.sgd(f, x) return x:totable()', [[4 - 4e-3, -2 + 2e-3]]],
  [
    'local _, l = optim.newtonCG(function(w) return w:dot(w) / 2, w:clone(), function(v) return v end end, x, {radius = 100, forcing = 1e-9}) return x:norm() < 1e-6',
    [true],
  ],
];
for (const [chunk, expected] of values)
  test(chunk, () => assert.equal(run(bowl + chunk).slice(0, expected.length), expected));

test('a training loop of Torch scripts learns', () => {
  const chunk = `
    require 'nn' require 'optim'
    torch.manualSeed(1)
    local net = nn.Sequential():add(nn.Linear(2, 8)):add(nn.Tanh()):add(nn.Linear(8, 8)):add(nn.Tanh()):add(nn.Linear(8, 2)):add(nn.LogSoftMax())
    local criterion = nn.ClassNLLCriterion()
    local x, t = torch.Tensor{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, torch.Tensor{1, 2, 2, 1}
    local w, g = net:getParameters()
    local config = {learningRate = 0.05}
    local loss
    for i = 1, 200 do
      local _, l = optim.adam(function(p)
        g:zero()
        local e = criterion:forward(net:forward(x), t)
        net:backward(x, criterion:backward(net.output, t))
        return e, g
      end, w, config)
      loss = l[1]
    end
    local _, best = net:forward(x):max(2)
    return loss < 0.01, best:view(-1):totable(), config.t`;
  assert.equal(run(chunk), [true, [1, 2, 2, 1], 200]);
});

// [chunk, message]
const errors: [string, string][] = [
  ['optim.sgd(3)', 'optim.sgd: expected (opfunc, x, [config], [state]), a function and a tensor first'],
  [
    'optim.sgd(function() return 1 end, x)',
    'optim.sgd: expected opfunc to return a number and a tensor, f(x) and its gradient',
  ],
  ['optim.sgd(function() return 0/0, x end, x)', 'sgd: expected a finite loss, got NaN'],
  ["optim.sgd(function() error('inside') end, x)", 'chunk:1: inside'],
];
for (const [chunk, message] of errors) {
  test(`${chunk} is refused`, () =>
    assert.is(failure(bowl + chunk).message.replace(/^chunk:1: (?=optim|sgd)/, ''), message));
}

test.run();
