/** @file Tensors as arrays; types are in tensor.spec.ts and copy.spec.ts. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../../../lib/tensor/index.js';
import { laidOut, layouts } from './layouts.js';

test('totable nests as deep as there are dimensions, toArray is flat, in every layout', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Int', [2, 1, 3], [1, 2, 3, 4, 5, 6], layout);
    assert.equal(x.totable(), [[[1, 2, 3]], [[4, 5, 6]]], name);
    assert.equal(x.select(0, 1).totable(), [[4, 5, 6]], name);
    assert.equal(x.toArray(), [1, 2, 3, 4, 5, 6], name);
  }
  assert.equal(torch.totable(torch.Tensor([1, 2])), [1, 2]);
  assert.equal(torch.totable(torch.IntStorage([1, 2])), [1, 2]);
  assert.equal([torch.Tensor().totable(), torch.Tensor().toArray()], [[], []]);
});

test('typeAs takes the type of another tensor, real the default type', () => {
  const x = torch.IntTensor([1, 2]);
  assert.is(x.typeAs(torch.ByteTensor()).type(), 'torch.ByteTensor');
  assert.is(x.typeAs(x), x);
  assert.is(x.real().type(), 'torch.DoubleTensor');
  torch.setdefaulttensortype('torch.FloatTensor');
  try {
    assert.is(x.real().type(), 'torch.FloatTensor');
  } finally {
    torch.setdefaulttensortype('torch.DoubleTensor');
  }
});

test("elementSize is that of C's types", () => {
  const bytes = { Byte: 1, Char: 1, Short: 2, Int: 4, Long: 8, Float: 4, Double: 8 } as const;
  for (const [type, size] of Object.entries(bytes) as [keyof typeof bytes, number][]) {
    assert.equal([torch[`${type}Tensor`]().elementSize(), torch[`${type}Storage`]().elementSize()], [size, size], type);
  }
});

test.run();
