/** @file Separators, headers, line ends and chunk borders of CSV, and every refusal to the character. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DataError, type Dataset, parseCsv } from '../../../lib/io/csv.js';

async function* from<T>(chunks: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* chunks;
}

const parse = (...chunks: (Uint8Array | string)[]): Promise<Dataset> => parseCsv(from(chunks), 'd.csv');

async function refusal(...chunks: (Uint8Array | string)[]): Promise<string> {
  try {
    await parse(...chunks);
  } catch (error) {
    assert.instance(error, DataError);
    return (error as DataError).message;
  }
  return 'no error';
}

const twoRows = { features: [1, -2.5, 4, 5], labels: [3, 6], rows: 2, columns: 2 };

function assertRows(got: Dataset, expected: typeof twoRows, lines: number[]): void {
  assert.equal(
    { ...got, features: [...got.features], labels: [...got.labels], lines: [...(got.lines ?? [])] },
    {
      ...expected,
      lines,
    },
  );
}

const accepted: [string, string, number[]][] = [
  ['commas', '1,-2.5,3\n4,5,6\n', [1, 2]],
  ['semicolons', '1;-2.5;3\n4;5;6\n', [1, 2]],
  ['tabs', '1\t-2.5\t3\n4\t5\t6\n', [1, 2]],
  ['no newline at the end', '1,-2.5,3\n4,5,6', [1, 2]],
  ['blank lines', '\n1,-2.5,3\n  \n\n4,5,6\n\n\n', [2, 5]],
  ['Windows line ends', '1,-2.5,3\r\n\r\n4,5,6\r\n', [1, 3]],
  ['a byte order mark', '\ufeff1,-2.5,3\n4,5,6\n', [1, 2]],
  ['a header', 'width,height,class\n1,-2.5,3\n4,5,6\n', [2, 3]],
  ['a title without separators over rows with semicolons', 'Flowers\n1;-2.5;3\n4;5;6\n', [2, 3]],
  ['blanks around the fields', ' 1 , -2.5,3 \n4,\t5 ,6\n', [1, 2]],
  ['every way to write a number', '+1.,-25e-1,.3E+1\n0004,5.000,6e0\n', [1, 2]],
];
for (const [what, text, lines] of accepted) {
  test(`rows are read with ${what}`, async () => {
    assertRows(await parse(text), twoRows, lines);
    assertRows(await parse(new TextEncoder().encode(text)), twoRows, lines);
  });
}

test('a header line of which one field is a number is a row', async () => {
  assert.is(await refusal('width,2,class\n1,2,3\n'), "d.csv, line 1, column 1: expected a number, got 'width'");
});

test('only the first line can be a header', async () => {
  assert.is(await refusal('a,b\nc,d\n1,2\n'), "d.csv, line 2, column 1: expected a number, got 'c'");
});

test('a comma separates before a semicolon, a semicolon before a tab', async () => {
  assert.is(await refusal('1,2;3\t4\n'), "d.csv, line 1, column 2: expected a number, got '2;3\\x094'");
  assert.is(await refusal('1;2\t3\n'), "d.csv, line 1, column 2: expected a number, got '2\\x093'");
});

const refused: [string, string, string][] = [
  ['a short row', '1,2,3\n4,5\n', 'd.csv, line 2: expected 3 values, got 2'],
  ['a long row', '1,2,3\r\n\r\n4,5,6,7', 'd.csv, line 3: expected 3 values, got 4'],
  ['a separator at the end', '1,2,3\n4,5,6,\n', 'd.csv, line 2: expected 3 values, got 4'],
  ['a word', '1,2,3\n4,5,6\n7,abc,9\n', "d.csv, line 3, column 2: expected a number, got 'abc'"],
  ['a word for a label', '1,2,cat\n', "d.csv, line 1, column 3: expected a number, got 'cat'"],
  ['an empty field', '1,,3\n', "d.csv, line 1, column 2: expected a number, got ''"],
  ['a hexadecimal number', '1,0x10,3\n', "d.csv, line 1, column 2: expected a number, got '0x10'"],
  ['two numbers in a field', '1,2 3,4\n', "d.csv, line 1, column 2: expected a number, got '2 3'"],
  ['a lone point', '1,.,4\n', "d.csv, line 1, column 2: expected a number, got '.'"],
  ['nan', '1,2,3\n4,NaN,6\n', "d.csv, line 2, column 2: expected a finite number, got 'NaN'"],
  ['inf', '1,2,3\n4,5,-inf\n', "d.csv, line 2, column 3: expected a finite number, got '-inf'"],
  ['Infinity', 'Infinity,2,3\n', "d.csv, line 1, column 1: expected a finite number, got 'Infinity'"],
  ['a first line of nothing but nan', 'nan,nan\n1,2\n', "d.csv, line 1, column 1: expected a finite number, got 'nan'"],
  ['a number beyond float64', '1,1e999,3\n', "d.csv, line 1, column 2: expected a finite number, got '1e999'"],
  ['rows of a label alone', '7\n', 'd.csv, line 1: expected at least 2 values, got 1'],
  ['an empty file', '', 'd.csv: expected at least one row, got an empty file'],
  ['a byte order mark alone', '\ufeff', 'd.csv: expected at least one row, got an empty file'],
  ['blank lines alone', '\r\n\n \n', 'd.csv: expected at least one row, got an empty file'],
  ['a header alone', 'a,b\n', 'd.csv: expected at least one row, got only a header'],
  ['control characters', '1,\x1b[2J\0\n', "d.csv, line 1, column 2: expected a number, got '\\x1b[2J\\x00'"],
  ['a long field', `1,${'y'.repeat(50)}\n`, `d.csv, line 1, column 2: expected a number, got '${'y'.repeat(40)}…'`],
];
for (const [what, text, message] of refused) {
  test(`${what}: refused by place and value`, async () => {
    assert.is(await refusal(text), message);
    assert.is(await refusal(new TextEncoder().encode(text)), message);
  });
}

test('no chunks at all are an empty file', async () => {
  assert.is(await refusal(), 'd.csv: expected at least one row, got an empty file');
});

test('a line without end is refused before it outgrows a string', async () => {
  const message = 'd.csv, line 2: expected a line of at most 268435456 characters, got a longer one';
  const blanks = ' '.repeat(2 ** 26);
  assert.is(await refusal('1,2\n', blanks, blanks, blanks, blanks, '3'), message);
});

// Numbers, \r\n, a byte order mark and characters of 2, 3 and 4 bytes: every border lies inside one of them once.
const mixed = '\ufeffgröße,€,😀\r\n12.75,-3e-2,10\r\n\r\n  400,0.5,11\r\n';
const mixedRows = { features: [12.75, -0.03, 400, 0.5], labels: [10, 11], rows: 2, columns: 2 };
const wrong = '1,2\r\n3,né€😀\r\n';
const wrongMessage = "d.csv, line 2, column 2: expected a number, got 'né€😀'";

test('bytes may be cut anywhere', async () => {
  for (const size of [1, 2, 3, 5]) {
    const pieces = (text: string): Uint8Array[] => {
      const bytes = new TextEncoder().encode(text);
      return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(size * i, size * (i + 1)));
    };
    assertRows(await parse(...pieces(mixed)), mixedRows, [2, 4]);
    assert.is(await refusal(...pieces(wrong)), wrongMessage);
  }
  const bytes = new TextEncoder().encode(mixed);
  for (let cut = 0; cut <= bytes.length; cut++) {
    assertRows(await parse(bytes.slice(0, cut), bytes.slice(cut)), mixedRows, [2, 4]);
  }
});

test('strings may be cut anywhere, between surrogates too', async () => {
  for (let cut = 0; cut <= mixed.length; cut++) {
    assertRows(await parse(mixed.slice(0, cut), '', mixed.slice(cut)), mixedRows, [2, 4]);
  }
  for (let cut = 0; cut <= wrong.length; cut++) {
    assert.is(await refusal(wrong.slice(0, cut), wrong.slice(cut)), wrongMessage);
  }
});

test('bytes that end inside a character keep their place before a string', async () => {
  const bytes = new TextEncoder().encode('1,2\n3,4€').slice(0, -1);
  assert.is(await refusal(bytes, '5\n'), "d.csv, line 2, column 2: expected a number, got '4\ufffd5'");
});

test('a file may end inside a character', async () => {
  const bytes = new TextEncoder().encode('1,2\n3,4€').slice(0, -1);
  assert.is(await refusal(bytes), "d.csv, line 2, column 2: expected a number, got '4\ufffd'");
});

test('ten thousand rows keep their order and leave no spare room', async () => {
  const rows = Array.from({ length: 10000 }, (_, i) => `${i},${i / 8},${i % 10}\n`);
  const got = await parse(...rows);
  assert.is(got.features.length, 20000);
  assert.is(got.features.buffer.byteLength, 160000);
  assert.is(got.labels.length, 10000);
  for (let i = 0; i < 10000; i++) {
    assert.is(got.features[2 * i], i);
    assert.is(got.features[2 * i + 1], i / 8);
    assert.is(got.labels[i], i % 10);
  }
});

test.run();
