/** @file Longs and halves beside what the machine's own integers and the definition of binary16 say. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Conversion, halves, longs4, longs8, lowLongs8 } from '../../../../lib/io/file/conversions.js';

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer);

const kinds: [name: string, conversion: Conversion, element: fc.Arbitrary<number>, put: keyof DataView][] = [
  ['longs of 8 bytes', longs8, fc.maxSafeInteger(), 'setBigInt64'],
  ['longs of 4 bytes', longs4, fc.integer(), 'setInt32'],
];
for (const [name, { width, read, write }, element, put] of kinds) {
  test(`${name} are the machine's integers, in both orders of bytes`, () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 9 }), fc.boolean(), fc.nat(5), (values, littleEndian, at) => {
        const expected = new Uint8Array(at + values.length * width);
        for (const [i, value] of values.entries()) {
          const place = at + i * width;
          if (put === 'setBigInt64') view(expected).setBigInt64(place, BigInt(value), littleEndian);
          else view(expected).setInt32(place, value, littleEndian);
        }
        const written = new Uint8Array(expected.length);
        assert.is(write(view(written), at, values.length, littleEndian, Float64Array.from(values), 0), values.length);
        assert.equal(written, expected);
        const back = new Float64Array(values.length + 1);
        assert.is(read(view(expected), at, values.length, littleEndian, back, 1), values.length);
        assert.equal([...back.subarray(1)], values);
      }),
    );
  });
}

test('the lower halves of longs are read in both orders of bytes, whatever the upper ones are', () => {
  const bytes = new Uint8Array(16);
  for (const littleEndian of [true, false]) {
    view(bytes).setBigInt64(0, -(2n ** 60n) + 3n, littleEndian);
    view(bytes).setBigInt64(8, 2n ** 62n + 2n ** 32n - 1n, littleEndian);
    const got = new Float64Array(2);
    assert.is(lowLongs8.read(view(bytes), 0, 2, littleEndian, got, 0), 2);
    assert.equal([...got], [3, 2 ** 32 - 1]);
  }
});

test('what cannot be converted ends the conversion', () => {
  const bytes = new Uint8Array(24);
  const edges: [bigint, number][] = [
    [2n ** 53n - 1n, 2],
    [2n ** 53n, 1],
    [-(2n ** 53n) + 1n, 2],
    [-(2n ** 53n), 1],
    [2n ** 63n - 1n, 1],
  ];
  for (const [long, exact] of edges) {
    view(bytes).setBigInt64(8, long, true);
    assert.is(longs8.read(view(bytes), 0, 2, true, new Float64Array(2), 0), exact, String(long));
  }
  for (const value of [2 ** 31, -(2 ** 31) - 1]) {
    assert.is(longs4.write(view(bytes), 0, 3, true, Float64Array.of(5, value, 7), 0), 1);
  }
});

test('every half is the number that its bits define', () => {
  for (let bits = 0; bits < 65536; bits++) {
    const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 31, bits & 1023];
    const size = exponent === 0 ? fraction / 1024 / 2 ** 14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    const finite = sign === 1 ? -size : size;
    const special = fraction === 0 ? (sign === 1 ? -Infinity : Infinity) : NaN;
    const bytes = Uint8Array.of(bits & 255, bits >> 8);
    const got = new Float32Array(1);
    assert.is(halves.read(view(bytes), 0, 1, true, got, 0), 1);
    assert.ok(Object.is(got[0], exponent === 31 ? special : finite), `${bits}`);
  }
});

test.run();
