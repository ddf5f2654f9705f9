/** @file SpatialMaxUnpooling against the checker, values worked out by hand, its files, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/torch.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'what was pooled before': () => {
    const pooling = nn.SpatialMaxPooling(2, 3).ceil();
    const y = pooling.forward(torch.randn(2, 2, 4, 7));
    return [nn.SpatialMaxUnpooling(pooling), y];
  },
  'behind its pooling module, in one network': () => {
    const pooling = nn.SpatialMaxPooling(2, 3);
    const net = nn.Sequential().add(nn.Tanh()).add(pooling).add(nn.Sigmoid()).add(nn.SpatialMaxUnpooling(pooling));
    return [net, torch.randn(2, 2, 4, 7)];
  },
});

test('elements go where the largest ones were, and gradients come from there', () => {
  const pooling = nn.SpatialMaxPooling(2, 1);
  const module = nn.SpatialMaxUnpooling(pooling);
  pooling.forward(torch.Tensor([[[1, 3, 5, 5]]]));
  const x = torch.Tensor([[[7, 8]]]);
  assert.equal(values(module.forward(x)), [0, 7, 8, 0]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 10, 100, 1000]]]))), [10, 100]);
  assert.equal(values(module.rForward(x, torch.Tensor([[[3, 4]]]))), [0, 3, 4, 0]);
});

test('files and copies keep the pooling module, once for both, with what it took', () => {
  const pooling = nn.SpatialMaxPooling(2, 1);
  const module = nn.SpatialMaxUnpooling(pooling);
  pooling.forward(torch.Tensor([[[1, 3, 5, 5]]]));
  const net = nn.Sequential().add(pooling).add(module);
  for (const copy of [net.clone(), torch.deserialize(torch.serialize(net))] as (typeof net)[]) {
    const unpooling = copy.get(1) as typeof module;
    assert.ok(unpooling.pooling === copy.get(0) && unpooling.pooling !== pooling);
    assert.equal(values(unpooling.forward(torch.Tensor([[[7, 8]]]))), [0, 7, 8, 0]);
  }
});

test('it prints what Torch prints, and refuses what was not pooled, and other modules', () => {
  const pooling = nn.SpatialMaxPooling(2, 1);
  const module = nn.SpatialMaxUnpooling(pooling);
  assert.is(String(module), 'nn.SpatialMaxUnpooling associated to nn.SpatialMaxPooling(2x1, 2,1)');
  const who = 'SpatialMaxUnpooling associated to nn.SpatialMaxPooling(2x1, 2,1).forward';
  fails(() => module.forward(torch.zeros(1, 1, 2)), Error, `${who}: call forward of that pooling module first`);
  pooling.forward(torch.zeros(1, 1, 4));
  fails(
    () => module.forward(torch.zeros(1, 1, 4)),
    RangeError,
    `${who}: expected input (1 × 1 × 2), the sizes of what that pooling module returned last, got (1 × 1 × 4)`,
  );
  fails(
    () => nn.SpatialMaxUnpooling(nn.SpatialMaxPooling(2, 2, 2, 1)),
    RangeError,
    'SpatialMaxUnpooling: expected a pooling module that moves by its kernel, got SpatialMaxPooling(2x2, 2,1)',
  );
  fails(
    () => nn.SpatialMaxUnpooling(nn.SpatialDilatedMaxPooling(2, 2)),
    TypeError,
    'SpatialMaxUnpooling: expected an nn.SpatialMaxPooling, got nn.SpatialDilatedMaxPooling',
  );
});

test.run();
