/** @file Views of random tensors of random strides: which element each of their elements is, and that it is that one. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Range } from '../../../lib/tensor/access.js';
import { Tensor } from '../../../lib/tensor/index.js';
import { floating, indices, integer, onlyElementsWritten, read } from './layouts.js';
import { type Pick, picker, property, type Strided, sizeWith, strided, valuesOf } from './strided.js';

/** A view, the sizes it should have, and where its element i should come from. */
type Case = [view: Tensor, size: number[], from: (i: number[]) => number[]];

/** The dimension d, counted from either end. */
const either = (pick: Pick, d: number, n: number): number => (pick(2) === 0 ? d : d - n);

/** A number or a range for every dimension, one range at the least, and the first and last index that each means. */
function indexed(size: number[], pick: Pick): { index: (number | Range)[]; first: number[]; last: number[] } {
  const index = size.map((s): number | Range => {
    const first = pick(s);
    const last = first + pick(s - first);
    const kinds = [[], [either(pick, first, s)], [first, either(pick, last, s)], either(pick, first, s)] as const;
    return kinds[pick(4)];
  });
  const always = pick(size.length);
  if (!index.some((i) => typeof i !== 'number')) index[always] = [];
  const whole = (i: number, d: number): number => (i < 0 ? i + size[d] : i);
  const first = index.map((i, d) => whole(typeof i === 'number' ? i : (i[0] ?? 0), d));
  const last = index.map((i, d) => (typeof i === 'number' ? first[d] : whole(i.at(-1) ?? size[d] - 1, d)));
  return { index, first, last };
}

const makes: Record<string, (x: Tensor, size: number[], pick: Pick) => Case> = {
  narrow(x, size, pick) {
    const d = pick(size.length);
    const first = pick(size[d]);
    const n = 1 + pick(size[d] - first);
    const view = x.narrow(either(pick, d, size.length), either(pick, first, size[d]), n);
    return [view, sizeWith(size, d, n), (i) => i.with(d, i[d] + first)];
  },
  select(x, size, pick) {
    const d = pick(size.length);
    const at = pick(size[d]);
    const view = x.select(either(pick, d, size.length), either(pick, at, size[d]));
    return size.length === 1 ? [view, [1], () => [at]] : [view, size.toSpliced(d, 1), (i) => i.toSpliced(d, 0, at)];
  },
  sub(x, size, pick) {
    const bounds = size.slice(0, 1 + pick(size.length)).map((s) => {
      const first = pick(s);
      return [first, first + pick(s - first)];
    });
    const view = x.sub(...(bounds.flatMap((b, d) => b.map((i) => either(pick, i, size[d]))) as [number, number]));
    const first = size.map((_, d) => bounds[d]?.[0] ?? 0);
    return [
      view,
      size.map((s, d) => (bounds[d] ? bounds[d][1] - bounds[d][0] + 1 : s)),
      (i) => i.map((k, d) => k + first[d]),
    ];
  },
  get(x, size, pick) {
    const { index, first, last } = indexed(size, pick);
    const kept = index.flatMap((i, d) => (typeof i === 'number' ? [] : [d]));
    // Ranges of everything may be left out at the end, as long as there is one.
    while (index.length > 1 && Array.isArray(index.at(-1)) && (index.at(-1) as Range).length === 0) {
      if (index.slice(0, -1).every((i) => typeof i === 'number')) break;
      index.pop();
    }
    const extents = kept.map((d) => last[d] - first[d] + 1);
    return [x.get(...index), extents, (i) => first.map((k, d) => (kept.includes(d) ? k + i[kept.indexOf(d)] : k))];
  },
  transpose(x, size, pick) {
    const [a, b] = [pick(size.length), pick(size.length)];
    const swapped = <T>(list: T[]): T[] => list.with(a, list[b]).with(b, list[a]);
    return [x.transpose(either(pick, a, size.length), either(pick, b, size.length)), swapped(size), swapped];
  },
  permute(x, size, pick) {
    const dims = size.map((_, d) => d).sort(() => pick(3) - 1);
    const view = x.permute(...dims.map((d) => either(pick, d, size.length)));
    return [view, dims.map((d) => size[d]), (i) => size.map((_, d) => i[dims.indexOf(d)])];
  },
  expand(x, size, pick) {
    const d = pick(size.length);
    const one = x.narrow(d, 0, 1);
    const added = Array.from({ length: pick(3) }, () => 1 + pick(2));
    const extent = 1 + pick(3);
    const wide = [...added, ...sizeWith(size, d, extent)];
    const from = (i: number[]): number[] => i.slice(added.length).with(d, 0);
    return [pick(2) === 0 ? one.expand(wide) : one.expand(...wide), wide, from];
  },
  squeeze(x, size, pick) {
    const d = pick(size.length);
    const thin = x.narrow(d, 0, 1);
    const kept = sizeWith(size, d, 1).flatMap((s, k) => (s === 1 ? [] : [k]));
    const from = (i: number[]): number[] => size.map((_, k) => (kept.includes(k) ? i[kept.indexOf(k)] : 0));
    return [thin.squeeze(), kept.length === 0 ? [1] : kept.map((k) => size[k]), from];
  },
  'squeeze of one dimension'(x, size, pick) {
    const d = pick(size.length);
    const dim = either(pick, d, size.length);
    if (size[d] !== 1 || size.length === 1) return [x.squeeze(dim), size, (i) => i];
    return [x.squeeze(dim), size.toSpliced(d, 1), (i) => i.toSpliced(d, 0, 0)];
  },
  unsqueeze(x, size, pick) {
    const d = pick(size.length + 1);
    const view = x.unsqueeze(either(pick, d, size.length + 1));
    return [view, size.toSpliced(d, 0, 1), (i) => i.toSpliced(d, 1)];
  },
  unfold(x, size, pick) {
    const d = pick(size.length);
    const length = 1 + pick(size[d]);
    const step = 1 + pick(2);
    const view = x.unfold(either(pick, d, size.length), length, step);
    const many = Math.floor((size[d] - length) / step) + 1;
    return [view, [...sizeWith(size, d, many), length], (i) => i.slice(0, -1).with(d, i[d] * step + i[i.length - 1])];
  },
};

