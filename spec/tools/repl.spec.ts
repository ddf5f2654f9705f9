/** @file rop repl: values, unfinished lines, errors, signals, and the keys of a terminal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { CANCELLED, Lines } from '../../tools/lua/lines.js';
import { Thread } from '../../tools/lua/thread.js';
import { luaSuite } from '../lib/lua/lua.js';
import { rop, temporaryFolder } from './world.js';

const test = luaSuite('rop repl');
const { file, remove } = temporaryFolder();
test.after(remove);

/** What a session says to these lines. */
async function session(lines: readonly string[], ...args: string[]): Promise<[number, string, string]> {
  const { code, stdout, stderr } = await rop(['repl', ...args], undefined, false, lines.join('\n'));
  return [code, stdout, stderr];
}

test('values of expressions are shown, what is stated is not', async () => {
  assert.equal(await session(['1 + 1', 'x = 3', '= x, "a", nil', 'nil', '', '-- words', 'x']), [
    0,
    '2\n3\na\nnil\nnil\n3\n',
    '',
  ]);
});

test('tables are shown with all that is in them, tensors in them by their size, cycles once', async () => {
  const lines = [
    't = {7, {true}, b = "q", a = torch.ones(2, 3), [2.5] = {}, s = torch.LongStorage(4)}',
    't.t = t',
    't',
  ];
  const shown = [
    '{',
    '  1 : 7',
    '  2 : ',
    '    {',
    '      1 : true',
    '    }',
    '  2.5 : {}',
    '  a : DoubleTensor - size: 2x3',
    '  b : "q"',
    '  s : LongStorage - size: 4',
    '  t : {...}',
    '}',
  ];
  assert.equal(await session(lines), [0, `${shown.join('\n')}\n`, '']);
  assert.equal(await session(['{}', '{torch.Tensor()}']), [0, '{}\n{\n  1 : DoubleTensor - empty\n}\n', '']);
});

test('tensors and modules are shown as Torch prints them', async () => {
  assert.equal(await session(["require 'nn'; m = nn.Linear(2, 3)", 'm', 'torch.ones(2)']), [
    0,
    'nn.Linear(2 -> 3)\n 1\n 1\n[torch.DoubleTensor of size 2]\n\n',
    '',
  ]);
});

test('what is not complete goes on in the next line', async () => {
  const lines = ['for i = 1, 2 do', 'print(i)', 'end', 'math.max(', '4)', '[[a', 'b]]'];
  assert.equal(await session(lines), [0, '1\n2\n4\na\nb\n', '']);
  assert.equal(await session(['for i = 1, 2', 'do']), [
    1,
    '',
    "stdin:2: 'end' expected (to close 'for' at line 1) near '<eof>'\n",
  ]);
});

test('errors are told with their lines, and leave everything as it is', async () => {
  const lines = [
    'x = 5',
    'x = = 1',
    'error("no")',
    'function f() return 1 + f() end',
    'f()',
    'torch.ones(2):dot(1)',
    'x',
  ];
  const [code, stdout, stderr] = await session(lines);
  assert.equal([code, stdout], [1, '5\n'], 'a pipe cannot see what was told');
  for (const line of [
    "stdin:1: unexpected symbol near '='",
    'stdin:1: no',
    'stdin:1: stack overflow',
    'stdin:1: invalid arguments: DoubleTensor number ',
    'expected arguments: DoubleTensor DoubleTensor',
  ]) {
    assert.ok(stderr.split('\n').includes(line), `${line} in ${stderr}`);
  }
  assert.match(stderr, "stack traceback:\n\t[C]: in function 'error'\n\tstdin:1: in main chunk\n");
});

test('os.exit ends the session with its code', async () =>
  assert.equal(await session(['os.exit(3)', '1']), [3, '', '']));

test('scripts may run programs with --allow-exec alone', async () => {
  assert.equal(await session(['os.execute("exit 2")'], '--allow-exec'), [0, '512\n', '']);
  assert.match((await session(['os.execute("true")']))[2], 'os.execute: not allowed to run other programs');
});

test('--help tells of keys and permissions; other arguments are refused', async () => {
  const { code, stdout } = await rop(['repl', '--help']);
  assert.is(code, 0);
  for (const words of ['Usage: rop repl [--allow-exec]', 'Ctrl-D', 'only below the working directory']) {
    assert.match(stdout, words);
  }
  assert.equal(await session([], 'x.lua'), [2, '', "rop repl: unexpected argument 'x.lua' (see rop repl --help)\n"]);
});

