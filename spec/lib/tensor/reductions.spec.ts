/** @file Reductions against element loops: of everything and of each dimension, in every layout and type. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';
import { close } from '../kernels/arrays.js';
import { floating, indices, integer, laidOut, layouts, numbers, read, refusal } from './layouts.js';

const SIZE = [3, 4, 2];
const N = 24;
const TOLERANCE: Record<string, number> = { Double: 1e-14, Float: 1e-6 };
const nan = Number.NaN;
const inf = Infinity;

/** The elements of each line along d, the other indices in row-major order. */
function linesOf(values: readonly number[], size: readonly number[], d: number): number[][] {
  const others = size.map((s, k) => (k === d ? 1 : s));
  const at = (index: readonly number[]): number => index.reduce((sum, i, k) => sum * size[k] + i, 0);
  return indices(others).map((index) =>
    Array.from({ length: size[d] }, (_, i) => values[at(index.map((j, k) => (k === d ? i : j)))]),
  );
}

const sum = (line: readonly number[]): number => line.reduce((total, v) => total + v, 0);
const power = (p: number) => (line: readonly number[]) => sum(line.map((v) => Math.abs(v) ** p)) ** (1 / p);

interface Case {
  name: string;
  whole: (x: Tensor) => number;
  along: ((x: Tensor, d: number) => Tensor)[];
  oracle: (line: readonly number[]) => number;
  floatsOnly?: boolean;
}

function fold(name: 'sum' | 'mean' | 'prod', oracle: Case['oracle'], floatsOnly: boolean = false): Case {
  const result = (x: Tensor): Tensor => Tensor.zeros(x.elementType, [5]);
  return {
    name,
    whole: (x) => x[name](),
    along: [
      (x, d) => x[name](d),
      (x, d) => torch[name](x, d),
      (x, d) => torch[name](result(x), x, d),
      (x, d) => result(x)[name](x, d),
    ],
    oracle,
    floatsOnly,
  };
}
function norm(p: number, oracle: Case['oracle']): Case {
  return {
    name: `norm ${p}`,
    whole: (x) => torch.norm(x, p),
    along: [(x, d) => x.norm(p, d), (x, d) => torch.norm(x, p, d), (x, d) => torch.norm(x.new(), x, p, d)],
    oracle,
    floatsOnly: true,
  };
}

function spread(name: 'var' | 'std', biased: boolean | undefined): Case {
  return {
    name: `${name} ${biased}`,
    whole: (x) => (biased === undefined ? x[name]() : torch[name](x, biased)),
    along: [
      (x, d) => x[name](d, biased),
      (x, d) => torch[name](x, d, biased),
      (x, d) => torch[name](Tensor.zeros(x.elementType, [5]), x, d, biased),
    ],
    oracle: (line) => {
      const mean = sum(line) / line.length;
      const value = sum(line.map((v) => (v - mean) ** 2)) / (line.length - (biased ? 0 : 1));
      return name === 'std' ? Math.sqrt(value) : value;
    },
    floatsOnly: true,
  };
}

const cases: Case[] = [
  fold('sum', sum),
  fold('mean', (line) => sum(line) / line.length, true),
  fold('prod', (line) => line.reduce((product, v) => product * v, 1)),
  ...([undefined, false, true] as const).flatMap((biased) => [spread('var', biased), spread('std', biased)]),
  norm(0, (line) => line.filter((v) => v !== 0).length),
  norm(1, (line) => sum(line.map(Math.abs))),
  norm(2, (line) => Math.sqrt(sum(line.map((v) => v * v)))),
  norm(3, power(3)),
  norm(0.5, power(0.5)),
  norm(-1, power(-1)),
];

