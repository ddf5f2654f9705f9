/** @file rop coverage: a list that leaves out none of Torch's names, and trials that notice what is not there or does not work. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { concreteClasses } from '../../lib/nn.js';
import { Tensor } from '../../lib/tensor/index.js';
import { torch } from '../../lib/torch.js';
import { withClassTable } from '../../tools/build/class-table.js';
import type { Finding } from '../../tools/commands/check/finding.js';
import { mark, torchClasses } from '../../tools/commands/coverage/classes.js';
import { torchNames } from '../../tools/commands/coverage/names.js';
import { faultsOf } from '../../tools/commands/coverage/trial.js';
import { rop } from './world.js';

const test = suite('rop coverage');

/** What Torch itself answered: names with the types that have them, by their first letters. */
type Recorded = Record<'functions' | 'methods' | 'storage', Record<string, string>>;
const golden = new URL('../golden/torch7/names.json', import.meta.url);
const recorded: Recorded = JSON.parse(readFileSync(golden, 'utf8'));

test("the list has every name that Torch's tables of functions have, once, with their types", () => {
  for (const [group, form] of [
    ['functions', 'f'],
    ['methods', 'm'],
    ['storage', 's'],
  ] as const) {
    const rows = torchNames.filter((row) => row.forms.includes(form));
    assert.equal(rows.map((row) => row.name).sort(), Object.keys(recorded[group]).sort(), group);
    for (const { name, types, forms } of rows) {
      const letters = recorded[group][name] === '*' ? 'BCSILFD' : recorded[group][name];
      // isTensor is a method of Double only, and a function of anything; a function that asks what x is has no types.
      if (forms.length > 1 && letters === '') continue;
      assert.equal([...letters].sort(), (types ?? []).map((type) => type[0]).sort(), name);
    }
  }
});

test('nothing is missing without a reason, and what is there has none', () => {
  for (const entry of torchNames) {
    const faults = faultsOf(entry);
    if (entry.reason === undefined) assert.equal(faults, [], entry.name);
    else assert.ok(faults.length > 0, `${entry.name} is there, and a reason why it is not`);
  }
});

/** Runs while something of ours is another thing. */
async function changed(owner: object, name: string, value: unknown, run: () => Promise<void>): Promise<void> {
  const own = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
  Object.defineProperty(owner, name, { ...own, value });
  try {
    await run();
  } finally {
    Object.defineProperty(owner, name, own);
  }
}

test('a function that is not there is missing, and the exit code is 1', async () => {
  await changed(torch, 'sort', undefined, async () => {
    const { code, stdout } = await rop(['coverage', '--tensor']);
    assert.is(code, 1);
    assert.match(stdout, /^torch\.sort x\.sort +maths\.md +all types +MISSING: torch\.sort$/m);
    const report = JSON.parse((await rop(['coverage', '--tensor', '--json'])).stdout);
    const row = report.rows.find(({ name }: { name: string }) => name === 'sort');
    assert.equal([row.ours, row.faults, row.reason], [false, ['torch.sort'], null]);
    assert.equal([report.missing, report.ours + report.explained], [1, report.names - 1]);
  });
  assert.is((await rop(['coverage', '--tensor'])).code, 0);
});

test('a method that fails for one type is missing for it', async () => {
  const { sort } = Tensor.prototype;
  const failing = function (this: Tensor, ...operands: Parameters<typeof sort>): unknown {
    if (this.type() === 'torch.ByteTensor') throw new TypeError('no');
    return sort.apply(this, operands);
  };
  await changed(Tensor.prototype, 'sort', failing, async () => {
    assert.match(
      (await rop(['coverage', '--tensor'])).stdout,
      /^torch\.sort x\.sort .* MISSING: x\.sort of Byte: no$/m,
    );
  });
});

test('the last line counts, other lines tell forms, document, types and why not', async () => {
  const { stdout } = await rop(['coverage', '--tensor']);
  assert.match(stdout, /\n\n\d+ names of Torch's: \d+ are here, \d+ are not for a reason, 0 are missing\n$/);
  assert.match(stdout, /^torch\.mean x\.mean +maths\.md +Double Float +yes$/m);
  assert.match(stdout, /^x\.retain +tensor\.md +all types +memory is collected; nothing counts references$/m);
  assert.match(stdout, /^s\.string +storage\.md +Char Byte +yes$/m);
});

test('draws, seeds and the default type are as they were', async () => {
  torch.manualSeed(3);
  const state = torch.getRNGState().toArray();
  await rop(['coverage', '--tensor']);
  assert.equal([torch.getRNGState().toArray(), torch.getdefaulttensortype()], [state, 'torch.DoubleTensor']);
});

test('every class of Torch is here and right in every aspect, and README has the table of them; npm run readme writes it', async () => {
  const { code, stdout } = await rop(['coverage', '--json']);
  const { rows, ...counts } = JSON.parse(stdout) as { rows: Finding[] };
  assert.equal(
    rows.filter(({ passed }) => !passed).map(({ name, message }) => [name, message]),
    [],
  );
  assert.equal(counts, { classes: torchClasses.length, ours: torchClasses.length, failed: 0, missing: 0 });
  assert.equal(rows.map(({ name }) => name).sort(), [...concreteClasses].sort());
  assert.is(code, 0);
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  assert.ok(
    readme === withClassTable(readme, rows),
    'README.md: expected the table of the registry, got another: npm run readme',
  );
});

test('an aspect holds when all of its properties do, and is left open when none was checked', () => {
  assert.equal([mark({ R: true }, 'R'), mark({ R: false }, 'R'), mark({ R: true }, '.t7')], ['yes', 'NO', '-']);
});

test.run();
