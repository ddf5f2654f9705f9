/** @file Every pointwise function, in every call form and for every type, against its definition, on random strided tensors. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { families } from '../../../../lib/tensor/families.js';
import { elementTypes, type Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { within } from '../../kernels/arrays.js';
import { type Layout, laidOut, onlyElementsWritten, read, refusal } from '../layouts.js';
import { layout, picker, property } from '../strided.js';
import { type C, type Definition, definitions } from './definitions.js';
import { elementsFor, type IntegerType, integerTypes, LARGEST } from './elements.js';

const TOLERANCE: Partial<Record<TypeName, number>> = { Double: 8e-16, Float: 2.4e-7 };

type Call = (...operands: unknown[]) => Tensor;
const f = torch as unknown as Record<string, Call>;
const method = (x: Tensor, name: string): Call => (x[name as keyof Tensor] as Call).bind(x);
const labelOf = ({ name, letters }: Definition): string =>
  `${name}(${Array.from(letters, (l) => (l === 't' ? 'tensor' : 'number')).join(', ')})`;

/** A scalar function of elements, or an error where the type refuses. */
function scalar({ real, integer, compares }: Definition, type: TypeName): (...operands: number[]) => number {
  const c = integerTypes[type];
  if (!c) {
    const round = type === 'Float' ? Math.fround : (x: number): number => x;
    return (...operands) => round(real?.(round)(...operands) as number);
  }
  return (...operands) => {
    const value = integer?.(arithmetic(type, c), ...operands.map(BigInt)) as bigint;
    return Number(compares ? value : stored(type, c, value));
  };
}

function exact(value: bigint): bigint {
  if (value > LARGEST || value < -LARGEST) throw new RangeError('not exact');
  return value;
}

function arithmetic(type: TypeName, { bits }: IntegerType): C {
  return {
    bits,
    product: (p, q) => (type === 'Long' ? exact(p * q) : BigInt.asIntN(32, p * q)),
  };
}

function stored(type: TypeName, { bits, low }: IntegerType, value: bigint): bigint {
  if (type === 'Long') return exact(value);
  return low < 0n ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** One call: sizes, what its operands hold, how they lie in memory. */
interface Case {
  size: number[];
  layouts: Layout[];
  flat: boolean;
  wild: boolean;
  seed: number;
}
const cases: fc.Arbitrary<Case> = fc.record({
  size: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
  layouts: fc.array(layout, { minLength: 5, maxLength: 5 }),
  flat: fc.boolean(),
  wild: fc.boolean(),
  seed: fc.nat(1e6),
});

function check(definition: Definition, type: TypeName, { size, layouts, flat, wild, seed }: Case): void {
  const { name, letters, compares, approximate } = definition;
  const n = size.reduce((product, s) => product * s, 1);
  const pick = picker(seed);
  const source = letters.indexOf('t');
  const values = Array.from(letters, (letter, i) =>
    elementsFor(definition, type, i === 0, wild, letter === 't' ? n : 1, pick),
  );
  const operands = (): (Tensor | number)[] =>
    values.map((held, i) => {
      if (letters[i] === 'n') return held[0];
      return laidOut(type, flat && i !== source ? [n] : size, held, layouts[i]);
    });
  const of = scalar(definition, type);
  const at = (i: number): number[] => values.map((held) => held[held.length > 1 ? i : 0]);
  let expected: number[] | undefined;
  try {
    expected = Array.from({ length: n }, (_, i) => of(...at(i)));
  } catch {
    expected = undefined;
  }
  const magnitude = (i: number): number =>
    at(i).reduce((product, x) => product * (1 + Math.abs(x)), Math.max(1, Math.abs(expected?.[i] ?? 0)));
  const tolerance = approximate ? (TOLERANCE[type] ?? 0) : 0;

  /** Calls, and checks what comes out in `result`, or that a refused call leaves everything as it was. */
  const verify = (form: string, result: Tensor | undefined, given: (Tensor | number)[], call: () => Tensor): void => {
    const where = `${form}, ${JSON.stringify({ size, wild, seed })}`;
    const before = result && { size: result.size(), values: read(result) };
    if (expected) {
      const got = call();
      if (result) assert.is(got, result, where);
      assert.equal(got.size(), size, where);
      within(read(got), expected, tolerance, magnitude, where);
      if (result && String(before?.size) === String(size)) onlyElementsWritten(result, where);
    } else {
      assert.throws(call, (error: unknown) => error instanceof RangeError, where);
      if (result) assert.equal({ size: result.size(), values: read(result) }, before, where);
    }
    given.forEach((x, i) => {
      if (typeof x !== 'number' && x !== result)
        assert.equal(read(x), values[i], `${where}: operand ${i} is only read`);
    });
  };

  const resultTypes: TypeName[] = compares ? ['Byte', type] : [type];
  for (const resultType of resultTypes) {
    for (const resultSize of [size, [2, 5]]) {
      const others = resultSize.reduce((product, s) => product * s, 1);
      const result = laidOut(resultType, resultSize, new Array(others).fill(3), layouts[4]);
      const given = operands();
      verify(`torch.${name}(result, …)`, result, given, () => f[name](result, ...given));
      const again = laidOut(resultType, resultSize, new Array(others).fill(3), layouts[4]);
      verify(`result.${name}(…)`, again, given, () => method(again, name)(...given));
    }
  }
  const given = operands();
  const fresh = (): Tensor => {
    const made = f[name](...given);
    assert.equal([made.isContiguous(), made.elementType.name], [true, compares ? 'Byte' : type]);
    return made;
  };
  verify(`torch.${name}(…)`, undefined, given, fresh);
  if (source > 0) return;
  const [x, ...rest] = given as [Tensor, ...(Tensor | number)[]];
  verify(`x.${name}(…)`, compares ? undefined : x, given, () => method(x, name)(...rest));
}

for (const definition of definitions) {
  for (const type of definition.types) {
    test(`${labelOf(definition)} on ${type}`, () => {
      property(cases, (one) => check(definition, type, one), 12);
    });
  }
  const refused = (Object.keys(elementTypes) as TypeName[]).filter((type) => !definition.types.includes(type));
  if (refused.length > 0) {
    test(`${labelOf(definition)} on other types is refused, as in Torch`, () => {
      for (const type of refused) {
        const x = laidOut(type, [2, 3], [1, 2, 3, 4, 5, 6], (size) => ({ stride: [size[1], 1], offset: 0 }));
        const operands = Array.from(definition.letters, (letter) => (letter === 't' ? x : 1));
        const types = (Object.keys(elementTypes) as TypeName[]).filter((t) => definition.types.includes(t));
        const expected = `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
        const message = `torch.${definition.name}: expected ${expected}, got ${type}Tensor(2 × 3)`;
        assert.throws(() => f[definition.name](...operands), refusal(TypeError, message));
        assert.equal(read(x), [1, 2, 3, 4, 5, 6]);
      }
    });
  }
}

test('every declared pointwise function has a definition here, for all its lists of operands and types', () => {
  const declared = Object.entries(families).flatMap(([name, declaration]) =>
    'maps' in declaration
      ? Object.entries(declaration.maps as Record<string, object>).map(([letters, loops]) => [
          name,
          letters,
          Object.keys(loops).sort(),
          'compares' in declaration,
          'numbers' in declaration,
        ])
      : [],
  );
  const defined = definitions.map((d) => [
    d.name,
    d.letters,
    [...d.types].sort(),
    d.compares ?? false,
    d.numbers ?? false,
  ]);
  const sorted = (rows: unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  assert.equal(sorted(declared), sorted(defined));
});

test.run();
