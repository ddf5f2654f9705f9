/** @file rop convert: modes of .t7 files, and models as JSON and back. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadModel, saveModel } from '../../lib/io/model.js';
import { load, save } from '../../lib/io/t7/save.js';
import { TorchObject } from '../../lib/io/t7/values.js';
import type { Module } from '../../lib/nn/module.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { rop, temporaryFolder } from './world.js';

const test = suite('rop convert');
const { file, remove } = temporaryFolder();
test.after(remove);

const golden = (name: string): string => fileURLToPath(new URL(`../golden/torch7/t7/${name}`, import.meta.url));

/** Converts, and gives the name of what was made. */
async function converted(from: string, to: string, ...options: string[]): Promise<string> {
  assert.equal(await rop(['convert', from, file(to), ...options]), { code: 0, stdout: '', stderr: '', exits: [] });
  return file(to);
}

test('a model goes from binary to ascii, to JSON and back to binary, and computes the same bits', async () => {
  const ascii = await converted(golden('mlp.t7'), 'ascii.t7', '--ascii');
  assert.ok(readFileSync(ascii, 'latin1').startsWith('4\n1\n3\nV 1\n13\nnn.Sequential\n'));
  const json = await converted(ascii, 'model.json');
  const binary = await converted(json, 'again.t7');
  const x = torch.randn(3, 4);
  const expected = ((load(golden('mlp.t7')) as Module).forward(x) as Tensor).toArray();
  for (const model of [load(ascii), loadModel(json).model, load(binary)] as Module[]) {
    assert.equal((model.forward(x) as Tensor).toArray(), expected);
  }
});

test('both modes hold the same: there and back gives the same bytes', async () => {
  for (const name of ['mlp.t7', 'tables.t7', 'values.t7', 'cycle.t7', 'lenet.t7']) {
    const binary = await converted(golden(name), 'binary.t7');
    const ascii = await converted(binary, 'ascii.t7', '--ascii');
    assert.ok(readFileSync(await converted(ascii, 'twice.t7')).equals(readFileSync(binary)), name);
  }
});

test('what is written beside a model in JSON becomes fields of it', async () => {
  const model = new nn.Sequential().add(new nn.Linear(2, 2));
  model.extras = { name: 'small' };
  saveModel(file('about.json'), model, { classes: 2 });
  const back = load(await converted(file('about.json'), 'about.t7')) as Module;
  assert.equal(back.extras, { name: 'small', classes: 2 });
});

const rotation = new TorchObject('nn.Rotation', new Map([['angle', 90]]));
const net = new TorchObject('nn.Sequential', new Map([['modules', [new TorchObject('nn.Tanh'), rotation]]]));
save(file('foreign.t7'), net);

const refusals: [string, readonly string[], number, string][] = [
  ['nothing', [], 2, 'expected FROM and TO, got nothing (see rop convert --help)'],
  ['one name', ['a.t7'], 2, 'expected TO, got nothing (see rop convert --help)'],
  ['three names', ['a', 'b.t7', 'c'], 2, "unexpected argument 'c' (see rop convert --help)"],
  [
    'another ending',
    [golden('mlp.t7'), file('x.bin')],
    2,
    `expected TO to end in .t7 or .json, got '${file('x.bin')}' (see rop convert --help)`,
  ],
  [
    'ascii for JSON',
    [golden('mlp.t7'), file('x.json'), '--ascii'],
    2,
    `--ascii: expected TO to end in .t7 with it, got '${file('x.json')}' (see rop convert --help)`,
  ],
  [
    'a file that is missing',
    [file('none.t7'), file('x.t7')],
    1,
    `cannot read ${file('none.t7')}: no such file or folder`,
  ],
  [
    'a table for JSON',
    [golden('values.t7'), file('x.json')],
    1,
    `${golden('values.t7')}: expected a model, which is all that JSON can hold, got something else`,
  ],
  [
    'a class that nn does not have for JSON',
    [file('foreign.t7'), file('x.json')],
    1,
    'root.modules[1]: expected classes of nn, got Rotation, which could not be found again',
  ],
  [
    'a folder that is missing',
    [golden('mlp.t7'), file('no/x.t7')],
    1,
    `cannot write ${file('no/x.t7')}: no such file or folder`,
  ],
];
for (const [what, args, code, message] of refusals) {
  test(`${what} is refused in one line, and nothing is written`, async () => {
    assert.equal(await rop(['convert', ...args]), { code, stdout: '', stderr: `rop convert: ${message}\n`, exits: [] });
    for (const name of ['x.t7', 'x.json', 'x.bin']) assert.not(existsSync(file(name)));
  });
}

test('a file that cannot be read leaves what was there', async () => {
  writeFileSync(file('there.t7'), 'mine');
  writeFileSync(file('cut.t7'), readFileSync(golden('mlp.t7')).subarray(0, 500));
  assert.is((await rop(['convert', file('cut.t7'), file('there.t7')])).code, 1);
  assert.is(readFileSync(file('there.t7'), 'utf8'), 'mine');
});

test.run();
