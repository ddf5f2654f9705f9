/** @file VolumetricMaxPooling against the checker, values worked out by hand, its files, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torchTable } from '../../lib/nn/torch-table.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/torch.js';
import { filled } from '../lib/nn/filled.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.VolumetricMaxPooling(2, 2, 2), torch.randn(2, 1, 2, 4, 5)],
  'a negative padding, which leaves out the border': () => [
    nn.VolumetricMaxPooling(1, 2, 2, 1, 1, 1, 0, -1, -1),
    torch.randn(1, 2, 5, 5),
  ],
  'one volume, windows that overlap, padding, ceil': () => [
    nn.VolumetricMaxPooling(2, 3, 3, 2, 2, 1, 1, 1, 0).ceil(),
    torch.randn(2, 3, 4, 4),
  ],
});

/** Two moments of 2 × 2. */
const volume = torch.Tensor([
  [
    [
      [1, 5],
      [2, 3],
    ],
    [
      [4, 5],
      [9, 0],
    ],
  ],
]);

test('windows reach through time, height and width', () => {
  const module = nn.VolumetricMaxPooling(2, 1, 2);
  assert.equal(values(module.forward(volume)), [9, 5]);
  assert.equal(values(module.backward(volume, torch.Tensor([[[[1, 10]]]]))), [0, 10, 0, 0, 0, 0, 1, 0]);
  assert.equal(values(module.rForward(volume, torch.range(0, 7).view(1, 2, 2, 2))), [6, 1]);
});

test('files keep what was taken as Torch has it, a byte for each axis of the window', () => {
  const module = nn.VolumetricMaxPooling(2, 1, 2);
  module.forward(volume);
  const table = torchTable(module);
  assert.equal(values(table.get('indices')), [1 + 256, 0]);
  const back = torch.deserialize(torch.serialize(module)) as typeof module;
  assert.equal(
    [values(back.indices), back.lastSizes()],
    [
      [6, 1],
      [2, 2, 2],
    ],
  );
  const none = nn.VolumetricMaxPooling(1, 1, 1);
  none.forward(torch.Tensor([[[[Number.NaN]]]]));
  assert.equal(values(torchTable(none).get('indices')), [0xffffff]);
  assert.equal(values((torch.deserialize(torch.serialize(none)) as typeof none).indices), [-1]);
  table.set('indices', torch.LongTensor([[[[3, 0]]]]));
  assert.equal((filled('VolumetricMaxPooling', Object.fromEntries(table)) as typeof module).indices.size(), []);
});

test('files from before version 2 round down', () => {
  const fields = new Map<unknown, unknown>([['ceil_mode', true]]);
  nn.VolumetricMaxPooling.upgrade(fields, 1);
  assert.is(fields.get('ceil_mode'), false);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(String(nn.VolumetricMaxPooling(4, 3, 2)), 'nn.VolumetricMaxPooling(4x3x2, 4,3,2)');
  const padded = nn.VolumetricMaxPooling(4, 3, 2, 3, 2, 1, 2, 1, 0);
  assert.is(String(padded), 'nn.VolumetricMaxPooling(4x3x2, 3,2,1, 2,1,0)');
  const who = 'VolumetricMaxPooling(3x3x3, 3,3,3).forward';
  fails(
    () => nn.VolumetricMaxPooling(3, 3, 3).forward(torch.zeros(1, 3, 2, 3)),
    RangeError,
    `${who}: expected input that the window fits in, which has places 1 × 0 × 1, got (1 × 3 × 2 × 3)`,
  );
  fails(
    () => nn.VolumetricMaxPooling(3, 3, 3).forward(torch.zeros(3, 3, 3)),
    RangeError,
    `${who}: expected input (planes × T × H × W) or (N × planes × T × H × W), got (3 × 3 × 3)`,
  );
  fails(
    () => nn.VolumetricMaxPooling(2, 3, 2, 1, 0, 1),
    RangeError,
    'VolumetricMaxPooling: expected kernel, stride and dilation from 1 up, got kernel 2 × 2 × 3, stride 1 × 1 × 0, padding 0 × 0 × 0, dilation 1 × 1 × 1',
  );
  fails(
    () => nn.VolumetricMaxPooling(2, 2, 2, 1, 1, 1, 2, 0, 0),
    RangeError,
    'VolumetricMaxPooling: expected padding of half the kernel at most, got 2,0,0 with 2x2x2',
  );
});

test.run();
