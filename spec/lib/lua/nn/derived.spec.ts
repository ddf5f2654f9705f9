/** @file Modules and criteria written in Lua: in containers, under R, in copies, with parameters of their own. */
import * as assert from 'uvu/assert';
import { checkModule } from '../../../../lib/check/index.js';
import { Interpreter } from '../../../../lib/lua/index.js';
import type { Criterion } from '../../../../lib/nn/criterion.js';
import type { Module } from '../../../../lib/nn/module.js';
import { torch } from '../../../../lib/tensor/index.js';
import { failure, luaSuite, run } from '../lua.js';

const test = luaSuite('nn classes written in Lua');

/** y = s x³, with s a parameter. */
const cube = `
require 'nn'
do
  local Cube, parent = torch.class('nn.Cube', 'nn.Module')
  function Cube:__init(s)
    parent.__init(self)
    self.weight, self.gradWeight = torch.Tensor{s or 1}, torch.zeros(1)
  end
  function Cube:updateOutput(x)
    self.output:resizeAs(x):copy(x):pow(3):mul(self.weight[1])
    return self.output
  end
  function Cube:updateGradInput(x, gy)
    self.gradInput:resizeAs(x):copy(x):pow(2):mul(3 * self.weight[1]):cmul(gy)
    return self.gradInput
  end
  function Cube:accGradParameters(x, gy, scale)
    self.gradWeight:add((scale or 1) * torch.pow(x, 3):cmul(gy):sum())
  end
  function Cube:__tostring__() return 'nn.Cube(' .. self.weight[1] .. ')' end
end
`;

/** With memory of its own, of a name that R passes may write, for what it computes in between. */
const cubeUnderR = `${cube}
do
  local Cube = nn.Cube
  function Cube:times(s, x, ...)
    self.rProduct = (self.rProduct or x.new()):resizeAs(x):fill(s)
    for i, factor in ipairs{x, ...} do self.rProduct:cmul(factor) end
    return self.rProduct
  end
  function Cube:accGradParameters(x, gy, scale)
    self.gradWeight:add(self:times(scale or 1, x, x, x, gy):sum())
  end
  function Cube:updateROutput(x, rx)
    self.rOutput = (self.rOutput or x.new()):resizeAs(x):copy(self:times(self.rWeight[1], x, x, x))
    if rx then self.rOutput:add(self:times(3 * self.weight[1], x, x, rx)) end
    return self.rOutput
  end
  function Cube:updateRGradInput(x, rx, gy, rgy)
    local s, r = self.weight[1], (self.rGradInput or x.new()):resizeAs(x)
    r:copy(self:times(3 * self.rWeight[1], x, x, gy))
    if rx then r:add(self:times(6 * s, x, rx, gy)) end
    if rgy then r:add(self:times(3 * s, x, x, rgy)) end
    self.rGradInput = r
    return r
  end
  function Cube:accRGradParameters(x, rx, gy, rgy, scale)
    scale = scale or 1
    if rx then self.rGradWeight:add(self:times(3 * scale, x, x, rx, gy):sum()) end
    if rgy then self.rGradWeight:add(self:times(scale, x, x, x, rgy):sum()) end
  end
end
`;

/** Runs a chunk and gives what it returns to `use`, while the VM is there. */
function withLua<R>(source: string, use: (results: unknown[]) => R): R {
  const lua = new Interpreter();
  try {
    lua.run("require 'torch'", '=setup');
    return use(lua.run(source, '=chunk'));
  } finally {
    lua.close();
  }
}

test('a module with its R methods passes every check of a module', () => {
  withLua(`${cubeUnderR} return nn.Cube(0.5)`, ([module]) => {
    const report = checkModule(
      module as Module,
      torch.Tensor([
        [0.5, -1, 2],
        [1, 0.3, -0.7],
      ]),
    );
    assert.ok(report.passed, String(report));
  });
});

