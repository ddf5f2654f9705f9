/** @file Running sums and products and vector products, against their definitions on random strides. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { floating, integer, read } from './layouts.js';
import { linesOf, property, strided, stridedAs } from './strided.js';

const types = [...floating, ...integer];

for (const [name, step] of [
  ['cumsum', (a: number, b: number) => a + b],
  ['cumprod', (a: number, b: number) => a * b],
] as const) {
  test(`${name} along every dimension, in every form`, () => {
    property(fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat(3)), ([s, k]) => {
      const d = k % s.size.length;
      const expected = torch.DoubleTensor(...s.size);
      for (const line of linesOf(s.size, d)) {
        line.reduce((total: number | undefined, index) => {
          const next = total === undefined ? s.at(...index) : step(total, s.at(...index));
          expected.set(...index, next);
          return next;
        }, undefined);
      }
      const want = read(s.type === 'Float' ? expected : expected.type(s.type));
      const result = Tensor.zeros(s.type, [3, 2]).t();
      for (const y of [
        s.x[name](d),
        torch[name](s.x, d),
        torch[name](result, s.x, d),
        s.x.clone()[name](s.x, d - s.size.length),
      ]) {
        assert.equal([y.size(), y.elementType.name], [s.size, s.type]);
        close(read(y), want, s.type === 'Float' ? 1e-6 : 1e-14, `${name} ${d}`);
      }
    });
  });
}

test('by default along the first dimension', () => {
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal(read(x.cumsum()), [1, 2, 4, 6]);
  assert.equal(read(torch.cumprod(x)), [1, 2, 3, 8]);
});

test('integers wrap as they are stored; Long is exact or refused, and then the result is as it was', () => {
  assert.equal(read(torch.ByteTensor([200, 100, 7]).cumsum()), [200, 44, 51]);
  assert.equal(read(torch.ShortTensor([300, 300]).cumprod()), [300, 90000 - 65536]);
  assert.equal(read(torch.IntTensor([65537, 65537, 65537]).cumprod()), [65537, 131073, 196609]);
  const result = torch.LongTensor([7]);
  const beyond = 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992';
  fails(() => torch.cumsum(result, torch.LongTensor([2 ** 53 - 1, 1])), RangeError, beyond);
  assert.equal(read(result), [7]);
});

test('cross along every dimension of size 3, by default the first', () => {
  const size = fc.constantFrom([3], [3, 3], [2, 3], [3, 2, 2], [2, 2, 3], [2, 3, 3]);
  const pair = size.chain((s) =>
    fc.constantFrom(...types).chain((type) => fc.tuple(stridedAs([type], s), stridedAs([type], s), fc.nat(1))),
  );
  property(pair, ([a, b, which]) => {
    const threes = a.size.flatMap((n, d) => (n === 3 ? [d] : []));
    const d = threes[which % threes.length];
    const expected = torch.DoubleTensor(...a.size);
    for (const line of linesOf(a.size, d)) {
      const [u, v] = [line.map((i) => a.at(...i)), line.map((i) => b.at(...i))];
      line.forEach((index, i) => {
        const [j, k] = [(i + 1) % 3, (i + 2) % 3];
        expected.set(...index, u[j] * v[k] - u[k] * v[j]);
      });
    }
    const want = read(a.type === 'Float' ? expected : expected.type(a.type));
    const forms = [a.x.cross(b.x, d), torch.cross(a.x, b.x, d), torch.cross(a.x.clone(), a.x, b.x, d)];
    if (d === threes[0]) forms.push(torch.cross(a.x, b.x));
    for (const y of forms) close(read(y), want, a.type === 'Float' ? 2e-6 : 1e-13, 'cross');
  });
});

test('the result may be an operand', () => {
  const a = torch.Tensor([1, 0, 0]);
  assert.is(torch.cross(a, a, torch.Tensor([0, 1, 0])), a);
  assert.equal(read(a), [0, 0, 1]);
  assert.equal(read(torch.cumsum(a, a)), [0, 0, 1]);
});

test('refused operands', () => {
  const x = torch.ones(2, 3);
  fails(() => x.cumsum(2), RangeError, 'Tensor.cumsum: expected a dimension of DoubleTensor(2 × 3), got 2');
  const sizes = 'torch.cross: expected 3 elements in dimension';
  fails(
    () => x.cross(x, 0),
    RangeError,
    `${sizes} 0, and equal sizes, got DoubleTensor(2 × 3) and DoubleTensor(2 × 3)`,
  );
  fails(
    () => x.cross(torch.ones(3, 2)),
    RangeError,
    `${sizes} 1, and equal sizes, got DoubleTensor(2 × 3) and DoubleTensor(3 × 2)`,
  );
  fails(
    () => torch.ones(2).cross(torch.ones(2), 0),
    RangeError,
    `${sizes} 0, and equal sizes, got DoubleTensor(2) and DoubleTensor(2)`,
  );
  fails(
    () => x.cross(torch.FloatTensor(2, 3)),
    TypeError,
    'torch.cross: expected a DoubleTensor, got FloatTensor(2 × 3)',
  );
});

test.run();
