/** @file Powers: C's where JavaScript's differ, by sqrt where Torch goes by it, with the base or the exponent a number. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../../lib/tensor/index.js';
import { read, refusal } from '../layouts.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

test('pow is that of C, and goes by sqrt where Torch does', () => {
  const x = Tensor.from('Double', [1, -1, nan, 0, -8, inf]);
  assert.equal(read(torch.pow(x, inf)), [1, 1, nan, 0, inf, inf]);
  assert.equal(read(torch.pow(x, nan)), [1, nan, nan, nan, nan, nan]);
  assert.equal(read(torch.pow(x, 0)), [1, 1, 1, 1, 1, 1]);
  assert.equal(read(torch.pow(Tensor.from('Double', [-inf]), 0.5)), [nan]);
  assert.equal(read(torch.pow(Tensor.from('Double', [4, 0.25]), -0.5)), [0.5, 2]);
  assert.equal(read(torch.pow(Tensor.from('Double', [1.1]), 2)), [1.1 * 1.1]);
  assert.equal(read(torch.pow(Tensor.from('Double', [-2]), 3)), [-8]);
  assert.equal(read(torch.pow(Tensor.from('Double', [-2, 0]), -2)), [0.25, inf]);
  assert.equal(read(torch.cpow(Tensor.from('Double', [1, -1]), Tensor.from('Double', [nan, -inf]))), [1, 1]);
});

test('cpow of integers is the integer part', () => {
  assert.equal(read(Tensor.from('Long', [3, -2]).cpow(Tensor.from('Long', [4, 5]))), [81, -32]);
  assert.equal(read(Tensor.from('Int', [2, -1, 7]).cpow(Tensor.from('Int', [-1, -3, 0]))), [0, -1, 1]);
  assert.throws(
    () => Tensor.from('Int', [2]).pow(2),
    refusal(TypeError, 'torch.pow: expected Double or Float, got IntTensor(1)'),
  );
});

test('pow takes a number for its base as well', () => {
  const x = Tensor.from('Double', [
    [0, 1],
    [2, -1],
  ]);
  const expected = [1, 2, 4, 0.5];
  const result = torch.ones(7);
  assert.equal(read(torch.pow(2, x)), expected);
  assert.is(torch.pow(result, 2, x), result);
  assert.equal([read(result), result.size()], [expected, [2, 2]]);
  assert.equal(read(torch.zeros(1).pow(2, x)), expected);
  assert.equal(read(torch.pow(x, 2, x)), expected, 'in place, as the documentation has it');
});

test('atan2 takes the ordinate first', () => {
  const y = Tensor.from('Double', [1, 1, -1, 0]);
  const x = Tensor.from('Double', [1, -1, 0, -1]);
  assert.equal(read(torch.atan2(y, x)), [Math.PI / 4, (3 * Math.PI) / 4, -Math.PI / 2, Math.PI]);
});

test.run();
