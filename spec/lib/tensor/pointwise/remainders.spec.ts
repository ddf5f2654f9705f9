/** @file Remainders: the signs of Torch's documentation, by zero, and of floats. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { floating, integer, read, refusal } from '../layouts.js';

const signed: TypeName[] = [...floating, 'Int', 'Short', 'Char', 'Long'];

test('fmod has the sign of the dividend, remainder that of the divisor', () => {
  for (const type of signed) {
    const x = Tensor.from(type, [-3, 3]);
    assert.equal(read(torch.fmod(x, 2)), [-1, 1], type);
    assert.equal(read(torch.fmod(x, -2)), [-1, 1], type);
    assert.equal(read(torch.remainder(x, 2)), [1, 1], type);
    assert.equal(read(torch.remainder(x, -2)), [-1, -1], type);
    const y = Tensor.from(type, [3, 3, -3, -3]);
    const divisors = Tensor.from(type, [
      [2, -2],
      [2, -2],
    ]);
    assert.equal(read(torch.cfmod(y, divisors)), [1, 1, -1, -1], type);
    assert.equal(read(torch.cremainder(y, divisors)), [1, -1, 1, -1], type);
    assert.equal(read(torch.mod(x, 2)), [-1, 1], 'mod is fmod');
    assert.equal(read(torch.cmod(y, divisors)), [1, 1, -1, -1], 'cmod is cfmod');
  }
  assert.equal(read(Tensor.from('Byte', [7, 250]).remainder(-6)), [7, 0], 'a Byte is divided by 250');
});

test('by zero it is NaN, and of integers an error that changes nothing', () => {
  assert.equal(read(torch.fmod(Tensor.from('Double', [1]), 0)), [Number.NaN]);
  assert.equal(read(torch.cremainder(Tensor.from('Float', [1]), Tensor.from('Float', [0]))), [Number.NaN]);
  for (const type of integer) {
    const x = Tensor.from(type, [5, 6]);
    const y = Tensor.from(type, [3, 0]);
    for (const [name, call] of Object.entries({
      fmod: () => x.fmod(0.9),
      remainder: () => x.remainder(0),
      mod: () => x.mod(0),
      cfmod: () => x.cfmod(y),
      cremainder: () => x.cremainder(y),
      cmod: () => x.cmod(y),
    })) {
      const message = `torch.${name}: expected integers other than 0 to divide by, got 0`;
      assert.throws(call, refusal(RangeError, message));
      assert.equal(read(x), [5, 6]);
    }
  }
});

test('the quotient of floats is a float: 0.3 / 0.1 is 3 there', () => {
  // 0.3f = 0.300000011920929, 0.1f = 0.100000001490116: their quotient rounds to 3, and 0.3f − 3·0.1f = 7.45e-9.
  assert.equal(read(Tensor.from('Float', [0.3]).remainder(0.1)), [2 ** -27]);
  // In doubles it is 2.9999999999999996.
  assert.equal(read(Tensor.from('Double', [0.3]).remainder(0.1)), [0.3 - 2 * 0.1]);
});

test.run();
