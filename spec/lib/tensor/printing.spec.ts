/** @file Printed tensors and storages against the text of Lua Torch7. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Storage, Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';

interface Row {
  code: string;
  seed: number;
  text: string;
}

const golden = new URL('../../golden/torch7/printing.json', import.meta.url);
const rows: Row[] = JSON.parse(readFileSync(golden, 'utf8'));

/** Torch's expression for each of ours. Seeded as the row says before it is evaluated. */
const expressions: Record<string, () => Tensor | Storage> = {
  'torch.Tensor()': () => torch.Tensor(),
  'torch.Tensor{1,2,3}': () => torch.Tensor([1, 2, 3]),
  'torch.Tensor{1.5,-2,3}': () => torch.Tensor([1.5, -2, 3]),
  'torch.Tensor{1e6,1}': () => torch.Tensor([1e6, 1]),
  'torch.Tensor{1e-6,1}': () => torch.Tensor([1e-6, 1]),
  'torch.Tensor{1e10,-3}': () => torch.Tensor([1e10, -3]),
  'torch.Tensor{0/0,1}': () => torch.Tensor([NaN, 1]),
  'torch.Tensor{1/0,-1/0,2}': () => torch.Tensor([Infinity, -Infinity, 2]),
  'torch.Tensor{0,0}': () => torch.Tensor([0, 0]),
  'torch.randn(3)': () => torch.randn(3),
  'torch.randn(2,3)': () => torch.randn(2, 3),
  'torch.randn(2,3):mul(1e5)': () => torch.randn(2, 3).mul(1e5),
  'torch.randn(3,2):mul(1e-5)': () => torch.randn(3, 2).mul(1e-5),
  'torch.range(1,6):resize(2,3)': () => torch.range(1, 6).resize(2, 3),
  'torch.randn(2,2,3)': () => torch.randn(2, 2, 3),
  'torch.ones(2,30)': () => torch.ones(2, 30),
  'torch.randn(2,12)': () => torch.randn(2, 12),
  'torch.FloatTensor{1.1,2.2}': () => torch.FloatTensor([1.1, 2.2]),
  'torch.IntTensor{1,-20,300}': () => torch.IntTensor([1, -20, 300]),
  'torch.LongTensor(2,2):fill(7)': () => torch.LongTensor(2, 2).fill(7),
  'torch.ByteTensor{0,255}': () => torch.ByteTensor([0, 255]),
  'torch.CharTensor{-1,5}': () => torch.CharTensor([-1, 5]),
  'torch.ShortTensor(2,3):fill(-9)': () => torch.ShortTensor(2, 3).fill(-9),
  'torch.LongStorage{2,3,4}': () => torch.LongStorage([2, 3, 4]),
  'torch.DoubleStorage{1.5,2}': () => torch.DoubleStorage([1.5, 2]),
  'torch.randn(3,3):t()': () => torch.randn(3, 3).t(),
  'torch.eye(3)': () => torch.eye(3),
  'torch.Tensor{100000,0.001}': () => torch.Tensor([100000, 0.001]),
  'torch.Tensor{123456789}': () => torch.Tensor([123456789]),
  'torch.Tensor{99999.5,1}': () => torch.Tensor([99999.5, 1]),
  'torch.randn(1,1,1,2)': () => torch.randn(1, 1, 1, 2),
  'torch.Tensor(2,0)': () => torch.Tensor(2, 0),
  'torch.rand(4):mul(100):floor()': () => torch.rand(4).mul(100).floor(),
  'torch.Tensor{-0.5}': () => torch.Tensor([-0.5]),
  'torch.Tensor{1e-20,1e20}': () => torch.Tensor([1e-20, 1e20]),
  'torch.FloatTensor(2,2):fill(1/3)': () => torch.FloatTensor(2, 2).fill(1 / 3),
  'torch.Tensor{{1,2},{3,4}}:gt(2)': () => torch.ByteTensor([0, 0, 1, 1]).view(2, 2),
  'torch.IntStorage(3):fill(1)': () => torch.IntStorage(3).fill(1),
  'torch.Tensor{1e5,2e5}': () => torch.Tensor([1e5, 2e5]),
  'torch.Tensor{12345.678, 0.5}': () => torch.Tensor([12345.678, 0.5]),
};

test('every golden row has an expression, and every expression a row', () => {
  assert.is(rows.length, 40);
  assert.equal(Object.keys(expressions).sort(), rows.map((row) => row.code).sort());
});

for (const { code, seed, text } of rows) {
  test(`${code} prints as in Torch`, () => {
    torch.manualSeed(seed);
    assert.is(expressions[code]().toString(), text);
  });
}