/** Checks a view's sizes and elements, and, by writing through it, that they are the elements of x and no others. */
function check({ x, size, at }: Strided, [view, sizes, from]: Case): void {
  const expected = valuesOf(sizes, (i) => at(...from(i)));
  assert.equal([view.size(), read(view)], [sizes, expected]);
  assert.is(view.storage(), x.storage());
  view.fill(-1);
  const written = new Set(indices(sizes).map((i) => from(i).join()));
  const after = valuesOf(size, (i) => (written.has(i.join()) ? x.elementType.cast(-1) : at(...i)));
  assert.equal(read(x), after, 'written through the view');
  onlyElementsWritten(x, 'written through the view');
}

const types = [...floating, ...integer];

for (const [name, make] of Object.entries(makes)) {
  test(name, () => {
    property(fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat()), ([s, seed]) => {
      check(s, make(s.x, s.size, picker(seed)));
    });
  });
}

test('set writes a number, or the elements of a tensor one after the other, where get looks', () => {
  property(fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat()), ([s, seed]) => {
    const pick = picker(seed);
    const { index, first, last } = indexed(s.size, pick);
    const inside = (i: number[]): boolean => i.every((k, d) => k >= first[d] && k <= last[d]);
    const n = indices(s.size).filter(inside).length;
    const source = Array.from({ length: n }, (_, k) => k + 1);
    let next = 0;
    assert.is(s.x.set(...index, Tensor.from('Short', source)), s.x);
    assert.equal(
      read(s.x),
      valuesOf(s.size, (i) => (inside(i) ? source[next++] : s.at(...i))),
    );
    s.x.set(...index, 3);
    assert.equal(
      read(s.x),
      valuesOf(s.size, (i) => (inside(i) ? 3 : s.at(...i))),
    );
    onlyElementsWritten(s.x, 'set');
  });
});

test('t', () => {
  property(strided(types, { min: 2, max: 2 }), (s) => check(s, [s.x.t(), s.size.toReversed(), (i) => i.toReversed()]));
});

test('view and viewAs', () => {
  property(fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat()), ([s, seed]) => {
    const x = s.x.clone();
    const n = x.nElement();
    const rows = [1, 2, 3, 4].filter((k) => n % k === 0)[picker(seed)(2)] ?? 1;
    for (const view of [x.view(rows, -1), x.view([-1, n / rows]), x.viewAs(Tensor.zeros('Byte', [rows, n / rows]))]) {
      assert.equal([view.size(), read(view)], [[rows, n / rows], s.values]);
      assert.is(view.storage(), x.storage());
    }
  });
});

test('split and chunk', () => {
  property(fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat()), ([s, seed]) => {
    const pick = picker(seed);
    const d = pick(s.size.length);
    const length = 1 + pick(5);
    const most = Math.ceil(s.size[d] / length);
    for (const [pieces, step] of [
      [s.x.split(length, d), length],
      [s.x.chunk(length, d - s.size.length), most],
    ] as const) {
      assert.is(pieces.length, Math.ceil(s.size[d] / step));
      for (const [k, piece] of pieces.entries()) {
        const size = sizeWith(s.size, d, Math.min(step, s.size[d] - k * step));
        assert.equal([piece.size(), read(piece)], [size, valuesOf(size, (i) => s.at(...i.with(d, i[d] + k * step)))]);
      }
    }
  });
});

test.run();