for (const type of [...floating, ...integer]) {
  for (const { name, whole, along, oracle, floatsOnly } of cases) {
    const exact = integer.includes(type);
    if (exact && floatsOnly) {
      test(`${name} is refused on ${type}, as in Torch`, () => {
        const x = Tensor.from(type, [1, 2]);
        const message = `torch.${name.split(' ')[0]}: expected Double or Float, got ${type}Tensor(2)`;
        assert.throws(() => whole(x), refusal(TypeError, message));
        assert.throws(() => along[0](x, 0), refusal(TypeError, message));
      });
      continue;
    }
    test(`${name} of ${type}, of everything and along each dimension, which stays with size 1`, () => {
      const values = numbers(type, N, 3).map((v) => (exact ? Math.sign(v) * (1 + (Math.abs(v) % 2)) : v));
      if (!exact) values[3] = 0;
      if (name === 'norm -1' || name === 'prod') values[3] = 1;
      const tolerance = exact ? 0 : TOLERANCE[type];
      for (const [layoutName, layout] of Object.entries(layouts)) {
        const x = laidOut(type, SIZE, values, layout);
        close([whole(x)], [oracle(values)], tolerance, layoutName);
        for (let d = 0; d < 3; d++) {
          for (const [form, reduce] of along.entries()) {
            for (const dim of [d, d - 3]) {
              const y = reduce(x, dim);
              const where = `${layoutName}, dimension ${dim}, form ${form}`;
              assert.equal([y.size(), y.elementType.name], [SIZE.map((s, k) => (k === d ? 1 : s)), type], where);
              const expected = Tensor.from(type, linesOf(values, SIZE, d).map(oracle));
              close(read(y), read(expected), tolerance, where);
            }
          }
        }
        assert.equal(read(x), values, 'the operand is only read');
      }
    });
  }

  test(`max and min of ${type}: the values, and the first places where they are`, () => {
    const values = numbers(type, N, 6).map(Math.round);
    for (const [layoutName, layout] of Object.entries(layouts)) {
      const x = laidOut(type, SIZE, values, layout);
      for (const [name, best] of [
        ['max', (line: number[]) => line.reduce((a, b) => (b > a ? b : a))],
        ['min', (line: number[]) => line.reduce((a, b) => (b < a ? b : a))],
      ] as const) {
        assert.is(x[name](), best(values));
        assert.is(torch[name](x), best(values));
        for (let d = 0; d < 3; d++) {
          const lines = linesOf(values, SIZE, d);
          const given = [Tensor.zeros(type, [2]), Tensor.zeros('Long', [2])];
          const forms = [x[name](d), x[name](d - 3), torch[name](x, d), torch[name](given[0], given[1], x, d)];
          for (const [found, places] of forms) {
            const size = SIZE.map((s, k) => (k === d ? 1 : s));
            assert.equal([found.size(), places.size(), places.type()], [size, size, 'torch.LongTensor']);
            assert.equal(read(found), lines.map(best), `${name} ${layoutName}`);
            assert.equal(
              read(places),
              lines.map((line) => line.indexOf(best(line))),
              `${name} ${layoutName}`,
            );
          }
          assert.is(forms[3][0], given[0]);
          assert.is(forms[3][1], given[1]);
        }
      }
    }
  });
}

test('reductions count what stride 0 repeats', () => {
  const x = Tensor.from('Double', [[1], [2]]).expand(2, 3);
  assert.is(x.sum(), 9);
  assert.equal(read(x.sum(1)), [3, 6]);
  assert.equal(read(x.sum(0)), [3, 3, 3]);
  close(read(x.norm(2, 1)), [Math.sqrt(3), Math.sqrt(12)], 1e-15, 'norm');
  assert.equal(read(x.max(1)[0]), [1, 2]);
  assert.equal(read(x.max(1)[1]), [0, 0], 'the first of equals');
});

test('a dimension of size 1 reduces to itself', () => {
  const x = Tensor.from('Double', [[[1, 2]], [[3, -4]]]);
  for (const y of [x.sum(1), x.mean(1), x.prod(1), x.max(1)[0], x.min(1)[0]])
    assert.equal(
      [y.size(), read(y)],
      [
        [2, 1, 2],
        [1, 2, 3, -4],
      ],
    );
  assert.equal(read(x.norm(3, 1).round()), [1, 2, 3, 4]);
});

