/** @file rop hv: products of saved models, and what it refuses. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadNpy, saveModel, saveNpy } from '../../lib/io/index.js';
import { load, save } from '../../lib/io/t7/save.js';
import type { Module } from '../../lib/nn/module.js';
import { nn } from '../../lib/nn.js';
import { Tensor, torch } from '../../lib/tensor/index.js';
import { rop, temporaryFolder, threeClouds } from './world.js';

const test = suite('rop hv');
const { file, remove } = temporaryFolder();
test.after(remove);

const data = file('data.csv', threeClouds(30));
const out = file('run');
const model = `${out}/model.t7`;
test.before(async () => {
  assert.is((await rop(['train', '--data', data, '--hidden', '5,4', '--epochs', '2', '--out', out])).code, 0);
});

interface Found {
  parameters: number;
  rows: number;
  loss: number;
  vNorm: number;
  hvNorm: number;
  vHv: number;
}

async function found(...args: string[]): Promise<Found> {
  const { code, stdout, stderr } = await rop(['hv', ...args, '--json']);
  assert.equal([code, stderr], [0, '']);
  return JSON.parse(stdout) as Found;
}

/** The negative log-likelihood of the data by its definition, with λ/2 ‖w‖² added. */
function lossOf(net: Module, divisor: number, decay: number): number {
  const rows = readFileSync(data, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  const inputs = Tensor.from(
    'Double',
    rows.map(([x, y]) => [x / divisor, y / divisor]),
  );
  const output = net.forward(inputs) as Tensor;
  const likelihood = rows.reduce((sum, [, , label], i) => sum - output.get(i, label), 0) / rows.length;
  const [w] = net.getParameters();
  return likelihood + (decay / 2) * w.dot(w);
}

test('vᵀHv is the second derivative of the loss along v, by differences, weight decay included', async () => {
  const net = load(model) as Module;
  const [w] = net.getParameters();
  const { featuresDividedBy } = net.extras as { featuresDividedBy: number };
  torch.manualSeed(5);
  const v = torch.randn(w.nElement());
  v.div(v.norm());
  const vector = file('v.npy');
  saveNpy(vector, v);
  const { vHv, loss, vNorm, parameters, rows } = await found(
    model,
    '--data',
    data,
    '--vector',
    vector,
    '--weight-decay',
    '0.3',
  );
  const at = (step: number): number => {
    w.add(step, v);
    const value = lossOf(net, featuresDividedBy, 0.3);
    w.add(-step, v);
    return value;
  };
  assert.ok(Math.abs(loss - at(0)) < 1e-13);
  const difference = (h: number): number => (at(h) - 2 * at(0) + at(-h)) / (h * h);
  // Richardson's extrapolation: the error is of order h⁴.
  const expected = (4 * difference(5e-3) - difference(1e-2)) / 3;
  assert.ok(Math.abs(vHv - expected) < 1e-7 * Math.abs(expected), `${vHv} is not ${expected}`);
  assert.ok(Math.abs(vNorm - 1) < 1e-12);
  assert.equal([parameters, rows], [2 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3, 30]);
});

test('Hv is written as .npy and as .t7, the same numbers, and the norm is theirs', async () => {
  const [npy, t7] = [file('hv.npy'), file('hv.t7')];
  const args = [model, '--data', data, '--vector', 'random', '--seed', '3'];
  const { hvNorm, vNorm } = await found(...args, '--out', npy);
  await found(...args, '--out', t7);
  const product = loadNpy(npy);
  assert.equal(product.toArray(), (load(t7) as Tensor).toArray());
  assert.is(product.norm(), hvNorm);
  assert.ok(Math.abs(vNorm - 1) < 1e-12);
  assert.is.not((await found(...args.slice(0, -1), '4')).hvNorm, hvNorm);
});

test('a vector may be a .t7 file of any shape, and H is linear and symmetric', async () => {
  const size = (load(model) as Module).getParameters()[0].nElement();
  torch.manualSeed(1);
  const [u, v] = [torch.randn(size), torch.randn(size)];
  const product = async (x: Tensor): Promise<Tensor> => {
    const [from, to] = [file('x.t7'), file('hx.t7')];
    save(from, x.view(size, 1));
    await found(model, '--data', data, '--vector', from, '--out', to);
    return load(to) as Tensor;
  };
  const [hu, hv, both] = [await product(u), await product(v), await product(u.clone().mul(2).add(v))];
  assert.ok(Math.abs(u.dot(hv) - v.dot(hu)) < 1e-12);
  assert.ok(both.add(-2, hu).add(-1, hv).norm() < 1e-12);
});

test('the Gauss-Newton matrix has no negative curvature, and is another matrix', async () => {
  const args = [model, '--data', data, '--vector', 'random'];
  const gaussNewton = await found(...args, '--matrix', 'gauss-newton');
  assert.ok(gaussNewton.vHv > 0);
  assert.is.not(gaussNewton.vHv, (await found(...args)).vHv);
});

test('for people there is a line for each figure', async () => {
  const { stdout } = await rop(['hv', model, '--data', data, '--vector', 'random']);
  assert.equal(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/)[0]),
    ['parameters', 'rows', 'loss', '‖v‖', '‖Hv‖', 'vᵀHv'],
  );
});

