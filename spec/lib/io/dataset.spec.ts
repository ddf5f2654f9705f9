/** @file Data sets from temporary files, from standard input and, where it is at hand, the UCI digits set. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import { classLabels, DataError, readDataset } from '../../../lib/io/index.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rop-dataset-'));
test.after(() => rmSync(folder, { recursive: true }));

function file(name: string, contents: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    assert.instance(error, DataError);
    return (error as DataError).message;
  }
  return 'no error';
}

async function assertTwoRows(path: string): Promise<void> {
  const got = await readDataset(path);
  assert.equal([[...got.features], [...got.labels], got.rows, got.columns], [[1, 2, 3, 4], [7, 8], 2, 2]);
}

const text = '1,2,7\n3,4,8\n';
for (const name of ['a.csv', 'a.tra', 'a.TES', 'a.txt', 'a', 'a.data']) {
  test(`${name} is read as CSV`, () => assertTwoRows(file(name, text)));
}
for (const name of ['b.csv.gz', 'b.tra']) {
  test(`${name} is unpacked when it holds gzip`, () => assertTwoRows(file(name, gzipSync(text))));
}

// Two images of 1 × 2 and their labels.
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 8);

test('an idx pair is found by the name of its images, one image a row', async () => {
  file('train-labels-idx1-ubyte', labels);
  await assertTwoRows(file('train-images-idx3-ubyte', images));
});

test('a gzipped idx pair is unpacked', async () => {
  file('t10k-labels-idx1-ubyte.gz', gzipSync(labels));
  await assertTwoRows(file('t10k-images-idx3-ubyte.gz', gzipSync(images)));
});

test('a folder with images-idx3 in its name stays as it is', async () => {
  mkdirSync(join(folder, 'images-idx3'));
  file('images-idx3/labels-idx1', labels);
  await assertTwoRows(file('images-idx3/images-idx3', images));
});

for (const name of ['pixels.csv', 'pixels.TES', 'pixels.txt.gz']) {
  test(`idx data under the name ${name} is read as CSV`, async () => {
    const path = file(name, name.endsWith('.gz') ? gzipSync(images) : images);
    assert.is(await refusal(() => readDataset(path)), `${path}: expected at least one row, got only a header`);
  });
}

test('labels that are missing are named by the file looked for', async () => {
  const path = file('lone-images-idx3-ubyte', images);
  const message = `cannot read ${join(folder, 'lone-labels-idx1-ubyte')}: no such file`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('images under a name that leads to no labels are refused', async () => {
  const path = file('digits.idx', images);
  const message = `${path}: expected 'images-idx3' in the name, to find the labels by, got 'digits.idx'`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('another number of labels than images is refused', async () => {
  const path = file('few-images-idx3', images);
  const labelsPath = file('few-labels-idx1', Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7));
  const message = `${labelsPath}: expected 2 labels, one for each image, got 1`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('labels of two dimensions are refused', async () => {
  const path = file('wide-images-idx3', images);
  const labelsPath = file('wide-labels-idx1', Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 7, 8));
  const message = `${labelsPath}: expected 2 labels, one for each image, got 2 × 1`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('an idx file without images is refused', async () => {
  const path = file('none-images-idx3', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2));
  const message = `${path}: expected at least one row and one column, got 0 × 1 × 2`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('a damaged idx file is refused by its own name', async () => {
  const path = file('cut-images-idx3', images.slice(0, -1));
  const message = `${path}: expected 20 bytes for 2 × 1 × 2 values of uint8, got 19 (truncated)`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('a file that does not exist is one line', async () => {
  const path = join(folder, 'nowhere.csv');
  assert.is(await refusal(() => readDataset(path)), `cannot read ${path}: no such file`);
  const below = join(file('leaf.csv', text), 'x');
  assert.is(await refusal(() => readDataset(below)), `cannot read ${below}: no such file`);
});

test('a folder is no file', async () => {
  assert.is(await refusal(() => readDataset(folder)), `cannot read ${folder}: is a directory`);
});

test('an empty file is refused by its name', async () => {
  const path = file('empty', '');
  assert.is(await refusal(() => readDataset(path)), `${path}: expected at least one row, got an empty file`);
});

test('a gzip file that ends early is refused by its name', async () => {
  const path = file('early.csv.gz', gzipSync(text).subarray(0, 20));
  const message = `${path}: expected gzip data, got an error from gunzip: unexpected end of file`;
  assert.is(await refusal(() => readDataset(path)), message);
});

test('a fault in the middle of a large file, plain or gzipped, is named by its line', async () => {
  const large = `${'1,2,7\n'.repeat(100000)}1,x,7\n${'1,2,7\n'.repeat(100000)}`;
  for (const [name, contents] of [
    ['large.csv', large],
    ['large.gz', gzipSync(large)],
  ] as const) {
    const path = file(name, contents);
    const message = `${path}, line 100001, column 2: expected a number, got 'x'`;
    assert.is(await refusal(() => readDataset(path)), message);
  }
});

if (existsSync('/proc/self/fd')) {
  test('files that were refused early are closed', async () => {
    const path = file('refused.csv', `1,x\n${'1,2\n'.repeat(50000)}`);
    const before = readdirSync('/proc/self/fd').length;
    for (let i = 0; i < 20; i++) await refusal(() => readDataset(path));
    await setTimeout(50);
    assert.ok(readdirSync('/proc/self/fd').length < before + 10);
  });
}

test('a minus sign is standard input', () => {
  const url = new URL('../../../lib/io/index.ts', import.meta.url).href;
  const script = `
    import { readDataset } from '${url}';
    const { features, labels } = await readDataset('-').catch((error) => ({ features: [], labels: [error.message] }));
    console.log(JSON.stringify([[...features], [...labels]]));`;
  const run = (input: string): string => {
    const options = { cwd: repository, input, encoding: 'utf8' } as const;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout, stderr } = spawnSync(process.execPath, args, options);
    assert.is(stderr, '');
    return stdout.trim();
  };
  assert.is(run(text), '[[1,2,3,4],[7,8]]');
  assert.is(run('1,2\n3\n'), '[[],["stdin, line 2: expected 2 values, got 1"]]');
});

const classes = suite('classLabels');
const array = (...values: number[]): Float64Array => Float64Array.from(values);

classes('labels counted from 0 stay, labels counted from 1 move down', () => {
  assert.equal(classLabels(array(2, 0, 1), 'd'), { labels: array(2, 0, 1), nClasses: 3 });
  assert.equal(classLabels(array(2, 0, 1), 'd', 10), { labels: array(2, 0, 1), nClasses: 10 });
  assert.equal(classLabels(array(3, 1, 2), 'd', undefined, 1), { labels: array(2, 0, 1), nClasses: 3 });
  assert.equal(classLabels(array(3, 1, 2), 'd', 3, 1), { labels: array(2, 0, 1), nClasses: 3 });
});

classes('the labels given are left as they are', () => {
  const given = array(3, 1, 2);
  classLabels(given, 'd', 3, 1);
  assert.equal(given, array(3, 1, 2));
});

const hint = '; labels look 1-based: pass --label-base 1';
const refused: [string, Parameters<typeof classLabels>, string][] = [
  ['a fraction', [array(0, 1.5), 'd'], 'd, row 1: expected an integer label of at least 0, got 1.5'],
  ['a negative label', [array(0, 1, -1), 'd', 2], 'd, row 2: expected an integer label of at least 0, got -1'],
  ['zero when counted from 1', [array(1, 0), 'd', 2, 1], 'd, row 1: expected an integer label of at least 1, got 0'],
  ['nan', [array(NaN), 'd'], 'd, row 0: expected an integer label of at least 0, got NaN'],
  [
    'a negative label on a line',
    [array(0, -2), 'd', 2, 0, array(2, 5)],
    'd, line 5: expected an integer label of at least 0, got -2',
  ],
  ['labels 1..K', [array(1, 3, 2), 'd', 3], `d, row 1: expected a label in 0..2, got 3${hint}`],
  ['labels 1..K on lines', [array(1, 3), 'd', 3, 0, array(4, 9)], `d, line 9: expected a label in 0..2, got 3${hint}`],
  ['a label K beside a zero', [array(0, 3, 2), 'd', 3], 'd, row 1: expected a label in 0..2, got 3'],
  ['a label beyond K', [array(1, 3, 4), 'd', 3], 'd, row 1: expected a label in 0..2, got 3'],
  ['too large when counted from 1', [array(1, 4), 'd', 3, 1], 'd, row 1: expected a label in 1..3, got 4'],
  ['no labels', [array(), 'd'], 'd: expected at least one label, got none'],
];
for (const [what, args, message] of refused) {
  classes(`${what}: refused by place and value`, async () => {
    assert.is(await refusal(() => classLabels(...args)), message);
  });
}

classes('labels of a file are refused by their line, past header and blank lines', async () => {
  const path = join(tmpdir(), `rop-labels-${process.pid}.csv`);
  writeFileSync(path, 'x,class\n\n1,0\n2,0.5\n');
  try {
    const got = await readDataset(path);
    const message = 'f, line 4: expected an integer label of at least 0, got 0.5';
    assert.is(await refusal(() => classLabels(got.labels, 'f', 2, 0, got.lines)), message);
  } finally {
    rmSync(path);
  }
});

// The set is not part of this repository. Sizes and class counts are those its authors publish with it.
const digits = process.env.ROP_OPTDIGITS ?? join(repository, '../shared/data/optdigits');
const uci = suite('optdigits');
if (existsSync(join(digits, 'optdigits.tra')) && existsSync(join(digits, 'optdigits.tes'))) {
  const published: [string, number[]][] = [
    ['optdigits.tra', [376, 389, 380, 389, 387, 376, 377, 387, 380, 382]],
    ['optdigits.tes', [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]],
  ];
  for (const [name, counts] of published) {
    uci(`${name} has its published rows and classes`, async () => {
      const { features, labels: digitLabels, rows, columns, lines } = await readDataset(join(digits, name));
      assert.equal([rows, columns], [counts.reduce((sum, n) => sum + n), 64]);
      assert.is(features.length, rows * 64);
      assert.ok(features.every((pixel) => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16));
      const checked = classLabels(digitLabels, name, 10, 0, lines);
      assert.equal(
        counts.map((_, digit) => checked.labels.filter((label) => label === digit).length),
        counts,
      );
    });
  }
} else {
  console.log(`optdigits: skipped, no optdigits.tra and optdigits.tes in ${digits} (set ROP_OPTDIGITS)`);
}

test.run();
classes.run();
uci.run();
