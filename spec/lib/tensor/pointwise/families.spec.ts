/** @file Pointwise functions against element loops: every form, layout and type, aliased operands, integers as in C. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementTypes, Storage, Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { close } from '../../kernels/arrays.js';
import { floating, integer, laidOut, layouts, numbers, onlyElementsWritten, read, refusal } from '../layouts.js';

const SIZE = [3, 4];
const N = 12;
const TOLERANCE: Record<string, number> = { Double: 4e-15, Float: 4e-7 };

/** What `type` makes of a number. */
function stored(type: TypeName, values: readonly number[]): number[] {
  return Array.from(new Storage(type, values).data);
}

/** One function: what it does to (x, a, b), the methods' operands after the source, and the types it works on. */
interface Case {
  name: string;
  operands: ('number' | 'a' | 'b')[];
  number?: number;
  /** Numbers of which real functions like log are defined. */
  positive?: boolean;
  f: (x: number, a: number, b: number, s: number) => number;
  integers?: (x: number, a: number, b: number, s: number) => number;
}

const unary = (name: string, f: (x: number) => number, positive = false, integers?: (x: number) => number): Case => ({
  name,
  operands: [],
  positive,
  f,
  integers,
});
const same = <T extends Case>(c: Omit<T, 'integers'>): Case => ({ ...c, integers: c.f });

const cases: Case[] = [
  unary('exp', Math.exp),
  unary('log', Math.log, true),
  unary('log1p', Math.log1p, true),
  unary('tanh', Math.tanh),
  unary('sigmoid', (x) => 1 / (1 + Math.exp(-x))),
  unary('sin', Math.sin),
  unary('cos', Math.cos),
  unary('sqrt', Math.sqrt, true),
  unary('rsqrt', (x) => 1 / Math.sqrt(x), true),
  unary('cinv', (x) => 1 / x),
  unary('floor', Math.floor),
  unary('ceil', Math.ceil),
  unary('trunc', (x) => (x < 0 ? Math.ceil(x) : Math.floor(x))),
  unary('round', (x) => (x < 0 ? Math.ceil(x - 0.5) : Math.floor(x + 0.5))),
  unary(
    'abs',
    (x) => (x < 0 ? -x : x),
    false,
    (x) => (x < 0 ? -x : x),
  ),
  unary(
    'neg',
    (x) => 0 - x,
    false,
    (x) => 0 - x,
  ),
  unary(
    'sign',
    (x) => (x < 0 ? -1 : x > 0 ? 1 : 0),
    false,
    (x) => (x < 0 ? -1 : x > 0 ? 1 : 0),
  ),
  same({ name: 'mul', operands: ['number'], number: 3, f: (x, _a, _b, s) => x * s }),
  { name: 'mul', operands: ['number'], number: 0.1, f: (x, _a, _b, s) => x * s, integers: () => 0 },
  {
    name: 'div',
    operands: ['number'],
    number: 2.5,
    f: (x, _a, _b, s) => x / s,
    integers: (x) => (x < 0 ? Math.ceil(x / 2) : Math.floor(x / 2)),
  },
  ...[-2, -1, -0.5, 0, 0.5, 1, 2, 3, 2.5, -1.5].map((p) => ({
    name: 'pow',
    operands: ['number' as const],
    number: p,
    positive: true,
    f: (x: number) => Math.exp(p * Math.log(x)),
  })),
  same({ name: 'cmul', operands: ['a'], f: (x, a) => x * a }),
  {
    name: 'cdiv',
    operands: ['a'],
    positive: true,
    f: (x, a) => x / a,
    integers: (x, a) => (x < 0 ? Math.ceil(x / a) : Math.floor(x / a)),
  },
  same({ name: 'cmax', operands: ['a'], f: (x, a) => (x > a ? x : a) }),
  same({ name: 'cmin', operands: ['a'], f: (x, a) => (x < a ? x : a) }),
  same({ name: 'cmax', operands: ['number'], number: 1, f: (x, _a, _b, s) => (x > s ? x : s) }),
  same({ name: 'cmin', operands: ['number'], number: 1, f: (x, _a, _b, s) => (x < s ? x : s) }),
  {
    name: 'cpow',
    operands: ['a'],
    positive: true,
    f: (x, a) => Math.exp(a * Math.log(x)),
    integers: (x, a) => Math.trunc(x ** a),
  },
  same({ name: 'add', operands: ['number'], number: 2, f: (x, _a, _b, s) => x + s }),
  same({ name: 'add', operands: ['a'], f: (x, a) => x + a }),
  same({ name: 'add', operands: ['number', 'a'], number: 3, f: (x, a, _b, s) => x + s * a }),
  same({ name: 'csub', operands: ['number'], number: 2, f: (x, _a, _b, s) => x - s }),
  same({ name: 'csub', operands: ['a'], f: (x, a) => x - a }),
  same({ name: 'csub', operands: ['number', 'a'], number: 3, f: (x, a, _b, s) => x - s * a }),
  same({ name: 'addcmul', operands: ['a', 'b'], f: (x, a, b) => x + a * b }),
  same({ name: 'addcmul', operands: ['number', 'a', 'b'], number: 2, f: (x, a, b, s) => x + s * a * b }),
  {
    name: 'addcdiv',
    operands: ['a', 'b'],
    positive: true,
    f: (x, a, b) => x + a / b,
    integers: (x, a, b) => x + Math.trunc(a / b),
  },
  {
    name: 'addcdiv',
    operands: ['number', 'a', 'b'],
    number: 3,
    positive: true,
    f: (x, a, b, s) => x + (s * a) / b,
    integers: (x, a, b, s) => x + Math.trunc((s * a) / b),
  },
];

