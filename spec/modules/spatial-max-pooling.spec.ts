/** @file SpatialMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torchTable } from '../../lib/nn/torch-table.js';
import { nn } from '../../lib/nn.js';
import type { Tensor } from '../../lib/tensor/index.js';
import { torch } from '../../lib/torch.js';
import { filled } from '../lib/nn/filled.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialMaxPooling(2, 2), torch.randn(2, 2, 4, 5)],
  'a negative padding, which leaves out the border': () => [
    nn.SpatialMaxPooling(2, 2, 1, 1, -1, -1),
    torch.randn(2, 2, 5, 6),
  ],
  'one image, windows that overlap, padding, ceil': () => [
    nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1).ceil(),
    torch.randn(2, 5, 6),
  ],
  'transposed images': () => [nn.SpatialMaxPooling(2, 2), torch.randn(2, 2, 4, 5).transpose(2, 3)],
});

test('of equal elements the first is taken, and gradients of one taken twice add up', () => {
  const module = nn.SpatialMaxPooling(2, 1, 1, 1);
  const x = torch.Tensor([[[1, 3, 3, 2]]]);
  assert.equal(values(module.forward(x)), [3, 3, 3]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 10, 100]]]))), [0, 11, 100, 0]);
  assert.equal(values(module.rForward(x, torch.Tensor([[[5, 6, 7, 8]]]))), [6, 6, 7]);
});

test('of every order of NaN, −∞, ties and numbers under 2 × 2 windows in a line, the first of the largest is taken', () => {
  const values = [Number.NaN, Number.NEGATIVE_INFINITY, -1, 0, 2];
  const windows: number[][] = [[]];
  for (let i = 0; i < 4; i++) windows.push(...windows.splice(0).flatMap((w) => values.map((v) => [...w, v])));
  const lines = [0, 2].map((i) => windows.flatMap((w) => w.slice(i, i + 2)));
  const pool = nn.SpatialMaxPooling(2, 2);
  const y = pool.forward(torch.Tensor([lines])) as Tensor;
  windows.forEach((w, j) => {
    const numbers = w.filter(Number.isFinite);
    const best = Math.max(...numbers);
    const at = numbers.length === 0 ? -1 : w.indexOf(best);
    const where = at < 0 ? -1 : (at >> 1) * lines[0].length + 2 * j + (at & 1);
    assert.is(pool.indices.get(0, 0, j), where, `${w}`);
    assert.is(y.get(0, 0, j), at < 0 ? -Number.MAX_VALUE : best, `${w}`);
  });
});

test('NaN and −∞ are never taken: a window of nothing else gives the least number, and moves nothing', () => {
  const module = nn.SpatialMaxPooling(2, 1);
  const x = torch.Tensor([[[Number.NaN, 2, 3, Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY]]]);
  assert.equal(values(module.forward(x)), [2, 3, -Number.MAX_VALUE]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 10, 100]]]))), [0, 1, 10, 0, 0, 0]);
  assert.equal(values(module.rForward(x, torch.Tensor([[[4, 5, 6, 7, 8, 9]]]))), [5, 6, 0]);
  assert.equal(values(module.float().forward(x.float())), [2, 3, -3.4028234663852886e38]);
});

test('with ceil, a window that moves by more than its size may lie behind the image, unless an axis is padded', () => {
  const x = torch.Tensor([[[1, 2, 3, 4, 5]]]);
  assert.equal(values(nn.SpatialMaxPooling(1, 1, 3, 1).ceil().forward(x)), [1, 4, -Number.MAX_VALUE]);
  assert.equal(values(nn.SpatialMaxPooling(1, 2, 3, 2, 0, 1).ceil().forward(x)), [1, 4]);
});

test('files keep what was taken, as Torch numbers it', () => {
  const module = nn.SpatialMaxPooling(2, 1, 2, 1);
  module.forward(torch.Tensor([[[1, 3, 5, 2]]]));
  const table = torchTable(module);
  assert.equal([values(table.get('indices')), table.get('iheight'), table.get('iwidth')], [[2, 3], 1, 4]);
  const back = torch.deserialize(torch.serialize(module)) as typeof module;
  assert.equal([values(back.indices), back.iwidth], [[1, 2], 4]);
  assert.equal(values(module.clone().float().indices), [1, 2]);
  table.set('indices', torch.LongTensor([[[2, 9]]]));
  assert.equal((filled('SpatialMaxPooling', Object.fromEntries(table)) as typeof module).indices.size(), []);
});

test('ceil and floor, and padding that is never taken', () => {
  const x = torch.Tensor([[[-1, -2, -3, -4, -5]]]);
  const sizes = (module: InstanceType<typeof nn.SpatialMaxPooling>): number[] => (module.forward(x) as Tensor).size();
  assert.equal(sizes(nn.SpatialMaxPooling(2, 1)), [1, 1, 2]);
  assert.equal(sizes(nn.SpatialMaxPooling(2, 1).ceil()), [1, 1, 3]);
  assert.equal(sizes(nn.SpatialMaxPooling(2, 1).ceil().floor()), [1, 1, 2]);
  assert.equal(values(nn.SpatialMaxPooling(2, 1, 2, 1, 1, 0).forward(x)), [-1, -2, -4]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(String(nn.SpatialMaxPooling(3, 2, 2, 1, 1, 0)), 'nn.SpatialMaxPooling(3x2, 2,1, 1,0)');
  const who = 'SpatialMaxPooling(3x3, 3,3).forward';
  fails(
    () => nn.SpatialMaxPooling(3, 3).forward(torch.zeros(1, 2, 3)),
    RangeError,
    `${who}: expected input that the window fits in, which has places 0 × 1, got (1 × 2 × 3)`,
  );
  fails(
    () => nn.SpatialMaxPooling(3, 3).forward(torch.zeros(3, 3)),
    RangeError,
    `${who}: expected input (planes × H × W) or (N × planes × H × W), got (3 × 3)`,
  );
  fails(
    () => nn.SpatialMaxPooling(2, 2, 1, 1, 2, 2),
    RangeError,
    'SpatialMaxPooling: expected padding of half the kernel at most, got 2,2 with 2x2',
  );
});

test.run();
