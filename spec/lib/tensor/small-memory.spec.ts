/** @file Small storages that are pieces of one memory: nobody sees it but by their buffer. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { overlap, sharesMemory } from '../../../lib/tensor/copy.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { withSmallMemory } from '../../../lib/tensor/small-memory.js';

const buffer = (x: Tensor): ArrayBufferLike => x._storage.data.buffer;
const isPiece = (x: Tensor): boolean => buffer(x).byteLength > x._storage.data.byteLength;

test('small storages have memory of their own, but inside', () => {
  assert.not.ok(isPiece(torch.zeros(10)));
  withSmallMemory(() => assert.ok(isPiece(torch.zeros(10))));
  assert.not.ok(isPiece(torch.zeros(10)));
});

test('an error inside ends it, and one of two that are nested does not', () => {
  assert.throws(() => withSmallMemory(() => torch.zeros(2.5)), /whole sizes/);
  assert.not.ok(isPiece(torch.zeros(10)));
  withSmallMemory(() => {
    withSmallMemory(() => torch.zeros(10));
    assert.ok(isPiece(torch.zeros(10)));
  });
});

test('what the engine keeps beside its objects, and what is large, is no piece', () => {
  withSmallMemory(() => {
    for (const n of [0, 1, 8, 129, 1000]) assert.not.ok(isPiece(torch.zeros(n)), `${n}`);
    for (const n of [9, 10, 128]) assert.ok(isPiece(torch.zeros(n)), `${n}`);
  });
});

test('pieces of one memory share no elements', () => {
  withSmallMemory(() => {
    const all = Array.from({ length: 1000 }, (_, i) => torch.zeros(10 + (i % 7)).fill(i));
    const same = all.filter((x) => buffer(x) === buffer(all[0]));
    assert.ok(same.length > 100);
    for (const x of same.slice(1)) assert.not.ok(sharesMemory(all[0], x) || overlap(all[0], x));
    assert.ok(all.every((x, i) => x.toArray().every((v) => v === i)));
    assert.ok(sharesMemory(all[1], all[1].narrow(0, 2, 3)));
  });
});

for (const type of ['Double', 'Float', 'Int', 'Long', 'Short', 'Char', 'Byte'] as const) {
  test(`${type}: tensors of pieces compute, grow and convert as all others do`, () => {
    const work = (): unknown[] => {
      const make = torch[`${type}Tensor`];
      const x = make(20, 5).fill(3);
      const odd = make(77).fill(2);
      const y = make(100).copy(x).add(odd.resize(100).fill(1));
      const z = y.clone().resize(130).narrow(0, 0, 100);
      return [y.sum(), z.sum(), x.t().contiguous().mul(2).sum(), y.double().sum(), torch.cat(x, x, 0).sum()];
    };
    assert.equal(withSmallMemory(work), work());
    assert.equal(work(), [400, 400, 600, 400, 600]);
  });
}

test.run();
