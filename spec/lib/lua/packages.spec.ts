/** @file The packages rop, sys and paths, and those that are not there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { failure, luaSuite, run } from './lua.js';

const test = luaSuite('packages in Lua');

// [chunk, what it returns], by Torch's packages
const values: [string, unknown[]][] = [
  ["require 'sys' return table.concat(sys.split('a b  c', ' +'), '|'), sys.isNaN(0 / 0)", ['a|b|c', true]],
  ["require 'paths' return paths.uname(), paths.is_win(), paths.is_mac()", ['Linux', false, false]],
];
for (const [chunk, expected] of values) test(chunk, () => assert.equal(run(chunk), expected));

test('include runs the file beside the one that asks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rop-'));
  writeFileSync(join(folder, 'inner.lua'), 'inner = (inner or 0) + 1');
  writeFileSync(join(folder, 'outer.lua'), "include('inner.lua')");
  assert.equal(run(`dofile('${folder}/outer.lua') return inner`), [1]);
  rmSync(folder, { recursive: true });
});

for (const hidden of [1, 2, 3]) {
  test(`rop: with ${hidden} hidden layers Hv is the difference of gradients`, () => {
    const chunk = `
      require 'rop'
      torch.manualSeed(1)
      local n, m = 3, 10
      local input, target = torch.randn(m, n), torch.ceil(torch.rand(m) * n)
      local model = nn.Sequential()
      for i = 1, ${hidden} do model:add(nn.Linear(n, n)) model:add(nn.Sigmoid()) end
      model:add(nn.Linear(n, n)) model:add(nn.LogSoftMax())
      local criterion = nn.ClassNLLCriterion()
      local w, g, v, hv = model:getParameters()
      w:randn(w:size())
      v:randn(v:size())
      local function gradient()
        g:zero()
        criterion:forward(model:forward(input), target)
        model:backward(input, criterion:backward(model.output, target))
        return g:clone()
      end
      gradient()
      local dfdo = criterion.gradInput
      local rPred = model:rForward(input)
      local rGradOutput = criterion:rBackward(rPred, target)
      model:rBackward(input, torch.zeros(m, n), dfdo, rGradOutput)
      local at, e = w:clone(), 1e-5
      local up = w:add(e, v) and gradient()
      local down = w:copy(at):add(-e, v) and gradient()
      return ((up - down) / (2 * e) - hv):norm() / hv:norm()`;
    const [error] = run(chunk);
    assert.ok((error as number) < 1e-6, `${error}`);
  });
}

test('rop: SUMCriterion is the sum, its Hessian zero', () => {
  const chunk = `
    require 'rop'
    local c, x = SUMCriterion(), torch.Tensor{1, 2}
    return c:forward(x), c:backward(x):totable(), c:rForward(x, x), c:rBackward(x):totable()`;
  assert.equal(run(chunk), [3, [1, 1], 3, [0, 0]]);
});

test('sys has a clock and colours', () => {
  const chunk = `
    require 'sys'
    sys.tic() sys.sleep(0.01)
    return sys.toc() >= 0.01, sys.clock() <= sys.clock(), sys.COLORS.red, sys.COLORS.none, require('sys.colors') == sys.COLORS`;
  assert.equal(run(chunk), [true, true, '\x1b[0;31m', '\x1b[0m', true]);
  assert.match(failure("require 'sys' sys.execute('ls')").message, 'not allowed to run other programs');
});

test('paths asks about files, below the working directory changes them, and runs chunks beside the script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rop-spec-'));
  try {
    writeFileSync(join(folder, 'a.lua'), 'return 7');
    mkdirSync(join(folder, 'sub'));
    const chunk = `
      require 'paths'
      local names = {}
      for name in paths.files(folder) do names[#names + 1] = name end
      local files, folders = {}, {}
      for name in paths.iterfiles(folder) do files[#files + 1] = name end
      for name in paths.iterdirs(folder) do folders[#folders + 1] = name end
      return names, files, folders, paths.filep(folder .. '/a.lua'), paths.dirp(folder .. '/a.lua'), paths.dirp(folder),
        paths.mkdir(folder .. '/new'), paths.dirp(folder .. '/new'), paths.rmdir(folder .. '/new'), paths.dir('/no/such') == nil,
        paths.dofile(folder .. '/a.lua')`
      .replaceAll('folder .. ', `'${folder}' .. `)
      .replaceAll('(folder)', `('${folder}')`);
    assert.equal(run(chunk, { folder }), [
      ['.', '..', 'a.lua', 'sub'],
      ['a.lua'],
      ['sub'],
      ...[true, false, true, true, true, true, true, 7],
    ]);
    assert.match(
      failure("require 'paths' paths.rmall('/etc', 'yes')", { folder }).message,
      'expected a path below the working directory',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  const names =
    "require 'paths' return paths.basename('/a/b.lua', 'lua'), paths.basename('a/b/'), paths.dirname('/a/b'), paths.extname('x.y.t7'), paths.concat('/a', 'b', '../c')";
  assert.equal(run(names), ['b', 'b', '/a', 't7', '/a/c']);
});

for (const [name, message] of [
  ['image', 'the package image is not available'],
  ['gnuplot', 'the package gnuplot is not available'],
  ['cunn', 'the package cunn is not available: there is no GPU here; use nn'],
] as const) {
  test(`require '${name}' says that it is not there`, () =>
    assert.is(failure(`require '${name}'`).message, `chunk:1: ${message}`));
}

test.run();
