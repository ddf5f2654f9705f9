/** @file UpSampling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'nearest, images': () => [nn.UpSampling(2), torch.randn(2, 2, 2, 3)],
  'nearest, volumes': () => [nn.UpSampling(2), torch.randn(1, 2, 2, 3, 2)],
  'linear, images': () => [nn.UpSampling(2, 'linear'), torch.randn(2, 2, 2, 3)],
  'linear, volumes to sizes': () => [
    nn.UpSampling({ odepth: 3, oheight: 4, owidth: 2 }, 'linear'),
    torch.randn(1, 2, 2, 3, 3),
  ],
});

test('nearest repeats elements, linear interpolates, along time too', () => {
  const x = torch.Tensor([[[[[1]], [[3]]]]]);
  assert.equal(values(nn.UpSampling(2).forward(x)), [1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3]);
  const module = nn.UpSampling({ odepth: 3, oheight: 1, owidth: 1 }, 'trilinear');
  assert.equal(values(module.forward(x)), [1, 2, 3]);
  assert.equal(values(module.backward(x, torch.Tensor([[[[[2]], [[4]], [[8]]]]]))), [4, 10]);
});

test('all that is not linear in some way is nearest; it prints what Torch prints', () => {
  const modes = [undefined, 'cubic', 'linear', 'bilinear', 'trilinear'].map((mode) => nn.UpSampling(2, mode).mode);
  assert.equal(modes, ['nearest', 'nearest', 'linear', 'linear', 'linear']);
  assert.is(String(nn.UpSampling(2)), 'nn.UpSampling(2x, nearest)');
  const sizes = { odepth: 3, oheight: 4, owidth: 5 };
  assert.is(String(nn.UpSampling(sizes, 'linear')), 'nn.UpSampling(3x4x5, linear)');
});

test('what does not fit is refused', () => {
  fails(
    () => nn.UpSampling({ oheight: 4, owidth: 5 }),
    TypeError,
    'UpSampling: expected a factor for mode nearest, got sizes',
  );
  fails(
    () => Reflect.construct(nn.UpSampling, []),
    TypeError,
    'UpSampling: expected a factor to be a number, got undefined',
  );
  fails(
    () => nn.UpSampling({ odepth: 0, oheight: 4, owidth: 5 }, 'linear'),
    RangeError,
    'UpSampling: expected sizes from 1 up, got (0)',
  );
  fails(
    () => nn.UpSampling({ oheight: 4, owidth: 5 }, 'linear').forward(torch.zeros(1, 1, 2, 2, 2)),
    RangeError,
    'UpSampling(4x5, linear).forward: expected a factor, or sizes along all 3 axes',
  );
  fails(
    () => nn.UpSampling(2).forward(torch.zeros(1, 2, 2)),
    RangeError,
    'UpSampling(2x, nearest).forward: expected input (N × planes × H × W) or (N × planes × T × H × W), got (1 × 2 × 2)',
  );
});

test.run();
