/** @file A short run of the fuzzer with a fixed seed, and faults that it has to see. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClassDoor } from '../../lib/io/t7/class-door.js';
import { instance, table } from '../lib/io/t7/assembler.js';
import { judge } from './judge.js';
import { corpus, fileOf } from './mutations.js';

test('damaged files are read or refused, and do nothing else', () => {
  const files = corpus(1);
  let taken = 0;
  for (let run = 0; run < 400; run++) taken += judge(fileOf(1, run, files));
  assert.ok(taken > 50 && taken < 1500, `expected some files to be taken and most to be refused, got ${taken}`);
});

test('a seed and a run give one file', () => {
  const files = corpus(5);
  assert.equal(fileOf(5, 7, files), fileOf(5, 7, files));
  assert.not.equal(fileOf(5, 7, files), fileOf(5, 8, files));
  assert.equal(corpus(5), files);
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const kept: unknown[] = [];
const doors: [what: string, door: Partial<ClassDoor>, fault: RegExp][] = [
  [
    'another error',
    {
      create: () => {
        throw new TypeError('wrong');
      },
    },
    /^expected a FileFormatError, got TypeError: wrong$/,
  ],
  [
    'memory',
    { create: () => ({}), fill: () => void kept.push(new Uint8Array(1e8).fill(1)) },
    /^expected 8 × \d+ bytes of memory, got \d{8,}$/,
  ],
  [
    'what all objects have',
    {
      create: () => ({}),
      fill: () =>
        void Object.defineProperty(Object.prototype, 'polluted', { value: 1, enumerable: true, configurable: true }),
    },
    /^expected Object.prototype as it was, got more in it$/,
  ],
];
for (const [what, door, fault] of doors) {
  test(`a file that reaches ${what} is a fault`, () => {
    const file = instance(1, 'nn.Odd', table(2, 0));
    // What earlier tests left would, freed meanwhile, make up for the memory that is taken.
    collectGarbage();
    const whole: ClassDoor = { create: () => undefined, fill: () => undefined, write: () => undefined, ...door };
    try {
      assert.throws(
        () => judge(file, () => whole),
        (error: Error) => fault.test(error.message),
      );
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
      kept.length = 0;
    }
  });
}

test('the command takes a seed, and one run of it', () => {
  const script = fileURLToPath(new URL('./fuzz.ts', import.meta.url));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { encoding: 'utf8' });
  const { status, stdout } = run('--seed', '3', '--run', '4');
  assert.match(
    stdout,
    /^fuzz: seed 3, 60 s\nfuzz: \d+ files, read in 5 modes each, \d times with success; no fault\n$/,
  );
  assert.is(status, 0);
  const wrong = run('--seconds', 'x');
  assert.is(wrong.stderr, 'fuzz: expected whole numbers for --seconds, --seed and --run\n');
  assert.is(wrong.status, 2);
});

test.run();
