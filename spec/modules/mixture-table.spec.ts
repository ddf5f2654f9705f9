/** @file MixtureTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a table of experts': () => [
    nn.MixtureTable(),
    [torch.rand(5, 3), [torch.randn(5, 6), torch.randn(5, 6), torch.randn(5, 6)]],
  ],
  'one tensor of experts': () => [nn.MixtureTable(), [torch.rand(5, 3), torch.randn(5, 3, 6)]],
  'experts along another dimension': () => [nn.MixtureTable(2), [torch.rand(5, 3), torch.randn(5, 2, 3, 2)]],
  'one sample': () => [nn.MixtureTable(), [torch.rand(3), [torch.randn(6), torch.randn(6), torch.randn(6)]]],
  'one sample, one tensor': () => [nn.MixtureTable(), [torch.rand(3), torch.randn(3, 6)]],
  'transposed gaters': () => [nn.MixtureTable(), [torch.rand(3, 5).t(), torch.randn(5, 3, 6)]],
});

test('experts weighted and summed, as table and as tensor', () => {
  const p = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  const e = torch.Tensor([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ]);
  const g = torch.Tensor([
    [1, 10],
    [100, 1000],
  ]);
  const one = nn.MixtureTable();
  assert.equal(values(one.forward([p, e])), [7, 10, 43, 50]);
  const [gp, ge] = one.backward([p, e], g) as [Tensor, Tensor];
  assert.equal(values(gp), [21, 43, 6500, 8700]);
  assert.equal(values(ge), [1, 10, 2, 20, 300, 3000, 400, 4000]);
  const many = nn.MixtureTable();
  const table = [p, [e.select(1, 0), e.select(1, 1)]];
  assert.equal(values(many.forward(table)), [7, 10, 43, 50]);
  const [gp2, ge2] = many.backward(table, g) as [Tensor, Tensor[]];
  assert.equal(values(gp2), values(gp));
  assert.equal(ge2.map(values), [
    [1, 10, 300, 3000],
    [2, 20, 400, 4000],
  ]);
});

test('gaters and experts that do not fit are refused', () => {
  fails(
    () => nn.MixtureTable().forward([torch.zeros(5, 3), torch.zeros(5, 2, 6)]),
    RangeError,
    'MixtureTable.forward: expected a gater (N × K) or (K), and K experts of one size for N samples, got {(5 × 3), (5 × 2 × 6)}',
  );
  fails(() => nn.MixtureTable().forward([]), TypeError, 'MixtureTable.forward: expected {gater, experts}, got {}');
});

test.run();