test('a model in JSON, without what rop train leaves in it, takes features as they are', async () => {
  torch.manualSeed(2);
  const net = nn.Sequential().add(nn.Linear(2, 4)).add(nn.Tanh()).add(nn.Linear(4, 3)).add(nn.LogSoftMax());
  const path = file('net.json');
  saveModel(path, net);
  const { loss } = await found(path, '--data', data, '--vector', 'random');
  assert.ok(Math.abs(loss - lossOf(net, 1, 0)) < 1e-12);
});

const args = ['--data', data, '--vector', 'random'];
const short = file('short.npy');
saveNpy(short, torch.ones(3));
const noVector = file('no-vector.t7');
save(noVector, { a: 1 });
const unlogarithmic = file('plain.json');
saveModel(unlogarithmic, nn.Sequential().add(nn.Linear(2, 3)));
const twoClasses = file('two.json');
saveModel(twoClasses, nn.Sequential().add(nn.Linear(2, 2)).add(nn.LogSoftMax()));
const wide = file('wide.csv', '1,2,3,1\n');

const refusals: [string, string[], number, string][] = [
  ['no model', args, 2, 'expected MODEL, got nothing (see rop hv --help)'],
  ['no data', [model, '--vector', 'random'], 2, 'expected --data FILE, got nothing (see rop hv --help)'],
  ['no vector', [model, '--data', data], 2, 'expected --vector FILE|random, got nothing (see rop hv --help)'],
  [
    'a vector of another kind',
    [model, '--data', data, '--vector', 'v.txt'],
    2,
    "--vector: expected random or a name that ends in .npy or .t7, got 'v.txt' (see rop hv --help)",
  ],
  [
    'an output of another kind',
    [model, ...args, '--out', 'x.json'],
    2,
    "--out: expected a name that ends in .npy or .t7, got 'x.json' (see rop hv --help)",
  ],
  [
    'an output nowhere',
    [model, ...args, '--out', 'no/such/x.npy'],
    1,
    'cannot write no/such/x.npy: no such file or folder',
  ],
  [
    'an output below a file',
    [model, ...args, '--out', `${data}/x.npy`],
    1,
    `cannot write ${data}/x.npy: a part of the path is a file`,
  ],
  [
    'an unknown matrix',
    [model, ...args, '--matrix', 'hesian'],
    2,
    "unknown matrix 'hesian'; did you mean 'hessian'? (see rop hv --help)",
  ],
  [
    'a seed that is none',
    [model, ...args, '--seed', '1.5'],
    2,
    "--seed: expected a whole number from 0 to 2^32 - 1, got '1.5' (see rop hv --help)",
  ],
  [
    'a vector of another size',
    [model, '--data', data, '--vector', short],
    1,
    `${short}: expected 54 numbers, one for each parameter, got 3`,
  ],
  [
    'a file of no vector',
    [model, '--data', data, '--vector', noVector],
    1,
    `${noVector}: expected a tensor, got something else`,
  ],
  ['a file of no model', [noVector, ...args], 1, `${noVector}: expected a model, got something else`],
  [
    'data of another width',
    [model, '--data', wide, '--vector', 'random'],
    1,
    `${wide}: expected 2 features as in ${model}, got 3 features`,
  ],
  [
    'a model without log-probabilities',
    [unlogarithmic, ...args],
    1,
    `${unlogarithmic}: expected a model of log-probabilities, as one that ends in LogSoftMax, got Sequential with another output`,
  ],
  [
    'a class too few',
    [twoClasses, ...args],
    1,
    `${twoClasses}: expected a class for every label, got 2 for labels up to 2`,
  ],
];
for (const [what, given, code, message] of refusals) {
  test(`${what} is refused with code ${code}`, async () => {
    const outcome = await rop(['hv', ...given]);
    assert.equal([outcome.code, outcome.stdout, outcome.stderr], [code, '', `rop hv: ${message}\n`]);
  });
}

test('a model with a parameter that is not finite is refused, and its module named', async () => {
  const net = load(model) as Module;
  net.getParameters()[0].set(20, NaN);
  const path = file('nan.t7');
  save(path, net);
  const { code, stderr } = await rop(['hv', path, ...args]);
  assert.is(code, 1);
  assert.match(
    stderr,
    'expected a finite loss and gradient, got others, first in a parameter of module 2 (Linear(5 -> 4))',
  );
});

test('a vector that is not finite is refused, and nothing is written', async () => {
  const [bad, kept] = [file('bad.npy'), file('kept.npy', 'kept')];
  const v = torch.ones(54);
  v.set(7, NaN);
  saveNpy(bad, v);
  const { code, stderr } = await rop(['hv', model, '--data', data, '--vector', bad, '--out', kept]);
  assert.equal([code, stderr], [1, `rop hv: ${bad}: expected finite numbers, got NaN at 7\n`]);
  assert.is(readFileSync(kept, 'utf8'), 'kept');
});

test.run();