test('in a deep network, Hv is the difference of gradients', () => {
  const chunk = `${cubeUnderR}
    torch.manualSeed(3)
    local net = nn.Sequential():add(nn.Linear(3, 4)):add(nn.Cube(0.5)):add(nn.Linear(4, 4)):add(nn.Cube(2)):add(nn.Linear(4, 2))
    local criterion = nn.MSECriterion()
    local x, t = torch.randn(5, 3), torch.randn(5, 2)
    local w, g, v, hv = net:getParameters()
    v:randn(v:size())
    local function gradient()
      net:zeroGradParameters()
      criterion:forward(net:forward(x), t)
      net:backward(x, criterion:backward(net.output, t))
      return g:clone()
    end
    gradient()
    local ry = net:rForward(x)
    hv:zero()
    net:rBackward(x, nil, criterion.gradInput, criterion:rBackward(ry, t))
    local at, e = w:clone(), 1e-5
    local up = (w:add(e, v) and gradient())
    local down = (w:add(-2 * e, v) and gradient())
    return ((up - down) / (2 * e) - hv):norm() / hv:norm(), w:nElement()`;
  const [error, n] = run(chunk);
  assert.ok((error as number) < 1e-8, `${error}`);
  assert.is(n, 48);
});

test('without them the R pass names the class and the method to write', () => {
  const net = `${cube}
    local net = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Cube()):add(nn.Linear(2, 2)):add(nn.Cube())
    local x = torch.ones(1, 2)
    net:forward(x) net:backward(x, x) `;
  const message = (chunk: string): string => failure(net + chunk).message.replace(/^chunk:\d+: /, '');
  assert.is(
    message('net:rForward(x)'),
    'In 2 module of nn.Sequential:\nnn.Cube: the R pass needs the method nn.Cube:updateROutput(input, rInput), write it',
  );
  const partly =
    'function nn.Cube:updateROutput(x, rx) return x end function nn.Cube:updateRGradInput(x, rx, gy, rgy) return gy end ';
  assert.is(
    message(`${partly}net:rForward(x) net:rBackward(x, nil, x, nil)`),
    'In 4 module of nn.Sequential:\nnn.Cube: the R pass needs the method nn.Cube:accRGradParameters(input, rInput, gradOutput, rGradOutput, scale), write it',
  );
});

test('a child of a class of this library that changes its forward pass has to change its images', () => {
  const chunk = `
    require 'nn'
    local Twice, parent = torch.class('nn.Twice', 'nn.Linear')
    function Twice:updateOutput(x) return parent.updateOutput(self, x):mul(2) end
    local m = nn.Twice(2, 3)
    m.weight:fill(1) m.bias:zero()
    local y = m:forward(torch.ones(2)):totable()
    return y, torch.isTypeOf(m, 'nn.Linear'), select(2, pcall(m.rForward, m, torch.ones(2)))`;
  const [y, isLinear, message] = run(chunk);
  assert.equal([y, isLinear], [[4, 4, 4], true]);
  assert.match(
    message as string,
    'nn.Twice: the R pass needs the method nn.Twice:updateROutput(input, rInput), write it',
  );
});

test('fields, tables, printing, copies and types work as for any module', () => {
  const chunk = `${cube}
    local m = nn.Cube(3)
    m.list = {1}
    local c = m:clone()
    c.list[2] = 2
    c.weight:fill(4)
    local w = m:getParameters()
    w:fill(5)
    return tostring(m), #m.list, #c.list, m.weight[1], c:forward(torch.ones(1))[1], m:float().weight:type(), torch.type(c)`;
  assert.equal(run(chunk), ['nn.Cube(5)', 1, 2, 5, 4, 'torch.FloatTensor', 'nn.Cube']);
});

test('tables that a module keeps as its results are the same tables', () => {
  const chunk = `
    require 'nn'
    local Both, parent = torch.class('nn.Both', 'nn.Module')
    function Both:__init() parent.__init(self) self.output, self.gradInput = {}, torch.Tensor() end
    function Both:updateOutput(x) self.output[1], self.output[2] = x, x * 2 return self.output end
    function Both:updateGradInput(x, gy) self.gradInput:resizeAs(x):copy(gy[1]):add(2, gy[2]) return self.gradInput end
    local net = nn.Sequential():add(nn.Both()):add(nn.CAddTable())
    local x = torch.Tensor{1, 2}
    return net:forward(x):totable(), net:backward(x, torch.ones(2)):totable(), #net:get(1).output`;
  assert.equal(run(chunk), [[3, 6], [3, 3], 2]);
});

