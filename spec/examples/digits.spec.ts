/** @file The examples that train on digits, in Lua and in TypeScript: the same losses, and the same file. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { luaSuite } from '../lib/lua/lua.js';
import { temporaryFolder } from '../tools/world.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const test = luaSuite('examples/digits');
const { file, remove } = temporaryFolder();
test.after(remove);

/** Images of ten classes, each a bright row and column of its own in a pattern that fills the range evenly. */
function images(count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) {
    const label = (7 * i) % 10;
    const pixels = Array.from({ length: 64 }, (_, p) => {
      const isBright = p % 8 === label % 8 || p >> 3 === (3 * label) % 7;
      return Math.floor(((i + 1) * (p + 3) * Math.SQRT2) % 9) + (isBright ? 8 : 0);
    });
    text += `${pixels.join(',')},${label}\n`;
  }
  return text;
}

/** What the example prints about each epoch, and the network that it saves. */
function train(language: 'lua' | 'ts', data: string): { loss: number; right: string; net: Uint8Array }[] {
  const out = `${language}.t7`;
  const program = join(repository, `examples/digits.${language}`);
  const args =
    language === 'lua'
      ? [join(repository, 'tools/rop.ts'), 'run', program, data, '-epochs', '3', '-out', out]
      : [program, data, '--epochs', '3', '--out', out];
  // Lua writes below its working directory only.
  const cwd = join(data, '..');
  const tsx = import.meta.resolve('tsx');
  const text = execFileSync(process.execPath, ['--import', tsx, ...args], { cwd, encoding: 'utf8' });
  const net = readFileSync(join(cwd, out));
  return [...text.matchAll(/^epoch \d+: loss (\S+), (\d+ of \d+) right$/gm)].map(([, loss, right]) => ({
    loss: Number(loss),
    right,
    net,
  }));
}

function compare(data: string): void {
  const [lua, typescript] = [train('lua', data), train('ts', data)];
  assert.is(lua.length, 3);
  for (const [i, { loss, right, net }] of lua.entries()) {
    const other = typescript[i];
    assert.ok(Math.abs(loss - other.loss) <= 1e-12, `epoch ${i + 1}: ${loss} in Lua, ${other.loss} in TypeScript`);
    assert.is(right, other.right);
    assert.equal(net, other.net);
  }
  assert.ok(lua[2].loss < 0.8 * lua[0].loss, `${lua.map(({ loss }) => loss)}`);
}

test('Lua and TypeScript have equal losses to 1e-12, and save the same network', () => {
  compare(file('digits.csv', images(330)));
});

const digits = join(process.env.ROP_OPTDIGITS ?? join(repository, '../shared/data/optdigits'), 'optdigits.tra');
if (process.env.ROP_SLOW === '1' && existsSync(digits)) {
  test('so they do on optdigits', () => compare(file('optdigits.tra', readFileSync(digits, 'utf8'))));
} else console.log(`examples on optdigits: skipped, needs ROP_SLOW=1 and ${digits} (set ROP_OPTDIGITS)`);

test('where there is no data, a line says so', () => {
  for (const args of [
    [join(repository, 'tools/rop.ts'), 'run', join(repository, 'examples/digits.lua'), 'no.csv'],
    [join(repository, 'examples/digits.ts'), 'no.csv'],
  ]) {
    let found: unknown;
    try {
      execFileSync(process.execPath, ['--import', 'tsx', ...args], { encoding: 'utf8', cwd: repository });
    } catch (error) {
      found = (error as { stdout: string }).stdout;
    }
    assert.is(found, 'digits: no file no.csv, nothing to train on\n');
  }
});

test.run();
