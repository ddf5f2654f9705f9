/** @file Nested arrays: shape and numbers, and what is not rectangular. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor } from '../../../lib/tensor/index.js';
import { read, refusal } from './layouts.js';

test('nested arrays give their shape and numbers, as a copy', () => {
  const x = Tensor.from('Double', [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ]);
  assert.equal(x.size(), [1, 3, 2]);
  assert.equal(read(x), [1, 2, 3, 4, 5, 6]);
  const data = new Float64Array([1, 2]);
  const y = Tensor.from('Double', data);
  data[0] = 9;
  assert.equal(read(y), [1, 2]);
  assert.equal(read(Tensor.from('Byte', new Float64Array([1.5, 257]))), [1, 1]);
  assert.equal(
    Tensor.from('Int', [new Int32Array([1, 2]), new Int32Array([3, 4])] as unknown as number[][]).size(),
    [2, 2],
  );
});

test('empty lists give an empty tensor', () => {
  for (const values of [[], [[]], [[], []]]) {
    const x = Tensor.from('Float', values);
    assert.equal([x.dim(), x.nElement(), x.size(), x.stride()], [0, 0, [], []]);
  }
});

test('ragged or mixed arrays are refused', () => {
  const from = (values: unknown) => () => Tensor.from('Double', values as number[]);
  assert.throws(from([[1, 2], [3]]), refusal(RangeError, 'Tensor: expected rows of equal length 2, got 1'));
  assert.throws(from([[], [3]]), refusal(RangeError, 'Tensor: expected rows of equal length 0, got 1'));
  assert.throws(from([[1], 2]), refusal(TypeError, 'Tensor: expected numbers 2 arrays deep, got number'));
  assert.throws(from([1, [2]]), refusal(TypeError, 'Tensor: expected numbers 1 arrays deep, got an array'));
  assert.throws(from([1, '2']), refusal(TypeError, 'Tensor: expected numbers 1 arrays deep, got string'));
  assert.throws(from([[1], undefined]), refusal(TypeError, 'Tensor: expected numbers 2 arrays deep, got undefined'));
});

test.run();
