/** @file Activations: tables of tensors, and structural zeros in them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Activation,
  entry,
  fits,
  isZero,
  ofOtherType,
  type RActivation,
  shapeOf,
  sharesMemory,
  sumInto,
  tensorsOf,
  withZeros,
} from '../../../lib/nn/activation.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';

const a = torch.randn(2, 3);
const b = torch.randn(4);
const table: Activation = [a, [b, a]];

test('shapes are written as errors show them', () => {
  assert.is(shapeOf(a), '(2 × 3)');
  assert.is(shapeOf(table), '{(2 × 3), {(4), (2 × 3)}}');
  assert.is(shapeOf([a, undefined]), '{(2 × 3), nothing}');
  assert.is(shapeOf(undefined), 'nothing');
  assert.is(shapeOf(3 as unknown as Tensor), 'number');
});

test('an image fits where shapes agree or zeros stand', () => {
  const yes: RActivation[] = [table, undefined, [undefined, undefined], [a, undefined], [undefined, [b, undefined]]];
  const no: RActivation[] = [a, [a], [b, [b, a]], [a, b], [a, [b, a, a]]];
  for (const r of yes) assert.ok(fits(table, r), shapeOf(r));
  for (const r of no) assert.not.ok(fits(table, r), shapeOf(r));
  for (const r of yes.slice(1)) assert.not.ok(fits(table, r, false), shapeOf(r));
  assert.ok(fits(table, [a.clone(), [b.clone(), a.clone()]], false));
  assert.not.ok(fits(a, [a]));
});

test('the tensor of another type is found', () => {
  const float = b.float();
  assert.is(ofOtherType(table, [a, [float, a]]), float);
  assert.is(ofOtherType(table, [undefined, [undefined, a]]), undefined);
  assert.is(ofOtherType(table, undefined), undefined);
  assert.is(ofOtherType(b.long(), b), undefined);
});

test('only what holds no tensor is a zero', () => {
  assert.ok(isZero(undefined));
  assert.ok(isZero([undefined, [undefined]]));
  assert.not.ok(isZero([undefined, [a]]));
  assert.not.ok(isZero(a));
});

test('structural zeros become real ones, in the memory there is', () => {
  const filled = withZeros(table, [undefined, [b, undefined]]) as [Tensor, [Tensor, Tensor]];
  assert.is(filled[1][0], b);
  assert.equal(filled[0].toArray(), new Array(6).fill(0));
  assert.equal(filled[1][1].size(), [2, 3]);
  const last = torch.randn(7);
  const zero = withZeros(b, undefined, last);
  assert.is(zero, last);
  assert.equal(last.toArray(), [0, 0, 0, 0]);
  assert.is((withZeros(b, undefined, b.float()) as Tensor).type(), 'torch.DoubleTensor');
});

test('entries of what is no table are zeros', () => {
  assert.is(entry(table, 0), a);
  assert.is(entry(undefined, 0), undefined);
  assert.is(entry(a, 0), undefined);
});

test('sums leave zeros out and write no term', () => {
  const [c, d] = [torch.ones(2), torch.ones(2).mul(2)];
  const last = torch.Tensor(2);
  assert.is(sumInto(last, [undefined, c, d]), last);
  assert.equal(last.toArray(), [3, 3]);
  assert.equal(c.toArray(), [1, 1]);
  const one = sumInto(undefined, [c]) as Tensor;
  assert.is.not(one.storage(), c.storage());
  assert.is(sumInto(last, [undefined, [undefined]]), undefined);
  const tables = sumInto(undefined, [[c, undefined], undefined, [d, undefined]]) as [Tensor, undefined];
  assert.equal(tables[0].toArray(), [3, 3]);
  assert.is(tables[1], undefined);
});

test('shared memory is found in tables too', () => {
  assert.ok(sharesMemory(a, a.view(6)));
  assert.not.ok(sharesMemory(a, a.clone()));
  assert.ok(sharesMemory([b, [a.t()]], table));
  assert.not.ok(sharesMemory([undefined], table));
});

test('tensors of a table come depth first', () => {
  assert.ok(tensorsOf(table).every((x, i) => x === [a, b, a][i]));
  assert.equal(tensorsOf(undefined), []);
});

test.run();