test('a result may be the operand', () => {
  const x = Tensor.from('Double', [
    [1, 2],
    [3, 4],
  ]);
  assert.is(torch.sum(x, x, 1), x);
  assert.equal(
    [x.size(), read(x)],
    [
      [2, 1],
      [3, 7],
    ],
  );
});

test('a NaN is the largest and the smallest, the first one where it is', () => {
  for (const name of ['max', 'min'] as const) {
    for (const [row, place] of [
      [[1, nan, 3, nan], 1],
      [[nan, 2, 3, 4], 0],
      [[1, 2, 3, nan], 3],
    ] as [number[], number][]) {
      const x = Tensor.from('Double', [row, [4, 4, 4, 4]]);
      assert.equal(x[name](), nan);
      for (const [values, indices] of [x[name](1), x.t().clone()[name](0)]) {
        assert.equal(
          [read(values), read(indices)],
          [
            [nan, 4],
            [place, 0],
          ],
        );
      }
    }
  }
});

test('a single element has no variance, and with the flag none at all', () => {
  const x = torch.Tensor([[3]]);
  assert.equal([x.var(), x.std(), x.var(true), x.std(true)], [nan, nan, 0, 0]);
  assert.equal([read(x.var(1)), read(x.std(1, true))], [[nan], [0]]);
});

test('the variance of large numbers close to one another is not lost to rounding', () => {
  const x = torch.Tensor([[1e9 + 1, 1e9 + 2, 1e9 + 3]]);
  assert.equal([x.var(), read(x.var(1)), x.std()], [1, [1], 1]);
});

test('a sum along a dimension has the bits of adding slice after slice', () => {
  const x = torch.randn(7, 9, 11);
  for (let d = 0; d < 3; d++) {
    const total = x.narrow(d, 0, 1).clone();
    for (let i = 1; i < x.size(d); i++) total.add(x.narrow(d, i, 1));
    assert.equal(read(x.sum(d)), read(total));
  }
});

test('NaN and infinities pass through sums and norms', () => {
  const x = Tensor.from('Double', [1, nan, -inf]);
  assert.equal([x.sum(), x.mean(), x.prod()], [nan, nan, nan]);
  assert.equal([x.norm(), x.norm(1), x.norm(3), x.norm(0)], [nan, nan, nan, 3]);
  assert.is(Tensor.from('Double', [1, -inf]).norm(), inf);
});

test('the 2-norm neither overflows nor underflows on the way', () => {
  for (const scale of [1e200, 1e-200]) {
    const x = Tensor.from('Double', [[3 * scale, 4 * scale]]);
    close([x.norm() / scale, x.norm(2, 1).get(0, 0) / scale], [5, 5], 1e-15, `${scale}`);
  }
});

test('norm refuses an infinite p, for which Torch gives 1 whatever the elements are', () => {
  for (const p of [inf, -inf, nan]) {
    assert.throws(() => torch.ones(2).norm(p), refusal(RangeError, `torch.norm: expected a finite p, got ${p}`));
  }
});

test('nothing sums to 0, multiplies to 1, has norm 0, and has neither mean nor extremes', () => {
  const x = torch.zeros(0);
  assert.equal([x.sum(), x.prod(), x.norm(), x.norm(1), x.norm(0)], [0, 1, 0, 0, 0]);
  for (const name of ['mean', 'max', 'min', 'var', 'std'] as const) {
    const refused = refusal(RangeError, `torch.${name}: expected at least one element, got an empty tensor`);
    assert.throws(() => x[name](), refused);
    assert.throws(() => x[name](0), refused);
  }
  assert.throws(() => x.sum(0), refusal(RangeError, 'Tensor.sum: expected a dimension of DoubleTensor(), got 0'));
});

