/** @file Whether memory holds the same bits, by Node's Buffer and without it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sameBits } from '../../../lib/curvature/same-bits.js';
import { torch } from '../../../lib/tensor/index.js';

function eachWay(work: () => void): void {
  work();
  const { Buffer } = globalThis;
  Reflect.deleteProperty(globalThis, 'Buffer');
  try {
    work();
  } finally {
    globalThis.Buffer = Buffer;
  }
}

for (const type of ['torch.DoubleTensor', 'torch.FloatTensor']) {
  test(`vectors of ${type} are the same until one element is another, at either end, and again when it is put back`, () => {
    eachWay(() => {
      const memory = torch.linspace(-1, 1, 20).type(type) as ReturnType<typeof torch.linspace>;
      const x = memory.narrow(0, 3, 11);
      const y = x.clone();
      const same = sameBits(x, y);
      assert.is(same(), true);
      for (const at of [0, 5, 10]) {
        const before = y.get(at) as number;
        y.set(at, before + 0.25);
        assert.is(same(), false, `element ${at}`);
        y.set(at, before);
        assert.is(same(), true);
      }
      for (const outside of [2, 14]) memory.set(outside, 7);
      assert.is(same(), true);
    });
  });
}

test.run();
