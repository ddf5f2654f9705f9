/** @file rop show: what it says of models, tables and classes that are not here, and where it stops. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { save } from '../../lib/io/t7/save.js';
import { LuaFunction, type LuaValue, TorchObject } from '../../lib/io/t7/values.js';
import { nn } from '../../lib/nn.js';
import { Storage, torch } from '../../lib/tensor/index.js';
import { rop, temporaryFolder } from './world.js';

const test = suite('rop show');
const { file, remove } = temporaryFolder();
test.after(remove);

const golden = (name: string): string => fileURLToPath(new URL(`../golden/torch7/t7/${name}`, import.meta.url));

/** What rop show says of a file with this value. */
async function shown(value: unknown): Promise<string> {
  save(file('value.t7'), value);
  const { code, stdout, stderr } = await rop(['show', file('value.t7')]);
  assert.equal([code, stderr], [0, '']);
  return stdout;
}

const instance = (typename: string, fields: Record<string, LuaValue>): TorchObject =>
  new TorchObject(typename, new Map(Object.entries(fields)));

const mlp = `nn.Sequential, 43 parameters
  (1): nn.Linear(4 -> 5), 25 parameters
    weight: DoubleTensor(5 × 4)
    bias: DoubleTensor(5)
  (2): nn.Tanh
  (3): nn.Linear(5 -> 3), 18 parameters
    weight: DoubleTensor(3 × 5)
    bias: DoubleTensor(3)
  (4): nn.LogSoftMax
`;

test('a model of Lua Torch7: classes as Torch prints them, sizes, types, and counts that add up', async () => {
  const { code, stdout } = await rop(['show', golden('mlp-ascii.t7')]);
  assert.equal([code, stdout], [0, mlp]);
});

test('--json is one object with the same lines', async () => {
  const { stdout } = await rop(['show', golden('mlp-ascii.t7'), '--json']);
  assert.is(stdout.trimEnd().split('\n').length, 1);
  const linear = {
    name: '(3)',
    what: 'nn.Linear(5 -> 3)',
    parameters: 18,
    parts: [
      { name: 'weight', what: 'DoubleTensor(3 × 5)' },
      { name: 'bias', what: 'DoubleTensor(3)' },
    ],
  };
  const { file, what, parameters, parts } = JSON.parse(stdout);
  assert.equal([file, what, parameters, parts.length], [golden('mlp-ascii.t7'), 'nn.Sequential', 43, 4]);
  assert.equal(parts[2], linear);
});

test('values of every kind', async () => {
  const value = {
    nil: null,
    yes: true,
    number: -0.5,
    text: 'grüße\u001b[31m\u0085',
    long: 'x'.repeat(1000),
    bytes: new Uint8Array([0xff, 0xfe]),
    storage: new Storage('Long', [2, 3]),
    empty: [],
    keys: new Map<LuaValue, LuaValue>([
      [7, 'seven'],
      ['a b', 1],
      ['a\nb', 2],
      [true, 3],
    ]),
    run: new LuaFunction(new Uint8Array(12), [1]),
    loss: new nn.ClassNLLCriterion(torch.Tensor([1, 2])).float(),
  };
  assert.is(
    await shown(value),
    `a table of 10
  yes: true
  number: -0.5
  text: "grüße\\u001b[31m\\u0085"
  long: "${'x'.repeat(60)}…" (1000 characters)
  bytes: 2 bytes that are no UTF-8
  storage: LongStorage of 2
  empty: a table of 0
  keys: a table of 4
    (7): "seven"
    a b: 1
    "a\\nb": 2
    (true): 3
  run: a function, 12 bytes
    (1): 1
  loss: nn.ClassNLLCriterion
    weights: FloatTensor(2)
`,
  );
});

test('a class that nn does not have, in a container and alone, with parameters known by their gradients', async () => {
  const fields = { angle: 90, weight: torch.ones(2, 3), slope: torch.ones(4), gradSlope: torch.ones(4) };
  const rotation = instance('my.Rotation', fields);
  const text = await shown([instance('nn.Sequential', { modules: [rotation, instance('nn.Tanh', {})] }), rotation]);
  assert.is(
    text,
    `a table of 2, 10 parameters
  (1): nn.Sequential, 10 parameters
    (1): my.Rotation of 4 fields, 10 parameters
      angle: 90
      weight: DoubleTensor(2 × 3)
      slope: DoubleTensor(4)
      gradSlope: DoubleTensor(4)
    (2): nn.Tanh
  (2): my.Rotation of 4 fields, the one at (1)(1)
`,
  );
});

