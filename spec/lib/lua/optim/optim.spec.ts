/** @file The package optim in Lua: steps of Torch's, state in the script's tables, Hv from a script. */
import * as assert from 'uvu/assert';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('optim in Lua');
const bowl = "require 'optim' local x = torch.Tensor{4, -2} local function f(w) return w:dot(w) / 2, w:clone() end ";
/** The same function with Hv. */
const hv = 'local function h(w) return w:dot(w) / 2, w:clone(), function(v) return v end end';

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
  // Hv = v: minima and moves are those of H = I.
  [
    `${hv} local c = {learningRate = 1, epsilon = 1} optim.adaHessian(h, x, c) return x:totable(), c.t, (c.m - torch.Tensor{0.4, -0.2}):norm() < 1e-15`,
    [[2, -1], 1, true],
  ],
  [`${hv} optim.sophia(h, x, {learningRate = 0.5, weightDecay = 0}) return x:totable()`, [[3.5, -1.5]]],
  [
    `${hv} torch.manualSeed(1) local v = torch.randn(2) torch.manualSeed(1) local s = {}
     optim.esgd(h, x, {learningRate = 0.5, damping = 1}, s)
     return (x - torch.Tensor{4, -2} + torch.cdiv(torch.Tensor{2, -1}, v:abs() + 1)):norm() < 1e-12, s.hvCounter`,
    [true, 1],
  ],
  [
    `${hv} local s = {} local _, l = optim.saddleFreeNewton(h, x, {dampings = {1, 0}}, s)
     return x:norm() < 1e-12, #l, s.damping, s.hvCounter`,
    [true, 3, 0, 1],
  ],
  [
    `${hv} local s = {} for i = 1, 2 do optim.saddleFreeNewton(h, x, {dampings = {1}}, s) end return x:totable(), s.lossCounter`,
    [[1, -0.5], 2],
  ],
  [
    `${hv} local s = {} optim.krylovDescent(h, x, {}, s) return x:norm() < 1e-8, s.rank, s.previous:totable()[1] < 0`,
    [true, 1, true],
  ],
  [
    `${hv} local n = {0, 0} local function counting(i) return function(w) n[i] = n[i] + 1 return h(w) end end
     local c = {curvature = counting(1), subspace = counting(2), maxIter = 3} optim.krylovDescent(f, x, c)
     return x:norm() < 1e-8, n[1], n[2] == c.subspaceCounter, c.curvatureCounter, type(c.curvature)`,
    [true, 1, true, 1, 'function'],
  ],
  [
    `local function both(w) return w:dot(w) / 2, w:clone(), nil, function(v) return v end end
     local s = {} optim.krylovDescent(both, x, {gaussNewton = true}, s) return x:norm() < 1e-8, s.hvCounter`,
    [true, 1],
  ],
  [
    `${hv} local s = {} for i = 1, 20 do optim.cubicNewton(h, x, {}, s) end return x:norm() < 1e-8, s.negativeCurvature`,
    [true, false],
  ],
  // Gv = v, and a Fisher diagonal of ones.
  [
    `local fisher, curved = 0, 0
     local function g(w) return w:dot(w) / 2, w:clone(), nil, function(v) return v end, function() fisher = fisher + 1 return torch.ones(2) end end
     local c = {curvature = function(w) curved = curved + 1 return g(w) end} for i = 1, 12 do optim.hf(f, x, c) end
     return x:norm() < 1e-6, curved == c.curvatureCounter, fisher == c.diagonalCounter, fisher > 0`,
    [true, true, true, true],
  ],
  // What a method does not know is the script's.
  [
    'local c = {learningRate = 0.5, note = {1}, epoch = 3} optim.sgd(f, x, c) return x:totable(), c.epoch',
    [[2, -1], 3],
  ],
  ['local _, l, ax = optim.asgd(f, x, {eta0 = 0.5, lambda = 0}) return ax:totable(), l', [[2, -1], [10]]],
  [
    'local _, l, n = optim.lbfgs(f, x, {lineSearch = optim.lswolfe}) return x:norm() < 1e-6, l[1], n == #l',
    [true, 10, true],
  ],
  [
    `local seen local function search(...) seen = select('#', ...) return optim.lswolfe(...) end
     optim.lbfgs(f, x, {lineSearch = search, lineSearchOptions = {c1 = 1e-3}, maxIter = 1}) return seen`,
    [8],
  ],
  [
    'local s = {} for i = 1, 2 do optim.lbfgs(f, x, {maxIter = 2, learningRate = 0.5}, s) end return s.nIter, #s.old_dirs',
    [4, 3],
  ],
  ['return optim.polyinterp(torch.Tensor{{0, 1, -2}, {2, 1, 2}})', [1]],
  ['local e, g = optim.checkgrad(f, x, 1e-3) return e < 1e-9, g:totable(), x:totable()', [true, [4, -2], [4, -2]]],
  [
    `local p, fx = optim.de(function(w) return w:dot(w) end, x, {scaleFactor = 0.5, crossoverRate = 0.9, maxFEs = 1000})
     return p:norm() < 1e-2, torch.type(fx)`,
    [true, 'torch.DoubleTensor'],
  ],
  ['torch.manualSeed(1) return optim.cmaes(f, x, {sigma = 1, maxEval = 1000}):norm() < 1e-3', [true]],
  // arg min (w − 3)² / 2 + |w| = 2
  [
    `local params = {doFistaUpdate = true, errthres = 0}
     local y, h = optim.FistaLS(function(w, what) return (w - 3):dot(w - 3) / 2, w - 3 end, function(w) return w:norm(1) end,
       function(w, L) w:add(-1 / L):clamp(0, math.huge) end, torch.zeros(1), params)
     return math.abs(y[1] - 2) < 1e-6, h[1].nline, params.L == h[#h].L`,
    [true, 7, true],
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

for (const [method, config, steps] of [
  ['newtonCG', '{}', 40],
  ['saddleFreeNewton', '{}', 30],
  ['krylovDescent', '{}', 15],
  ['cubicNewton', '{}', 40],
  ['adaHessian', '{learningRate = 0.1}', 200],
  ['sophia', '{learningRate = 0.01, weightDecay = 0}', 300],
  ['esgd', '{learningRate = 0.1, k = 1}', 400],
] as const) {
  test(`${method} trains a network of two hidden layers by products that a script makes with the R-operator`, () => {
    const chunk = `
      require 'nn' require 'optim'
      torch.manualSeed(1)
      local net = nn.Sequential():add(nn.Linear(2, 8)):add(nn.Tanh()):add(nn.Linear(8, 8)):add(nn.Tanh()):add(nn.Linear(8, 2)):add(nn.LogSoftMax())
      local criterion = nn.ClassNLLCriterion()
      local x, t = torch.Tensor{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, torch.Tensor{1, 2, 2, 1}
      local w, g, rw, rg = net:getParameters()
      local function f(p)
        g:zero()
        local y = net:forward(x)
        local e = criterion:forward(y, t)
        local gy = criterion:backward(y, t)
        net:backward(x, gy)
        return e, g, function(v)
          rw:copy(v)
          rg:zero()
          local ry = net:rForward(x)
          net:rBackward(x, nil, gy, criterion:rBackward(y, ry, t))
          return rg
        end
      end
      local config, loss = ${config}
      for i = 1, ${steps} do local _, l = optim.${method}(f, w, config) loss = l[1] end
      local _, best = net:forward(x):max(2)
      return loss, best:view(-1):totable(), config.hvCounter > 0`;
    const [loss, labels, counted] = run(chunk);
    assert.ok((loss as number) < 0.1, `a loss of ${loss}`);
    assert.equal([labels, counted], [[1, 2, 2, 1], true]);
  });
}

for (const [method, config] of [
  ['krylovDescent', '{dimension = 2, maxIter = 2}'],
  ['saddleFreeNewton', '{dimension = 2}'],
  ['cubicNewton', '{dimension = 3}'],
  ['adaHessian', '{}'],
  ['sophia', '{k = 3}'],
  ['esgd', '{k = 3}'],
] as const) {
  test(`${method} goes on from a state that a script saved and loaded as if it had not stopped`, () => {
    const chunk = `
      require 'optim' torch.manualSeed(3)
      local A = torch.randn(4, 4) A = A + A:t() + torch.eye(4) * 2
      local function f(w)
        local squares = torch.cmul(w, w)
        return w:dot(A * w) / 2 + squares:dot(squares), A * w + torch.cmul(squares, w) * 4,
          function(v) return A * v + torch.cmul(squares * 12, v) end
      end
      local x, state, config = torch.randn(4), {}, ${config}
      for i = 1, 4 do optim.${method}(f, x, config, state) end
      local random, y, loaded = torch.getRNGState(), x:clone(), torch.deserialize(torch.serialize(state))
      for i = 1, 3 do optim.${method}(f, x, config, state) end
      torch.setRNGState(random)
      local before = y:clone()
      for i = 1, 3 do optim.${method}(f, y, config, loaded) end
      return (x - y):norm(), (before - y):norm() > 0, state.hvCounter == loaded.hvCounter`;
    assert.equal(run(chunk), [0, true, true]);
  });
}

// [chunk, message]
const errors: [string, string][] = [
  ['optim.sgd(3)', 'optim.sgd: expected (opfunc, x, [config], [state]), a function and a tensor first'],
  [
    'optim.sgd(function() return 1 end, x)',
    'optim.sgd: expected opfunc to return a number and a tensor, f(x) and its gradient',
  ],
  ['optim.esgd(f, x)', 'esgd: expected opfunc to give hv, got loss and gradient only'],
  [
    'optim.cubicNewton(function(w) return 1, w:clone(), function() return 1 end end, x)',
    'optim.cubicNewton: expected the function of Hv to return a tensor, got number',
  ],
  ['optim.sophia(f, x, {k = 0})', 'sophia: expected k to be a whole number from 1 up, got 0'],
  [
    'optim.krylovDescent(f, x, {curvature = function() return 1 end})',
    'optim.krylovDescent with curvature: expected opfunc to return a number and a tensor, f(x) and its gradient',
  ],
  ['optim.sgd(function() return 0/0, x end, x)', 'sgd: expected a finite loss, got NaN'],
  ["optim.sgd(function() error('inside') end, x)", 'chunk:1: inside'],
];
for (const [chunk, message] of errors) {
  test(`${chunk} is refused`, () =>
    assert.is(failure(bowl + chunk).message.replace(/^chunk:1: (?=optim|sgd|esgd|sophia)/, ''), message));
}

test.run();
