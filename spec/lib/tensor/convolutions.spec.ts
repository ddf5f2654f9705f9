/** @file Convolutions against their definitions on random strides, values by hand, and Torch's own relations between them. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { floating, indices, integer, read } from './layouts.js';
import { property, type Strided, stridedAs } from './strided.js';

type Name = 'conv2' | 'xcorr2' | 'conv3' | 'xcorr3';
const names: Name[] = ['conv2', 'xcorr2', 'conv3', 'xcorr3'];

/** One plane of the result: all places at which the window meets the image, of which `'V'` keeps those where it lies inside. */
function plane(x: Strided, k: Strided, px: number[], pk: number[], flip: boolean, full: boolean): Map<string, number> {
  const [m, n] = [x.size.slice(px.length), k.size.slice(pk.length)];
  const sums = new Map<string, number>();
  for (const i of indices(m)) {
    for (const t of indices(n)) {
      // x(i) k(t) goes to place i + t of the convolution, i − t of the cross-correlation: counted from the first place.
      const place = i.map((v, d) => v + (flip ? t[d] : n[d] - 1 - t[d]) - (full ? 0 : n[d] - 1));
      if (place.some((v, d) => v < 0 || v >= m[d] + (full ? n[d] - 1 : 1 - n[d]))) continue;
      const key = place.join();
      sums.set(key, (sums.get(key) ?? 0) + x.at(...px, ...i) * k.at(...pk, ...t));
    }
  }
  return sums;
}

function definition(name: Name, x: Strided, k: Strided, full: boolean): number[] {
  const dims = name.endsWith('3') ? 3 : 2;
  const places = indices(
    x.size.slice(-dims).map((s, d) => s + (full ? 1 : -1) * (k.size[d + k.size.length - dims] - 1)),
  );
  const one = (px: number[], pk: number[]): number[] => {
    const sums = plane(x, k, px, pk, name.startsWith('conv'), full);
    return places.map((place) => sums.get(place.join()) as number);
  };
  if (x.size.length === dims) return one([], []);
  const planes = Array.from({ length: x.size[0] }, (_, p) => p);
  if (k.size.length === dims + 1) return planes.flatMap((p) => one([p], [p]));
  return Array.from({ length: k.size[0] }, (_, q) => q).flatMap((q) =>
    planes.map((p) => one([p], [q, p])).reduce((total, y) => total.map((v, i) => v + y[i])),
  );
}

const side = fc.integer({ min: 1, max: 4 });
for (const name of names) {
  const dims = name.endsWith('3') ? 3 : 2;
  test(`${name} of images and of planes, valid and full, in every form`, () => {
    const sizes = fc
      .tuple(
        fc.array(side, { minLength: dims, maxLength: dims }),
        fc.array(side, { minLength: dims, maxLength: dims }),
        side,
        side,
      )
      .chain(([image, window, p, q]) =>
        fc.constantFrom(
          [image, window],
          [
            [p, ...image],
            [p, ...window],
          ],
          [
            [p, ...image],
            [q, p, ...window],
          ],
        ),
      );
    const pair = fc
      .tuple(sizes, fc.constantFrom(...floating, ...integer))
      .chain(([[sx, sk], type]) => fc.tuple(stridedAs([type], sx), stridedAs([type], sk)));
    property(fc.tuple(pair, fc.constantFrom('V', 'F', undefined)), ([[x, k], extent]) => {
      const full = extent === 'F';
      if (!full && x.size.slice(-dims).some((s, d) => s < k.size[d + k.size.length - dims])) return;
      const numbers = definition(name, x, k, full);
      const want = floating.includes(x.type) ? numbers : read(Tensor.from(x.type, numbers));
      const result = Tensor.zeros(x.type, [3, 5]).fill(9);
      for (const y of [torch[name](x.x, k.x, extent), x.x[name](k.x, extent), torch[name](result, x.x, k.x, extent)]) {
        const grown = x.size.slice(-dims).map((s, d) => s + (full ? 1 : -1) * (k.size[d + k.size.length - dims] - 1));
        const planes = x.size.length > dims ? [k.size[0]] : [];
        assert.equal([y.size(), y.elementType.name], [[...planes, ...grown], x.type]);
        close(read(y), want, x.type === 'Float' ? 1e-5 : 1e-13, name);
      }
    });
  });
}