test('an instance whose fields are no table, and even itself', async () => {
  const odd = new TorchObject('my.Odd', null);
  odd.fields = odd;
  assert.is(await shown(odd), 'my.Odd of 1 field\n  fields: my.Odd of 1 field, the one at the root\n');
  assert.is(await shown(new TorchObject('my.Text', 'x')), 'my.Text of 1 field\n  fields: "x"\n');
});

test('parameters that are shared count once, and what is met again says where it was', async () => {
  const linear = new nn.Linear(2, 2);
  const net = new nn.Sequential().add(linear).add(new nn.Tanh()).add(linear.clone('weight', 'bias'));
  net.extras = { note: 'tied' };
  const table = { net, again: net, weight: linear.weight };
  const lines = (await shown(table)).split('\n');
  assert.is(lines[0], 'a table of 3, 6 parameters');
  assert.ok(lines.includes('    note: "tied"'));
  assert.ok(lines.includes('    (3): nn.Linear(2 -> 2)'));
  assert.ok(lines.includes('  again: nn.Sequential, the one at net'));
  assert.ok(lines.includes('  weight: DoubleTensor(2 × 2), the one at net(1).weight'));
});

test('depth, width and length have an end', async () => {
  let deep: LuaValue = ['bottom'];
  for (let i = 0; i < 1e5; i++) deep = [deep];
  assert.is((await shown(deep)).split('\n').at(-2), `${' '.repeat(50)}… 1 more`);
  let net = instance('nn.Sequential', { modules: [instance('nn.Linear', { weight: torch.ones(2, 3) })] });
  for (let i = 0; i < 100; i++) net = instance('nn.Sequential', { modules: [net] });
  assert.match(await shown(net), /^nn\.Sequential, 6 parameters\n/);
  const wide = (await shown(Array.from({ length: 1000 }, (_, i) => i))).split('\n');
  assert.equal([wide.length, wide.at(-2)], [203, '  … 800 more']);
  const many = await shown(Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => 0)));
  // All 5000 lines, what is left of the row that they end in, what is left of the table.
  assert.is(many.trimEnd().split('\n').length, 5002);
  assert.ok(many.endsWith('\n    … 26 more\n  … 175 more\n'), many.slice(-40));
});

test('a class whose fields are not what it expects is shown by its fields, with the error', async () => {
  save(file('wrong.t7'), [instance('nn.Linear', { weight: 5 })]);
  const { code, stdout, stderr } = await rop(['show', file('wrong.t7')]);
  assert.is(stdout, 'a table of 1\n  (1): nn.Linear of 1 field\n    weight: 5\n');
  assert.is(
    stderr,
    `rop show: ${file('wrong.t7')}: at byte 32: expected an instance of nn.Linear, found nn.Linear: expected field weight to be ` +
      'a tensor of 2 dimensions of Double or Float, got 5; instances are shown by their fields\n',
  );
  assert.is(code, 1);
});

const refusals: [string, readonly string[], number, string][] = [
  ['no file', [], 2, 'expected FILE, got nothing (see rop show --help)'],
  ['two files', ['a.t7', 'b.t7'], 2, "unexpected argument 'b.t7' (see rop show --help)"],
  ['an unknown option', ['a.t7', '--deep'], 2, "unknown option '--deep' (see rop show --help)"],
  ['a file that is missing', [file('none.t7')], 1, `cannot read ${file('none.t7')}: no such file or folder`],
  ['a folder', [file('.')], 1, `cannot read ${file('.')}: is a directory`],
];
for (const [what, args, code, message] of refusals) {
  test(`${what} is refused in one line`, async () => {
    assert.equal(await rop(['show', ...args]), { code, stdout: '', stderr: `rop show: ${message}\n`, exits: [] });
  });
}

test('files that are cut off, empty, or of another kind are refused in one line that names the byte', async () => {
  const whole = readFileSync(golden('mlp.t7'));
  for (const [name, bytes] of [
    ['cut.t7', whole.subarray(0, 1000)],
    ['empty.t7', whole.subarray(0, 0)],
    ['csv.t7', Buffer.from('1,2,3\n4,5,6\n')],
  ] as const) {
    writeFileSync(file(name), bytes);
    const { code, stdout, stderr } = await rop(['show', file(name)]);
    assert.equal([code, stdout], [1, '']);
    assert.match(stderr, new RegExp(`^rop show: ${file(name)}: at byte \\d+: expected .*, found .*\n$`));
  }
});

test('a reader that goes away is no error', () => {
  save(
    file('long.t7'),
    Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => 'x'.repeat(60))),
  );
  const command = fileURLToPath(new URL('../../tools/rop.ts', import.meta.url));
  const line = `'${process.execPath}' --import tsx '${command}' show '${file('long.t7')}' | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8', timeout: 30000 });
  assert.equal([stdout, stderr], ['a table of 200\n0\n', '']);
});

test.run();
