/** @file nn.utils.resetSparse: how many weights, how large, and where. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

/** How many numbers other than zero there are for each unit. */
function counts(weight: Tensor): number[] {
  const units = weight.contiguous().view(weight.size(0), -1);
  return Array.from(
    { length: units.size(0) },
    (_, j) =>
      units
        .select(0, j)
        .toArray()
        .filter((w) => w !== 0).length,
  );
}

test('each unit of every layer has as many weights as were asked for, or all, and no bias', () => {
  torch.manualSeed(1);
  const inner = nn.Linear(6, 3);
  const last = nn.Linear(40, 5, false);
  const convolution = nn.SpatialConvolution(2, 4, 3, 3);
  const model = nn.Sequential().add(convolution).add(nn.Tanh()).add(nn.Sequential().add(inner)).add(last);
  nn.utils.resetSparse(model);
  assert.equal(counts(convolution.weight), [15, 15, 15, 15]);
  assert.equal(counts(inner.weight), [6, 6, 6]);
  assert.equal(counts(last.weight), [15, 15, 15, 15, 15]);
  assert.equal([inner.bias?.norm(), convolution.bias?.norm(), last.bias], [0, 0, undefined]);
  nn.utils.resetSparse(model, 2);
  assert.equal(counts(last.weight), [2, 2, 2, 2, 2]);
});

test('the weights are normal, with the deviation that was asked for, and everywhere', () => {
  torch.manualSeed(2);
  const layer = nn.Linear(50, 4000);
  nn.utils.resetSparse(layer, 10, 3);
  const drawn = layer.weight
    .toArray()
    .flat()
    .filter((w) => w !== 0);
  const [mean, square, fourth] = [1, 2, 4].map((power) => drawn.reduce((sum, w) => sum + w ** power, 0) / drawn.length);
  // Within five standard errors of 40,000 draws.
  assert.ok(Math.abs(mean) < (5 * 3) / 200);
  assert.ok(Math.abs(square / 9 - 1) < (5 * Math.SQRT2) / 200);
  assert.ok(Math.abs(fourth / 243 - 1) < (5 * Math.sqrt(96 / 9)) / 200);
  const columns = Array.from(
    { length: 50 },
    (_, i) =>
      layer.weight
        .select(1, i)
        .toArray()
        .filter((w) => w !== 0).length,
  );
  for (const column of columns) assert.ok(Math.abs(column - 800) < 5 * Math.sqrt(800), String(columns));
});

test('the same seed draws the same, into the parameters where they are', () => {
  const model = nn
    .Sequential()
    .add(nn.Linear(30, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 3))
    .add(nn.Tanh())
    .add(nn.Linear(3, 2));
  const [w] = model.getParameters();
  const draw = (seed: number): number[] => {
    torch.manualSeed(seed);
    nn.utils.resetSparse(model);
    return w.toArray();
  };
  const first = draw(3);
  assert.equal(draw(3), first);
  assert.not.equal(draw(4), first);
});

test('numbers out of range are refused, and the weights stay', () => {
  const layer = nn.Linear(3, 2);
  const before = layer.weight.toArray();
  fails(
    () => nn.utils.resetSparse(layer, 0),
    RangeError,
    'nn.utils.resetSparse: expected connections to be a whole number from 1 up, got 0',
  );
  fails(
    () => nn.utils.resetSparse(layer, 15, Number.NaN),
    RangeError,
    'nn.utils.resetSparse: expected stdv to be a finite number > 0, got NaN',
  );
  assert.equal(layer.weight.toArray(), before);
});

test.run();