/** The command as a process of its own. */
function start(): ChildProcess & { text: () => string; said: (text: string) => Promise<void> } {
  const program = fileURLToPath(new URL('../../tools/rop.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, 'repl']);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const said = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) await Promise.race([child.stdout, child.stderr].map((s) => once(s, 'data')));
  };
  return Object.assign(child, { text: () => text, said });
}

test('Ctrl-C ends a loop that never ends, and the session goes on', async () => {
  const child = start();
  child.stdin?.write('x = 6\nprint("on") while true do end\n');
  await child.said('on');
  child.kill('SIGINT');
  // Of two pipes that have something to read, either may be read first.
  await child.said('interrupted');
  child.stdin?.end('x + 1\n');
  const [code] = await once(child, 'close');
  assert.equal([code, child.text()], [1, 'on\ninterrupted\n7\n']);
});

test('where nothing runs and nobody types, Ctrl-C ends the session', async () => {
  const child = start();
  child.stdin?.write('"on"\n');
  await child.said('on');
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGINT');
  assert.equal([(await once(child, 'close'))[0], child.text()], [130, 'on\n']);
});

/** Lines from a terminal that specs type at. */
function terminal(
  history: string,
  complete: (line: string) => [string[], string] = (line) => [[], line],
): {
  lines: Lines;
  type: (keys: string) => void;
  screen: () => string;
  raw: boolean[];
} {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => raw.push(isRaw) });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  let text = '';
  output.on('data', (data) => (text += data));
  return {
    lines: new Lines(input, output, history, complete),
    type: (keys) => input.write(keys),
    screen: () => text,
    raw,
  };
}

test('a terminal has a prompt, and keys that go back to lines of earlier sessions', async () => {
  const history = file('history');
  const first = terminal(history);
  for (const typed of ['x = 1', 'y = 2']) {
    const line = first.lines.next('rop> ');
    first.type(`${typed}\r`);
    assert.is(await line, typed);
  }
  assert.match(first.screen(), 'rop> ');
  first.lines.close();
  assert.is(await first.lines.next('rop> '), undefined);
  assert.is(readFileSync(history, 'utf8'), 'y = 2\nx = 1\n');
  const second = terminal(history);
  const line = second.lines.next('rop> ');
  second.type('\x1b[A\x1b[A\r');
  assert.is(await line, 'x = 1');
  second.lines.close();
});

test('a tab writes what all words have in common, and a second one shows them', async () => {
  const words = ['torch.add', 'torch.addmm', 'torch.addmv'];
  let asked = 0;
  const { lines, type, screen } = terminal(file('unused'), (line) => {
    asked++;
    return [words.filter((word) => word.startsWith(line)), line];
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const line = lines.next('rop> ');
  type('torch.ad');
  await until(() => screen().endsWith('torch.ad'));
  type('\t');
  await until(() => screen().endsWith('torch.add'));
  type('m');
  await until(() => screen().endsWith('torch.addm'));
  type('\t');
  await until(() => asked === 2);
  type('\t');
  await until(() => screen().includes('torch.addmv'));
  type('m\r');
  assert.is(await line, 'torch.addmm');
  lines.close();
});

test('names, fields and methods are completed, in the session of a thread', async () => {
  const thread = new Thread(
    { allowExec: false },
    "import('tsx/esm/api').then((tsx) => { tsx.register(); return import('PROGRAM'); }).then((m) => m.inThread())".replace(
      'PROGRAM',
      new URL('../../tools/lua/thread.ts', import.meta.url).href,
    ),
  );
  try {
    await thread.evaluate(
      "require 'nn'; net = nn.Sequential():add(nn.Linear(2, 3)); word = {first = 1, find = 'x', ['no name'] = 2}",
      true,
    );
    // [line, what its end may become]
    const cases: [string, string[]][] = [
      ['print(wo', ['word']],
      ['word.fi', ['word.find', 'word.first']],
      ['x = word.', ['word.find', 'word.first']],
      ['word:fi', []],
      ['nn.Spatial', []],
      ['retu', ['return']],
      ['torch.getdef', ['torch.getdefaulttensortype']],
      ['net:findM', ['net:findModules']],
      ['net.modul', ['net.modules']],
      ['net:modul', []],
      ['nosuch.thing', []],
      ['nosuch.thing:', []],
      ['print("', []],
    ];
    for (const [line, wanted] of cases) {
      const [words, part] = await thread.complete(line);
      if (line === 'nn.Spatial') assert.ok(words.includes('nn.SpatialConvolution') && part === 'nn.Spatial');
      else if (line === 'print("') assert.is(part, '');
      else assert.equal(words, wanted, line);
    }
  } finally {
    await thread.close();
  }
});

test('Ctrl-C takes the line away, Ctrl-D ends; while nobody asks for a line, the terminal has its own keys', async () => {
  const { lines, type, raw } = terminal(file('unused'));
  raw.length = 0;
  let line = lines.next('rop> ');
  type('half\x03');
  assert.is(await line, CANCELLED);
  assert.equal(raw, [true, false]);
  line = lines.next('rop> ');
  type('whole\r');
  assert.is(await line, 'whole');
  line = lines.next('rop> ');
  type('\x04');
  assert.is(await line, undefined);
  lines.close();
});

test.run();
