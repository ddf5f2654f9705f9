/** @file The ndarray of a tensor and the tensor of an ndarray: one memory. */
import ndarray from 'ndarray';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { indices, laidOut, layouts, read, refusal } from './layouts.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test('ndarray is the same memory, with the same sizes, strides and offset', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Float', [2, 3], upTo(6), layout);
    const a = x.ndarray;
    assert.is(a.data, x.storage().data, name);
    assert.equal([a.shape, a.stride, a.offset], [x.size(), x.stride(), x.storageOffset()], name);
    assert.is(a.get(1, 2), 5);
    a.set(0, 1, 50);
    assert.is(x.get(0, 1), 50, name);
    assert.is(x.ndarray, a, 'it is made once');
  }
  assert.equal(Tensor.zeros('Double', []).ndarray.shape, [0]);
});

test('ndarray follows set and resize, and leaves the sizes of the tensor alone', () => {
  const x = Tensor.from('Double', [1, 2, 3, 4]);
  x.ndarray.shape[0] = 2;
  assert.is(x.size(0), 4);
  assert.equal(x.resize(2, 2).ndarray.shape, [2, 2]);
  assert.is(x.set(Tensor.from('Double', [7])).ndarray.get(0), 7);
});

test('fromNdarray is the memory of the ndarray, negative strides and all', () => {
  const a = ndarray(new Int16Array(upTo(12)), [3, 4]);
  const views = [a, a.transpose(1, 0), a.step(-1, 2), a.hi(2, 3).lo(1, 1), a.pick(1, null)];
  for (const view of views) {
    const x = torch.fromNdarray(view);
    assert.is(x.storage().data, a.data);
    assert.equal(
      [x.type(), x.size(), x.stride(), x.storageOffset()],
      ['torch.ShortTensor', view.shape, view.stride, view.offset],
    );
    assert.equal(
      read(x),
      indices(view.shape).map((i) => view.get(...i)),
    );
    assert.equal(
      read(x.clone().add(1)),
      read(x).map((v) => v + 1),
    );
  }
  torch.fromNdarray(a.step(-1, 1)).select(0, 0).fill(99);
  assert.is(a.get(2, 0), 99);
});

test('fromNdarray: no dimension is one element, no element an empty tensor, other arrays are refused', () => {
  const scalar = ndarray(new Float64Array([4, 5]), [2]).pick(1);
  assert.equal([torch.fromNdarray(scalar).size(), read(torch.fromNdarray(scalar))], [[1], [5]]);
  assert.equal(torch.fromNdarray(ndarray(new Float64Array(0), [2, 0])).size(), []);
  assert.throws(
    () => torch.fromNdarray(ndarray(new Uint32Array(2)) as never),
    refusal(TypeError, 'torch.fromNdarray: expected an ndarray of an array that a tensor type holds, got uint32'),
  );
  assert.throws(() => torch.fromNdarray(ndarray([1, 2]) as never), TypeError);
});

test.run();
