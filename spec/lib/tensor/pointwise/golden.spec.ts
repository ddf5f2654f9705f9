/** @file Integer arithmetic against what C's expressions in Torch's source gave, compiled by gcc 12 with wrapping overflow. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { read as golden } from '../../../golden.js';
import { read } from '../layouts.js';

/** Of each function: its operands, in the order of the call, and the result, row by row. */
type Recorded = Record<TypeName, Record<string, number[][]>>;
type Call = (...operands: unknown[]) => Tensor;
const f = torch as unknown as Record<string, Call>;

/** The twin that takes a tensor where the function takes a number. */
const twins: Readonly<Record<string, string>> = {
  mul: 'cmul',
  div: 'cdiv',
  fmod: 'cfmod',
  remainder: 'cremainder',
  bitand: 'cbitand',
  bitor: 'cbitor',
  bitxor: 'cbitxor',
  lshift: 'clshift',
  rshift: 'crshift',
};

for (const [type, { x: _, cast, ...functions }] of Object.entries(golden<Recorded>('c/integers.json'))) {
  const tensor = (values: number[]): Tensor => Tensor.from(type as TypeName, values);
  for (const [name, rows] of Object.entries(functions)) {
    test(`${name} of ${type}`, () => {
      const column = (i: number): number[] => rows.map((row) => row[i]);
      if (rows[0].length === 3) {
        assert.equal(read(f[twins[name] ?? name](tensor(column(0)), tensor(column(1)))), column(2));
        for (const [x, v, y] of rows) assert.equal(read(f[name](tensor([x]), v)), [y], `${name}(${x}, ${v})`);
      } else {
        for (const [x, s, a, b, y] of rows) {
          assert.equal(read(f[name](tensor([x]), s, tensor([a]), tensor([b]))), [y], `${name}(${x}, ${s}, ${a}, ${b})`);
        }
      }
    });
  }
  test(`numbers made ${type}`, () => {
    for (const [value, element] of cast) assert.equal(read(tensor([9]).fill(value)), [element], `${value}`);
  });
}

test.run();
