/** @file Module: the order of calls, shapes, structural zeros, and what a pass may write. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Activation, RActivation } from '../../../lib/nn/activation.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { layers } from '../../networks.js';

type Sequential = InstanceType<typeof nn.Sequential>;

/** Two hidden layers. */
function mlp(): Sequential {
  return layers([3, 4, 5, 2]);
}

const x = torch.randn(2, 3);
const gy = torch.randn(2, 2);

test('methods called out of order say what to call first', () => {
  const model = mlp();
  const early: [() => unknown, string][] = [
    [() => model.backward(x, gy), 'Sequential.backward: call forward first, at the same input'],
    [() => model.rForward(x), 'Sequential.rForward: call forward first, at the same input'],
    [() => model.rBackward(x, undefined, gy, undefined), 'Sequential.rBackward: call forward first, at the same input'],
  ];
  for (const [work, message] of early) fails(work, Error, message);
  model.forward(x);
  fails(
    () => model.rBackward(x, undefined, gy, undefined),
    Error,
    'Sequential.rBackward: call backward first, at the same input',
  );
  model.backward(x, gy);
  fails(
    () => model.rBackward(x, undefined, gy, undefined),
    Error,
    'Sequential.rBackward: call rForward first, at the same input',
  );
  model.rForward(x);
  model.rBackward(x, undefined, gy, undefined);
  model.forward(x);
  fails(
    () => model.rBackward(x, undefined, gy, undefined),
    Error,
    'Sequential.rBackward: call backward first, at the same input',
  );
  assert.throws(() => model.forward(torch.randn(2, 7)), /expected input/);
  fails(() => model.backward(x, gy), Error, 'Sequential.backward: call forward first, at the same input');
});

test('arguments of another shape are refused by name', () => {
  const layer = nn.Linear(3, 2);
  layer.forward(x);
  const bad = torch.randn(3, 3);
  const got = (method: string, what: string, shape: string, given: string): string =>
    `Linear(3 -> 2).${method}: expected ${what} ${shape}, got ${given}`;
  fails(() => layer.backward(bad, gy), RangeError, got('backward', 'input', '(2 × 3)', '(3 × 3)'));
  fails(() => layer.backward(x, bad), RangeError, got('backward', 'gradOutput', '(2 × 2)', '(3 × 3)'));
  fails(() => layer.backward(x, [gy]), RangeError, got('backward', 'gradOutput', '(2 × 2)', '{(2 × 2)}'));
  fails(
    () => layer.backward(x, undefined as unknown as Activation),
    RangeError,
    got('backward', 'gradOutput', '(2 × 2)', 'nothing'),
  );
  layer.backward(x, gy);
  fails(() => layer.rForward(bad), RangeError, got('rForward', 'input', '(2 × 3)', '(3 × 3)'));
  fails(() => layer.rForward(x, bad), RangeError, got('rForward', 'rInput', '(2 × 3)', '(3 × 3)'));
  layer.rForward(x);
  fails(() => layer.rBackward(bad, undefined, gy, gy), RangeError, got('rBackward', 'input', '(2 × 3)', '(3 × 3)'));
  fails(() => layer.rBackward(x, bad, gy, gy), RangeError, got('rBackward', 'rInput', '(2 × 3)', '(3 × 3)'));
  fails(() => layer.rBackward(x, undefined, bad, gy), RangeError, got('rBackward', 'gradOutput', '(2 × 2)', '(3 × 3)'));
  fails(
    () => layer.rBackward(x, undefined, gy, bad),
    RangeError,
    got('rBackward', 'rGradOutput', '(2 × 2)', '(3 × 3)'),
  );
});

test('an argument of another type is refused', () => {
  const layer = nn.Linear(3, 2);
  layer.forward(x);
  fails(
    () => layer.backward(x, gy.float()),
    TypeError,
    'Linear(3 -> 2).backward: expected gradOutput of type DoubleTensor, got FloatTensor(2 × 2)',
  );
  fails(
    () => layer.forward(x.float()),
    TypeError,
    'Linear(3 -> 2).forward: expected input of type DoubleTensor, got FloatTensor(2 × 3)',
  );
  fails(() => layer.forward([x]), TypeError, 'Linear(3 -> 2).forward: expected input to be one tensor, got {(2 × 3)}');
});

test('tables are compared entry by entry, and only R arguments may have structural zeros', () => {
  const model = nn.ParallelTable().add(nn.Linear(3, 2)).add(nn.Linear(2, 2));
  const input = [x, torch.randn(2, 2)];
  model.forward(input);
  fails(
    () => model.backward(input, [gy, undefined] as Activation),
    RangeError,
    'ParallelTable.backward: expected gradOutput {(2 × 2), (2 × 2)}, got {(2 × 2), nothing}',
  );
  fails(
    () => model.backward(input, [gy]),
    RangeError,
    'ParallelTable.backward: expected gradOutput {(2 × 2), (2 × 2)}, got {(2 × 2)}',
  );
  model.backward(input, [gy, gy]);
  fails(
    () => model.rForward(input, [x, x]),
    RangeError,
    'ParallelTable.rForward: expected rInput {(2 × 3), (2 × 2)}, got {(2 × 3), (2 × 3)}',
  );
  const ry = model.rForward(input, [undefined, input[1]]) as Tensor[];
  assert.equal(
    ry.map((y) => y.size()),
    [
      [2, 2],
      [2, 2],
    ],
  );
});