type Method = (...operands: unknown[]) => Tensor;
const method = (x: Tensor, name: string): Method => (x[name as keyof Tensor] as Method).bind(x);
const fn = (name: string): Method => torch[name as keyof typeof torch] as Method;

function valuesFor(type: TypeName, seed: number, positive: boolean): number[] {
  const drawn = numbers(type, N, seed);
  return positive ? drawn.map((v) => stored(type, [Math.abs(v) + 1])[0]) : drawn;
}

for (const type of [...floating, ...integer]) {
  const whole = elementTypes[type].integer;
  for (const c of cases) {
    const f = whole ? c.integers : c.f;
    const label = `${c.name}(${c.operands.map((o) => (o === 'number' ? c.number : o)).join(', ')})`;
    if (!f) {
      test(`${label} is refused on ${type}, as in Torch`, () => {
        const x = Tensor.zeros(type, SIZE);
        assert.throws(
          () => method(x, c.name)(...c.operands.map((o) => (o === 'number' ? c.number : x))),
          refusal(TypeError, `torch.${c.name}: expected Double or Float, got ${type}Tensor(3 × 4)`),
        );
      });
      continue;
    }
    test(`${label} on ${type}: in place, from another tensor, as a function, into a result`, () => {
      const positive = c.positive === true;
      const [x, a, b] = [1, 2, 3].map((seed) => valuesFor(type, seed, positive || (whole && seed > 1)));
      const s = stored(type, [c.number ?? 1])[0];
      const expected = stored(
        type,
        x.map((v, i) => f(v, a[i], b[i], s)),
      );
      const check = (got: Tensor, where: string): void => {
        if (whole) assert.equal(read(got), expected, where);
        else close(read(got), expected, TOLERANCE[type], where);
      };
      for (const [xLayout, xl] of Object.entries(layouts)) {
        for (const [aLayout, al] of Object.entries(layouts)) {
          const where = `${xLayout}, operands ${aLayout}`;
          const source = laidOut(type, SIZE, x, xl);
          const given = { a: laidOut(type, SIZE, a, al), b: laidOut(type, [2, 6], b, al) };
          const operands = c.operands.map((o) => (o === 'number' ? c.number : given[o]));
          const fresh = fn(c.name)(source, ...operands);
          check(fresh, `function, ${where}`);
          assert.equal([fresh.size(), fresh.isContiguous(), fresh.elementType.name], [SIZE, true, type]);
          const result = laidOut(type, SIZE, numbers(type, N, 9), al);
          assert.is(fn(c.name)(result, source, ...operands), result);
          check(result, `into a result, ${where}`);
          onlyElementsWritten(result, where);
          const other = laidOut(type, [1, 5], numbers(type, 5, 9), al);
          assert.is(method(other, c.name)(source, ...operands), other);
          check(other, `from another tensor, ${where}`);
          assert.equal(other.size(), SIZE, 'the result takes the shape of the source');
          assert.equal(read(source), x, 'the source is only read');
          assert.is(method(source, c.name)(...operands), source);
          check(source, `in place, ${where}`);
          onlyElementsWritten(source, where);
          assert.equal([read(given.a), read(given.b)], [a, b], 'operands are only read');
        }
      }
    });
  }
}

test('clamp brings every element into its bounds', () => {
  for (const type of [...floating, ...integer]) {
    const values = stored(type, [0, 1, 2, 3, 4, 5]);
    for (const [name, layout] of Object.entries(layouts)) {
      const x = laidOut(type, [2, 3], values, layout);
      assert.equal(read(torch.clamp(x, 1, 3)), [1, 1, 2, 3, 3, 3], name);
      assert.equal(read(torch.clamp(torch.ones(2).type(type), x, 1, 3)), [1, 1, 2, 3, 3, 3], name);
      assert.equal(read(x.new().clamp(x, 2, 9)), [2, 2, 2, 3, 4, 5], name);
      assert.equal(
        read(x.clamp(1.9, 3.9)),
        elementTypes[type].integer ? [1, 1, 2, 3, 3, 3] : stored(type, [1.9, 1.9, 2, 3, 3.9, 3.9]),
        name,
      );
      onlyElementsWritten(x, name);
    }
  }
});

test('fill, zero and apply write every element and nothing else, apply in row-major order', () => {
  for (const type of [...floating, ...integer]) {
    for (const [name, layout] of Object.entries(layouts)) {
      const x = laidOut(type, SIZE, numbers(type, N, 1), layout);
      assert.is(x.fill(5), x);
      assert.equal(read(x), new Array(N).fill(5), name);
      let i = 0;
      assert.is(
        x.apply((v) => v + i++),
        x,
      );
      assert.equal(
        read(x),
        Array.from({ length: N }, (_, k) => 5 + k),
        name,
      );
      assert.equal(read(x.zero()), new Array(N).fill(0), name);
      onlyElementsWritten(x, `${type}, ${name}`);
    }
  }
});

test.run();