interface Branch {
  type: TypeName;
  /** Of a tensor; without it, a storage. */
  size?: number[];
  values: (number | 'nan' | 'inf' | '-inf')[];
  text: string;
}
const branches: Branch[] = JSON.parse(
  readFileSync(new URL('../../golden/torch7/printing-branches.json', import.meta.url), 'utf8'),
);

test('scales, exponents, whole numbers, blocks of columns, NaN and infinities print as in Torch, at every number of dimensions', () => {
  assert.is(branches.length, 64);
  const others = { nan: NaN, inf: Infinity, '-inf': -Infinity };
  for (const { type, size, values, text } of branches) {
    const numbers = values.map((v) => (typeof v === 'number' ? v : others[v]));
    const x = size ? Tensor.from(type, numbers).view(size) : new Storage(type, numbers);
    assert.is(x.toString(), text);
  }
});

/** What Torch's own printing code, run by Torch's LuaJIT 2.1, makes of cases the golden rows do not reach. */
const further: [string, () => Tensor | Storage, string][] = [
  [
    'halfway values round away from zero, as in LuaJIT',
    () => torch.Tensor([0.03125, -0.03125, 1]),
    ' 0.0313\n-0.0313\n 1.0000\n[torch.DoubleTensor of size 3]\n',
  ],
  [
    'halfway values round away from zero in exponentials',
    () => torch.Tensor([1000050000, 1000150000]),
    ' 1.0001e+09\n 1.0002e+09\n[torch.DoubleTensor of size 2]\n',
  ],
  [
    'a scale of a million is an exponential',
    () => torch.Tensor([1234567.5, -2500000]),
    '1e+06 *\n 1.2346\n-2.5000\n[torch.DoubleTensor of size 2]\n',
  ],
  [
    'a scale of a hundredth is a decimal',
    () => torch.FloatTensor([-0.0625, 0.03, 0.01]),
    '0.01 *\n-6.2500\n 3.0000\n 1.0000\n[torch.FloatTensor of size 3]\n',
  ],
  [
    'a scale of a ten-thousandth is a decimal still',
    () => torch.Tensor([0.0005, 0.00025]),
    '0.0001 *\n 5.0000\n 2.5000\n[torch.DoubleTensor of size 2]\n',
  ],
  [
    'a scale below the smallest double is zero',
    () => torch.Tensor([5e-324, -0]),
    '0 *\n    inf\n    nan\n[torch.DoubleTensor of size 2]\n',
  ],
  ['minus zero is a zero', () => torch.Tensor([-0, 3]), ' 0\n 3\n[torch.DoubleTensor of size 2]\n'],
  [
    'exponents of three digits widen every column',
    () => torch.Tensor([Infinity, 1.5]),
    '         inf\n  1.5000e+00\n[torch.DoubleTensor of size 2]\n',
  ],
  [
    'beside a NaN every digit before the point is printed',
    () => torch.Tensor([1e25, NaN, -2]),
    '10000000000000000905969664.000000\nnan\n-2.000000\n[torch.DoubleTensor of size 3]\n',
  ],
  [
    'a row with a NaN is never broken into blocks',
    () => torch.Tensor(1, 11).fill(-2).set(0, 0, NaN),
    `nan${' -2.000000'.repeat(10)}\n[torch.DoubleTensor of size 1x11]\n`,
  ],
  [
    'in blocks of a slice only the first heading is indented',
    () => torch.Tensor([[[1e-6, 1, 2, 3, 4, 5, 6]]]),
    '(1,.,.) = \n Columns 1 to 6\n  1.0000e-06  1.0000e+00  2.0000e+00  3.0000e+00  4.0000e+00  5.0000e+00\n\n' +
      'Columns 7 to 7\n  6.0000e+00\n[torch.DoubleTensor of size 1x1x7]\n',
  ],
  [
    'the indent of a slice counts among the 80 characters',
    () => torch.Tensor(1, 1, 20).fill(10),
    `(1,.,.) = \n Columns 1 to 19\n ${Array(19).fill(' 10').join(' ')}\n\nColumns 20 to 20\n  10\n` +
      '[torch.DoubleTensor of size 1x1x20]\n',
  ],
  [
    'of several slice indices the first runs fastest',
    () => torch.range(1, 8).resize(2, 2, 1, 2),
    '(1,1,.,.) = \n  1  2\n\n(2,1,.,.) = \n  5  6\n\n(1,2,.,.) = \n  3  4\n\n(2,2,.,.) = \n  7  8\n' +
      '[torch.DoubleTensor of size 2x2x1x2]\n',
  ],
  ['an empty storage is its last line', () => torch.IntStorage(), '[torch.IntStorage of size 0]\n'],
];

for (const [name, expression, text] of further) {
  test(name, () => {
    assert.is(String(expression()), text);
  });
}

test.run();