test('what users get has zeros for structural zeros, what modules pass on has none', () => {
  const model = nn.Sequential().add(nn.Tanh()).add(nn.Sigmoid());
  model.forward(x);
  model.backward(x, x);
  assert.is(model.updateROutput(x, undefined), undefined);
  assert.equal((model.rForward(x) as Tensor).toArray(), new Array(6).fill(0));
  assert.equal((model.rBackward(x, undefined, x, undefined) as Tensor).toArray(), new Array(6).fill(0));
  assert.is(model.get(0).rOutput, undefined);
  const first = model.rForward(x);
  model.rForward(x, x);
  assert.is(model.rForward(x), first, 'the zeros are made once');
  assert.equal((first as Tensor).toArray(), new Array(6).fill(0));
});

test('a missing rInput gives the bits that a zero one gives', () => {
  const model = mlp();
  const [, , v, hv] = model.getParameters();
  v.normal();
  model.forward(x);
  model.backward(x, gy);
  const passes = (rx: RActivation, rgy: RActivation): number[] => {
    hv.zero();
    const ry = (model.rForward(x, rx) as Tensor).toArray();
    return [...ry, ...(model.rBackward(x, rx, gy, rgy) as Tensor).toArray(), ...hv.toArray()];
  };
  assert.equal(passes(undefined, undefined), passes(x.clone().zero(), gy.clone().zero()));
});

test('an R pass writes r fields only', () => {
  const model = mlp();
  const [w, gw, v] = model.getParameters();
  v.normal();
  const output = model.forward(x) as Tensor;
  const gradInput = model.backward(x, gy) as Tensor;
  const kept = [
    w,
    gw,
    v,
    output,
    gradInput,
    ...model.listModules().flatMap((m) => [m.output, m.gradInput] as Tensor[]),
  ];
  const before = kept.map((tensor) => tensor.toArray());
  model.rForward(x, x);
  model.rBackward(x, x, gy, gy);
  assert.equal(
    kept.map((tensor) => tensor.toArray()),
    before,
  );
});

test('scale multiplies what is accumulated, and nothing is zeroed on the way', () => {
  const model = mlp();
  const [, g, v, hv] = model.getParameters();
  v.normal();
  model.forward(x);
  model.backward(x, gy);
  model.rForward(x);
  model.rBackward(x, undefined, gy, gy);
  const [g1, hv1] = [g.clone(), hv.clone()];
  model.backward(x, gy, 0.5);
  model.rBackward(x, undefined, gy, gy, 0.5);
  assert.ok(g1.clone().mul(1.5).csub(g).norm() < 1e-14 * g.norm());
  assert.ok(hv1.clone().mul(1.5).csub(hv).norm() < 1e-14 * hv.norm());
  model.zeroRGradParameters();
  assert.is(hv.norm(), 0);
  assert.ok(g.norm() > 0);
  model.zeroGradParameters();
  assert.is(g.norm(), 0);
});

test('updateParameters steps against the gradient', () => {
  const model = mlp();
  const [w, g] = model.getParameters();
  g.normal();
  const expected = w.toArray().map((value, i) => value - 0.1 * g.get(i));
  model.updateParameters(0.1);
  // A backend may fuse the product and the sum.
  w.toArray().forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= 1e-15, `${value} is not ${expected[i]}`);
  });
});

test('accUpdateGradParameters is a step against the gradient of one pass, whatever was collected before', () => {
  const make = (): InstanceType<typeof nn.Sequential> => {
    torch.manualSeed(3);
    return nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Linear(4, 2));
  };
  const [x, gy] = [torch.randn(5, 3), torch.randn(5, 2)];
  const [one, other] = [make(), make()];
  one.forward(x);
  one.backward(x, gy);
  one.updateParameters(0.5);
  const [w, g] = other.getParameters();
  g.fill(9);
  other.forward(x);
  const gx = other.backwardUpdate(x, gy, 0.5);
  assert.is(gx, other.gradInput);
  assert.equal(w.toArray(), one.getParameters()[0].toArray());
  assert.ok(g.toArray().every((value) => value === 9));
  assert.throws(() => other.backwardUpdate(x, torch.ones(1), 1), /^Sequential\.backwardUpdate: expected gradOutput/);
});

test('a scale that is no number is refused before anything is added', () => {
  const layer = nn.Linear(3, 2);
  const [x, gy] = [torch.randn(3), torch.randn(2)];
  layer.forward(x);
  const wrong = 'a' as unknown as number;
  const message = (method: string): RegExp =>
    new RegExp(`^Linear\\(3 -> 2\\)\\.${method}: expected scale to be a number, got string$`);
  assert.throws(() => layer.backward(x, gy, wrong), message('backward'));
  layer.backward(x, gy);
  layer.rForward(x);
  const before = layer.gradWeight.toArray();
  assert.throws(() => layer.rBackward(x, undefined, gy, undefined, wrong), message('rBackward'));
  assert.equal(layer.gradWeight.toArray(), before);
  assert.is(layer.rGradWeight.norm(), 0);
});

test('a call is forward, or forward and backward', () => {
  const layer = nn.Linear(3, 2);
  const [x, gy] = [torch.randn(3), torch.randn(2)];
  assert.is(layer.__call__(x), layer.output);
  assert.equal(layer.__call__(x, gy), [layer.output, layer.gradInput]);
  const loss = nn.MSECriterion();
  assert.equal(loss.__call__(gy, gy), [0, loss.gradInput]);
});

test('networks that are converted with one cache go on sharing their memory', () => {
  const [one, other] = [nn.Linear(2, 2), nn.Linear(2, 2)];
  other.weight.set(one.weight);
  const cache = new Map();
  one.float(cache);
  other.float(cache);
  assert.is(one.weight.storage(), other.weight.storage());
  one.double();
  other.double();
  assert.is.not(one.weight.storage(), other.weight.storage());
});

test.run();