test('reductions check the dimension and the type of the result', () => {
  const x = torch.ones(2, 3);
  for (const name of ['sum', 'mean', 'prod', 'max', 'min'] as const) {
    assert.throws(
      () => x[name](2),
      refusal(RangeError, `Tensor.${name}: expected a dimension of DoubleTensor(2 × 3), got 2`),
    );
  }
  assert.throws(
    () => x.norm(2, -3),
    refusal(RangeError, 'Tensor.norm: expected a dimension of DoubleTensor(2 × 3), got -3'),
  );
  assert.throws(
    () => torch.sum(torch.FloatTensor(1), x, 0),
    refusal(TypeError, 'torch.sum: expected a DoubleTensor for the result, got FloatTensor(1)'),
  );
  const calls = torch as unknown as Record<string, (...operands: unknown[]) => unknown>;
  for (const [name, wrong, operands, got] of [
    ['sum', ['rows'], '(x, [dim])', 'string'],
    ['sum', [0, 1], '(x, [dim])', 'number, number'],
    ['max', [true], '(x, [dim])', 'boolean'],
    ['std', ['biased'], '(x, [dim], [biased])', 'string'],
    ['var', [0, 1], '(x, [dim], [biased])', 'number, number'],
    ['norm', ['2'], '(x, [p], [dim])', 'string'],
    ['norm', [2, 0, 1], '(x, [p], [dim])', 'number, number, number'],
  ] as const) {
    const message = `torch.${name}: expected ${operands}, got DoubleTensor(2 × 3), ${got}`;
    assert.throws(() => calls[name](x, ...wrong), refusal(TypeError, message));
  }
  assert.throws(() => calls.sum([1]), refusal(TypeError, 'torch.sum: expected a tensor, got object'));
});

test('sums and products of integers are exact as numbers, wrap as elements, and are refused beyond 2^53 − 1 where they have to be exact', () => {
  const of = (type: TypeName, values: number[]): Tensor => Tensor.from(type, values);
  assert.is(of('Byte', [200, 200, 200]).sum(), 600, 'the sum is a number, not a Byte');
  assert.equal(read(of('Byte', [200, 200, 200]).sum(0)), [88]);
  assert.equal(read(of('Int', [100000, 100000]).prod(0)), [1410065408]);
  assert.is(of('Long', [2 ** 53 - 1, -1]).sum(), 2 ** 53 - 2);
  const beyond = (name: string, got: string): ((e: unknown) => boolean) =>
    refusal(RangeError, `torch.${name}: expected an integer within ±(2^53 − 1), got ${got}`);
  assert.throws(() => of('Long', [2 ** 53 - 1, 1, -1]).sum(), beyond('sum', '9007199254740992'));
  assert.throws(() => of('Int', [2 ** 30, 2 ** 30, 2 ** 30]).prod(), beyond('prod', '1152921504606847000'));
  assert.equal(read(of('Int', [65537, 65537, 65537]).prod(0)), [196609], 'the low 32 bits of 65537³');
  const result = of('Long', [7]);
  const large = of('Long', [2 ** 53 - 1, 1]);
  assert.throws(() => torch.sum(result, large, 0), beyond('sum', '9007199254740992'));
  assert.equal([result.size(), read(result)], [[1], [7]], 'as it was');
});

/** Never run: the compiler has to accept the first lines, and to refuse each line that says so. */
export function callForms(x: Tensor, result: Tensor): void {
  const numbersOnly: number[] = [x.sum(), x.norm(), x.norm(1), x.max(), torch.mean(x), torch.min(x)];
  const tensors: Tensor[] = [x.sum(0), result.sum(x, 0), torch.prod(result, x, 0), x.norm(2, 0), x.max(0)[1]];
  numbersOnly.concat(tensors.length);
  // @ts-expect-error the largest of a dimension comes with its places
  tensors.push(x.max(0));
  // @ts-expect-error a sum along a dimension is no number
  numbersOnly.push(x.sum(0));
  // @ts-expect-error a result is for a dimension
  torch.sum(result, x);
  // @ts-expect-error the places go into a tensor too
  torch.max(result, x, 0);
  tensors.push(x.std(0, true), torch.var(result, x, 0), ...torch.min(result, result, x, 0), result.norm(x, 2, 0));
  // @ts-expect-error the sum has no flag
  x.sum(0, true);
  // @ts-expect-error a dimension is a number
  x.sum('rows');
}

test.run();