test('an example by hand', () => {
  const x = torch.Tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const k = torch.Tensor([[1, 10]]);
  assert.equal(read(torch.xcorr2(x, k)), [21, 32, 54, 65]);
  assert.equal(read(torch.conv2(x, k)), [12, 23, 45, 56]);
  assert.equal(read(torch.conv2(x, k, 'F')), [1, 12, 23, 30, 4, 45, 56, 60]);
  assert.equal(read(torch.xcorr2(x, k, 'F')), [10, 21, 32, 3, 40, 54, 65, 6]);
});

test("Torch's relations: a reversed kernel, an image with itself, planes alike, slices of volumes", () => {
  const [x, k] = [torch.rand(60, 70), torch.rand(11, 13)];
  const reversed = torch.Tensor(read(k).reverse()).view(11, 13);
  for (const extent of ['V', 'F'] as const) {
    const y = torch.conv2(x, k, extent);
    assert.equal(read(y), read(torch.xcorr2(x, reversed, extent)));
    const planes = torch.conv2(
      torch.cat([x.view(1, 60, 70), x.view(1, 60, 70)], 0),
      torch.cat([k.view(1, 11, 13), k.view(1, 11, 13)], 0),
      extent,
    );
    assert.equal(read(planes), [...read(y), ...read(y)]);
  }
  close([torch.xcorr2(x, x).get(0, 0)], [x.dot(x)], 1e-13, 'with itself');
  const [volume, window] = [torch.rand(8, 20, 21), torch.rand(3, 5, 6)];
  const y = torch.xcorr3(volume, window);
  const sliced = y.clone().zero();
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j < 3; j++) sliced.select(0, i).add(torch.xcorr2(volume.select(0, i + j), window.select(0, j)));
  }
  close(read(y), read(sliced), 1e-13, 'slices');
});

test('columns are made block after block where all of them would be many', () => {
  const [x, k] = [torch.rand(3, 40, 50, 20), torch.rand(2, 3, 4, 20, 6)];
  const y = torch.xcorr3(x, k);
  assert.equal(y.size(), [2, 37, 31, 15]);
  for (const [q, a, b, c] of [
    [0, 0, 0, 0],
    [1, 36, 30, 14],
    [1, 17, 16, 3],
    [0, 36, 0, 7],
  ]) {
    const patch = x.narrow(1, a, 4).narrow(2, b, 20).narrow(3, c, 6).contiguous();
    close([y.get(q, a, b, c)], [patch.dot(k.select(0, q))], 1e-13, `${q}, ${a}, ${b}, ${c}`);
  }
});

test('Long is exact or refused, and then the result is as it was', () => {
  const x = torch.LongTensor([[2 ** 52, 1]]);
  const result = torch.LongTensor([7]);
  assert.equal(read(torch.xcorr2(x, torch.LongTensor([[1, -3]]))), [2 ** 52 - 3]);
  const beyond = 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992';
  fails(() => torch.xcorr2(result, x, torch.LongTensor([[2, 0]])), RangeError, beyond);
  assert.equal([result.size(), read(result)], [[1], [7]]);
});

test('refused operands', () => {
  const x = torch.ones(2, 3);
  const images = 'torch.conv2: expected (m × n) or (p × m × n) and kernels for them';
  for (const [a, k, extent] of [
    [x, torch.ones(3, 3), 'V'],
    [x, torch.ones(1, 2, 2), 'F'],
    [torch.ones(2, 3, 3), torch.ones(3, 2, 2), 'F'],
    [torch.ones(2, 3, 3), torch.ones(2, 3, 2, 2), 'F'],
    [torch.ones(2, 3, 3), torch.ones(2, 2), 'V'],
    [torch.ones(1, 2, 3, 3), torch.ones(1, 2, 2, 2), 'F'],
    [torch.ones(3), torch.ones(2), 'F'],
    [torch.ones(3, 3), torch.zeros(0), 'F'],
  ] as const) {
    const larger = extent === 'V' ? ' that are no larger' : '';
    const got = `${images}${larger}, got ${a.describe()} and ${k.describe()}`;
    fails(() => torch.conv2(a, k, extent), RangeError, got);
  }
  const volumes = 'torch.xcorr3: expected (m × n × o) or (p × m × n × o) and kernels for them that are no larger';
  fails(() => x.xcorr3(x), RangeError, `${volumes}, got DoubleTensor(2 × 3) and DoubleTensor(2 × 3)`);
  fails(() => x.conv2(x.float()), TypeError, 'torch.conv2: expected a DoubleTensor, got FloatTensor(2 × 3)');
  fails(() => x.conv2(x, 'X' as never), TypeError, "torch.conv2: expected 'V' or 'F', got 'X'");
});

test.run();
