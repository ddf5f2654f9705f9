/** @file rop run: scripts, their arguments and exit codes, signals, bad command lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { luaSuite } from '../lib/lua/lua.js';
import { rop, temporaryFolder } from './world.js';

const test = luaSuite('rop run');
const { file, remove } = temporaryFolder();
test.after(remove);

/** The outcome but for exits. */
async function run(...args: string[]): Promise<[code: number, stdout: string, stderr: string]> {
  const { code, stdout, stderr } = await rop(['run', ...args]);
  return [code, stdout, stderr];
}

test('-e runs text, after torch has been required', async () => {
  assert.equal(await run('-e', 'print(torch.ones(2):sum(), ...)'), [0, '2\n', '']);
});

test('a script has its arguments in ... and arg, options included', async () => {
  const script = file('args.lua', '#!/usr/bin/env th\nprint(arg[0], #arg, ...)');
  assert.equal(await run(script, 'a', '--help', '-e'), [0, `${script}\t3\ta\t--help\t-e\n`, '']);
});

test('an error is written with the lines that led to it, with code 1', async () => {
  const script = file('wrong.lua', 'local function f()\n error("no")\nend\nf()');
  const [code, stdout, stderr] = await run(script);
  assert.equal([code, stdout], [1, '']);
  assert.is(stderr.split('\n')[0], `rop run: ${script}:2: no`);
  assert.match(stderr, `\t${script}:4: in main chunk\n`);
  assert.equal(await run('-e', 'x = = 1'), [1, '', "rop run: (command line):1: unexpected symbol near '='\n"]);
});

test('os.exit gives the code', async () => assert.equal(await run('-e', 'print(1) os.exit(7)'), [7, '1\n', '']));

test('--allow-exec lets other programs run', async () => {
  assert.equal(await run('--allow-exec', '-e', "os.exit(os.execute('exit 2') / 256)"), [2, '', '']);
  assert.match((await run('-e', "os.execute('true')"))[2], 'os.execute: not allowed to run other programs');
});

for (const [args, message] of [
  [[], 'rop run: expected a Lua script or -e CODE, got neither (see rop run --help)\n'],
  [['-e', '1', 'x.lua'], 'rop run: expected a Lua script or -e CODE, got both (see rop run --help)\n'],
  [
    ['--alow-exec', 'x.lua'],
    "rop run: unknown option '--alow-exec'; did you mean '--allow-exec'? (see rop run --help)\n",
  ],
  [['-x'], "rop run: unknown option '-x' (see rop run --help)\n"],
  [['-e'], 'rop run: --eval: expected CODE, got nothing (see rop run --help)\n'],
] as const) {
  test(`rop run ${args.join(' ')} is refused with code 2`, async () => {
    assert.equal(await run(...args), [2, '', message]);
  });
}

test('a script that is not there, or a folder, is refused', async () => {
  assert.equal(await run('no.lua'), [1, '', "rop run: expected a Lua script, got no file 'no.lua'\n"]);
  assert.equal(await run('/'), [1, '', "rop run: expected a Lua script, got the folder '/'\n"]);
});

/** The command as a process of its own. */
function start(...args: string[]): ChildProcess & { text: () => string } {
  const program = fileURLToPath(new URL('../../tools/rop.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, 'run', ...args]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  return Object.assign(child, { text: () => text });
}

test('Ctrl-C ends a loop that never ends, with a line and code 130', async () => {
  const child = start('-e', "print('on') io.stdout:flush() while true do end");
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.equal([code, child.text()], [130, 'on\nrop run: interrupted\n']);
});

test('a second Ctrl-C ends a script that waits and hears nothing', async () => {
  const child = start('-e', "print('on') io.stdout:flush() io.read()");
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGINT'), 100);
  assert.is((await once(child, 'close'))[0], 130);
});

test.run();
