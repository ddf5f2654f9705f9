/** @file fill and zero: every element and nothing else, of every type and layout. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../../lib/tensor/index.js';
import { floating, integer, laidOut, layouts, numbers, onlyElementsWritten, read, refusal } from '../layouts.js';

test('fill and zero write every element and nothing else', () => {
  for (const type of [...floating, ...integer]) {
    for (const [name, layout] of Object.entries(layouts)) {
      const x = laidOut(type, [3, 4], numbers(type, 12, 1), layout);
      assert.is(x.fill(5), x);
      assert.equal(read(x), new Array(12).fill(5), name);
      assert.is(torch.zero(x), x);
      assert.equal(read(x), new Array(12).fill(0), name);
      onlyElementsWritten(x, `${type}, ${name}`);
    }
  }
});

test('the value is made an element first', () => {
  assert.equal(read(torch.fill(Tensor.zeros('Byte', [2]), 300.9)), [44, 44]);
  assert.equal(read(Tensor.zeros('Char', [1]).fill(-129)), [127]);
  assert.equal(read(Tensor.zeros('Float', [1]).fill(0.1)), [Math.fround(0.1)]);
  const long = Tensor.from('Long', [7]);
  const message = 'LongTensor: expected an integer within ±(2^53 − 1), got NaN';
  assert.throws(() => long.fill(Number.NaN), refusal(RangeError, message));
  assert.equal(read(long), [7]);
});

test.run();
