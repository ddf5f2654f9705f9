/** @file Joining along a dimension, and its adjoint. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cut, join, joinable } from '../../../lib/nn/joining.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';

const shapes = (): Tensor[] => [torch.randn(2, 1, 3), torch.randn(2, 4, 3), torch.randn(2, 2, 3)];

test('sizes may differ in the joined dimension only', () => {
  assert.ok(joinable(shapes(), 1));
  assert.not.ok(joinable(shapes(), 0));
  assert.not.ok(joinable(shapes(), 3));
  assert.not.ok(joinable(shapes(), -1));
  assert.not.ok(joinable(shapes(), 0.5));
  assert.not.ok(joinable([torch.zeros(2), torch.zeros(2, 2)], 0));
});

test('joined tensors are those of torch.cat', () => {
  torch.manualSeed(1);
  const pieces = shapes();
  assert.equal(join(pieces, pieces, 1, torch.Tensor()).toArray(), torch.cat(pieces, 1).toArray());
});

test('a missing piece is zeros, whatever was there before', () => {
  torch.manualSeed(1);
  const pieces = shapes();
  const joined = torch.Tensor();
  join(pieces, pieces, 1, joined);
  const zeros = [pieces[0], torch.zeros(2, 4, 3), pieces[2]];
  assert.equal(join([pieces[0], undefined, pieces[2]], pieces, 1, joined).toArray(), torch.cat(zeros, 1).toArray());
});

test('cutting undoes joining, in memory that is used again and never that of the whole', () => {
  torch.manualSeed(1);
  const pieces = shapes();
  const whole = torch.cat(pieces, 1);
  const cuts = cut(whole, pieces, 1, undefined);
  assert.equal(
    cuts.map((piece) => piece.toArray()),
    pieces.map((piece) => piece.toArray()),
  );
  const again = cut(torch.zeros(2, 7, 3), pieces, 1, cuts);
  again.forEach((piece, i) => {
    assert.is(piece, cuts[i]);
    assert.is(piece.norm(), 0);
  });
  const rows = [torch.zeros(1, 2), torch.zeros(2, 2)];
  const stacked = torch.cat(rows, 0);
  for (const piece of cut(stacked, rows, 0, undefined)) assert.is.not(piece.storage(), stacked.storage());
});

test.run();
