/** @file rop train after kill -9 between two of its writes: it goes on to the bits of a run without a break. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rop, temporaryFolder, threeClouds } from './world.js';

const test = suite('rop train, killed');
const { file, remove } = temporaryFolder();
test.after(remove);

const data = file('train.csv', threeClouds(60));
const command = fileURLToPath(new URL('../../tools/rop.ts', import.meta.url));
const names = ['log.csv', 'model.t7', 'checkpoint.json'];

/** A module that ends its process, as kill -9 does, in place of the rename after `count` others. */
function killer(count: number): string {
  const source = `
    import fs from 'node:fs';
    const { renameSync } = fs;
    let left = ${count};
    fs.renameSync = (from, to) => {
      if (left-- === 0) process.kill(process.pid, 'SIGKILL');
      renameSync(from, to);
    };`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** Trains until the rename after `count` others. */
function killed(count: number, args: readonly string[]): void {
  const line = ['--import', 'tsx', '--import', killer(count), command, 'train', ...args];
  const { signal, stderr } = spawnSync(process.execPath, line, { timeout: 60000, encoding: 'utf8' });
  assert.is(signal, 'SIGKILL', stderr);
}

function epochsIn(folder: string): [log: number, checkpoint: number] {
  const log = readFileSync(`${folder}/log.csv`, 'utf8').trim().split('\n').length - 1;
  return [log, JSON.parse(readFileSync(`${folder}/checkpoint.json`, 'utf8')).about.epochs];
}

// A save is three renames: log.csv, model.t7, checkpoint.json. The first is before all epochs, the third after the second one.
const third = 2 * names.length;
const cases = [
  { method: 'newton-cg', when: 'before any write of epoch 2', count: third, left: [1, 1] },
  { method: 'newton-cg', when: 'between log.csv and model.t7', count: third + 1, left: [2, 1] },
  { method: 'newton-cg', when: 'between model.t7 and checkpoint.json', count: third + 2, left: [2, 1] },
  { method: 'hf', when: 'between log.csv and model.t7', count: third + 1, left: [2, 1] },
  { method: 'lbfgs', when: 'between model.t7 and checkpoint.json', count: third + 2, left: [2, 1] },
  { method: 'sgd', when: 'between model.t7 and checkpoint.json', count: third + 2, left: [2, 1] },
  { method: 'adam', when: 'between log.csv and model.t7', count: third + 1, left: [2, 1] },
];
for (const { method, when, count, left } of cases) {
  test(`${method}, killed ${when}, goes on to the same bits`, async () => {
    const [whole, broken] = [file(`${method}-${count}-whole`), file(`${method}-${count}-broken`)];
    const args = ['--data', data, '--hidden', '5,4', '--method', method, '--epochs', '5'];
    assert.is((await rop(['train', ...args, '--out', whole])).code, 0);
    killed(count, [...args, '--out', broken]);
    assert.equal(epochsIn(broken), left);
    assert.is(readdirSync(broken).length, names.length + 1, 'a file that was being written');
    const { code, stderr, stdout } = await rop(['train', '--resume', broken]);
    assert.equal([code, stderr], [0, '']);
    assert.match(stdout, 'resumed after 1 epochs');
    assert.equal(readdirSync(broken).sort(), [...names].sort());
    for (const name of names) {
      assert.ok(readFileSync(`${broken}/${name}`).equals(readFileSync(`${whole}/${name}`)), name);
    }
  });
}

test('killed before its first checkpoint there is nothing to resume, and the folder can be used anew', async () => {
  const out = file('first');
  const args = ['--data', data, '--hidden', '4', '--epochs', '2', '--out', out];
  killed(2, args);
  assert.ok(existsSync(`${out}/model.t7`));
  const { code, stderr } = await rop(['train', '--resume', out]);
  assert.equal([code, stderr], [1, `rop train: cannot read ${out}/checkpoint.json: no such file or folder\n`]);
  assert.is((await rop(['train', ...args])).code, 0);
});

test.run();