test('containers and criteria may be written, and classes of classes', () => {
  const chunk = `
    require 'nn'
    local Twin, parent = torch.class('nn.Twin', 'nn.Container')
    function Twin:__init(a, b) parent.__init(self) self.modules = {a, b} end
    function Twin:updateOutput(x)
      self.output = self.modules[1]:updateOutput(x) + self.modules[2]:updateOutput(x)
      return self.output
    end
    function Twin:updateGradInput(x, gy)
      self.gradInput = self.modules[1]:updateGradInput(x, gy) + self.modules[2]:updateGradInput(x, gy)
      return self.gradInput
    end
    function Twin:accGradParameters(x, gy, scale)
      for _, m in ipairs(self.modules) do m:accGradParameters(x, gy, scale) end
    end
    torch.class('nn.Triplet', 'nn.Twin')
    function nn.Triplet:__init(a, b) nn.Twin.__init(self, a, b) self.third = true end
    local Sum = torch.class('nn.SumCriterion', 'nn.Criterion')
    function Sum:updateOutput(x, t) self.output = x:sum() - t return self.output end
    function Sum:updateGradInput(x, t) self.gradInput:resizeAs(x):fill(1) return self.gradInput end
    local m = nn.Triplet(nn.Linear(2, 1), nn.Identity())
    local net = nn.Sequential():add(nn.Identity()):add(nn.Triplet(nn.Tanh(), nn.Identity()))
    local x = torch.Tensor{0, 1}
    local c = nn.SumCriterion()
    local loss = c:forward(net:forward(x), 1)
    net:backward(x, c:backward(net.output, 1))
    return #m.modules, m.third, #m:parameters(), loss, net.gradInput[1], select(2, pcall(c.rBackward, c, x, x, 1))`;
  const [modules, third, parameters, loss, gradient, message] = run(chunk);
  assert.equal([modules, third, parameters, gradient], [2, true, 2, 2]);
  assert.ok(Math.abs((loss as number) - Math.tanh(1)) < 1e-12);
  assert.match(
    message as string,
    'nn.SumCriterion: the R pass needs the method nn.SumCriterion:updateRGradInput(input, rInput, target), write it',
  );
});

test("what a class does not write is what Torch's Module has", () => {
  const chunk = `
    require 'nn'
    torch.class('nn.Nothing', 'nn.Module')
    local Two, parent = torch.class('nn.Two', 'nn.Container')
    function Two:__init(a, b) parent.__init(self) self:add(a) self:add(b) end
    function Two:updateOutput(x)
      self.output = self.modules[1]:updateOutput(x) + self:rethrowErrors(self.modules[2], 2, 'updateOutput', x)
      return self.output
    end
    function Two:updateGradInput(x, g)
      self.gradInput = self.modules[1]:updateGradInput(x, g) + self.modules[2]:updateGradInput(x, g)
      return self.gradInput
    end
    local nothing, two, n, x = nn.Nothing(), nn.Two(nn.Identity(), nn.Linear(3, 3)), 0, torch.ones(1)
    nothing.output = torch.ones(2)
    two:applyToModules(function() n = n + 1 end)
    local net = nn.Sequential():add(nn.Two(nn.Identity(), nn.Identity())):add(nn.Two(nn.Identity(), nn.Identity()))
    return nothing:forward(x):sum(), n, net:forward(x)[1], net:backward(x, x)[1], select(2, pcall(two.forward, two, x)),
      select(2, pcall(two.cuda, two))`;
  const [output, n, y, gx, message, cuda] = run(chunk);
  assert.equal([output, n, y, gx], [2, 2, 4, 4]);
  assert.match(message as string, 'In 2 module of nn.Two:');
  assert.match(cuda as string, 'there is no GPU here: remove :cuda()');
});

test('a criterion written in Lua is one for JavaScript', () => {
  const chunk = `
    require 'nn'
    local Half, parent = torch.class('nn.HalfSquare', 'nn.Criterion')
    function Half:updateOutput(x, t) return (x - t):pow(2):sum() / 2 end
    function Half:updateGradInput(x, t) self.gradInput = x - t return self.gradInput end
    return nn.HalfSquare()`;
  withLua(chunk, ([criterion]) => {
    const c = criterion as Criterion;
    assert.is(c.forward(torch.Tensor([3, 4]), torch.Tensor([0, 0])), 12.5);
    assert.equal(
      (c.backward(torch.Tensor([3, 4]), torch.Tensor([0, 0])) as ReturnType<typeof torch.Tensor>).toArray(),
      [3, 4],
    );
  });
});

test('an error inside has its place in the script, and the way to it', () => {
  const chunk = `
    require 'nn'
    local Bad, parent = torch.class('nn.Bad', 'nn.Module')
    function Bad:updateOutput(x)
      error('not today')
    end
    nn.Sequential():add(nn.Identity()):add(nn.Bad()):forward(torch.ones(1))`;
  const error = failure(chunk);
  assert.match(error.message, 'In 2 module of nn.Sequential:\nchunk:5: not today');
});

test.run();
