/** @file rop train --compare and --report: methods side by side on one budget, and the pages of runs. */
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { methodNames } from '../../tools/commands/train/method-options.js';
import { main } from '../../tools/main.js';
import { marks, parsed, texts } from '../lib/plot/svg.js';
import { type Outcome, rop, temporaryFolder, threeClouds } from './world.js';

const test = suite('rop train --compare');
const { file, remove } = temporaryFolder();
test.after(remove);

const data = file('train.csv', threeClouds(60));
const held = file('test.csv', threeClouds(30, 60));
const base = ['train', '--data', data, '--test', held, '--hidden', '5,4'];

async function ok(args: readonly string[]): Promise<Outcome> {
  const outcome = await rop(args);
  assert.equal([outcome.code, outcome.stderr], [0, '']);
  return outcome;
}

interface Told {
  method: string;
  ended: string;
  epochs: number;
  gradients: number;
  seconds: number;
  loss: number;
  trainingAccuracy: number;
  testAccuracy: number;
  points: { iteration: number; gradients: number; seconds: number; loss: number }[];
}

async function compared(...args: string[]): Promise<Told[]> {
  const { stdout } = await ok([...base, ...args, '--json']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}

/** The pictures of a page, and its document. */
function page(path: string): { document: Document; pictures: Element[] } {
  const { document } = parseHTML(readFileSync(path, 'utf8'));
  return { document, pictures: [...document.querySelectorAll('svg')].map((svg) => parsed(svg.outerHTML)) };
}

test('every method begins at one loss, stays within the budget, and gets where rop train by it gets', async () => {
  const outcomes = await compared('--compare', methodNames.join(','), '--budget', '60');
  assert.equal(
    outcomes.map(({ method }) => method),
    [...methodNames],
  );
  for (const { method, ended, epochs, gradients, loss, points, trainingAccuracy, testAccuracy } of outcomes) {
    assert.is(points[0].loss, outcomes[0].points[0].loss);
    assert.ok(gradients <= 60 && epochs > 0 && ['budget', 'converged'].includes(ended), method);
    assert.equal(points[points.length - 1], { ...points[points.length - 1], iteration: epochs, gradients, loss });
    const { stdout } = await ok([...base, '--method', method, '--epochs', String(epochs), '--json']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.is(lines[epochs - 1].loss, loss, method);
    assert.is(lines[epochs - 1].gradients, gradients, method);
    assert.equal(
      [lines[epochs].trainingAccuracy, lines[epochs].testAccuracy],
      [trainingAccuracy, testAccuracy],
      method,
    );
  }
});

test('a step that goes beyond the budget does not count', async () => {
  const [wide] = await compared('--compare', 'newton-cg,sgd', '--budget', '40');
  const last = wide.points[wide.points.length - 1].gradients;
  const [narrow] = await compared('--compare', 'newton-cg,sgd', '--budget', String(last - 0.5));
  assert.is(narrow.epochs, wide.epochs - 1);
  assert.is(narrow.ended, 'budget');
  const [exact] = await compared('--compare', 'newton-cg,sgd', '--budget', String(last));
  assert.is(exact.epochs, wide.epochs);
});

test('a budget may be of seconds', async () => {
  for (const { seconds, gradients, points } of await compared('--compare', 'sgd,adam', '--budget', '0.2s')) {
    assert.ok(seconds <= 0.2);
    assert.is(points[points.length - 1].gradients, gradients);
  }
});

test('an option that only some methods have is for those', async () => {
  const [a, b] = await compared('--compare', 'newton-cg,sgd', '--budget', '5');
  const [c, d] = await compared('--compare', 'newton-cg,sgd', '--budget', '5', '--learning-rate', '0.01');
  assert.is(a.loss, c.loss);
  assert.is.not(b.loss, d.loss);
});

test('a method that diverges says so, keeps its last good point, and the others go on', async () => {
  const wild = ['--learning-rate', '1e200', '--activation', 'softplus', '--weight-decay', '0', '--momentum', '0'];
  const [sgd, newton] = await compared('--compare', 'sgd,newton-cg', '--budget', '10', ...wild);
  assert.is(sgd.ended, 'diverged');
  assert.is(sgd.loss, newton.points[0].loss);
  assert.is(newton.ended, 'budget');
});

test('for people there is a line for each method, with its course', async () => {
  const { stdout } = await ok([...base, '--compare', 'newton-cg,sgd', '--budget', '20']);
  const [head, ...lines] = stdout.trimEnd().split('\n');
  assert.equal(head.split(/ {2,}/), [
    ...['method', 'ended', 'epochs', 'gradients', 'seconds', 'loss', 'training %', 'test %', 'loss from the start'],
  ]);
  assert.is(lines.length, 2);
  for (const line of lines) assert.match(line, /^(newton-cg|sgd) .* [\d.]+ +[▁▂▃▄▅▆▇█]{2,40}$/);
});

test('the page of a comparison has curves against epochs, work and time, a line for each method', async () => {
  const path = file('compare.html');
  await ok([...base, '--compare', 'newton-cg,sgd,adam', '--budget', '20', '--report', path, '--learning-rate', '0.05']);
  const { document, pictures } = page(path);
  assert.equal(
    pictures.map((picture) => texts(picture, 'x-axis label')[0]),
    ['iteration', 'work (gradient-equivalents)', 'time (s)'],
  );
  for (const picture of pictures) assert.is(marks(picture, 'line', 'path').length, 3);
  const cells = [...document.querySelectorAll('table')].map((table) => [...table.querySelectorAll('tr')]);
  assert.is(cells[0].length, 4);
  const rate = cells[1].find((row) => row.textContent.startsWith('--learning-rate'));
  assert.equal(
    [...(rate?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent),
    ['--learning-rate', '', '0.05', '0.05'],
  );
});

async function interrupted(
  args: readonly string[],
  at: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const signals = new EventEmitter();
  let [stdout, stderr] = ['', ''];
  const watch = (text: string): void => {
    if (text.includes(at)) signals.emit('SIGINT', 'SIGINT');
  };
  const code = await main(args, {
    stdout: {
      write: (text) => {
        stdout += text;
        watch(text);
      },
    },
    stderr: {
      isTTY: true,
      write: (text) => {
        stderr += text;
        watch(text);
      },
    },
    signals,
    exit: () => assert.unreachable(),
  });
  return { code, stdout, stderr };
}

test('Ctrl-C amid the second method keeps the first and what the second has reached', async () => {
  const path = file('interrupted.html');
  const args = [...base, '--compare', 'newton-cg,sgd,adam', '--budget', '20', '--report', path];
  const { code, stdout, stderr } = await interrupted(args, 'sgd, gradients: 3 of 20');
  assert.is(code, 130);
  assert.match(stderr, 'rop train: SIGINT; left out: adam\n');
  assert.match(stdout, /^newton-cg +budget/m);
  assert.match(stdout, /^sgd +interrupted +3 /m);
  assert.not.match(stdout, /^adam/m);
  for (const picture of page(path).pictures) assert.is(marks(picture, 'line', 'path').length, 2);
});

test('the page of a run has curves, the confusion matrix of the test set, weights and settings', async () => {
  const path = file('run.html');
  await ok([...base, '--epochs', '6', '--report', path]);
  const { document, pictures } = page(path);
  assert.is(pictures.length, 5);
  for (const curve of pictures.slice(0, 3)) assert.is(marks(curve, 'line', 'path').length, 1);
  // Thirty rows, ten of each class.
  const counts = texts(pictures[3], 'text').map(Number);
  assert.is(
    counts.reduce((sum, count) => sum + count, 0),
    30,
  );
  assert.equal(texts(pictures[3], 'y-axis tick label'), ['0', '1', '2']);
  assert.match(pictures[3].textContent, 'Confusion matrix of the test set');
  assert.is(pictures[4].querySelectorAll('image').length, 5);
  const shown = document.body.textContent;
  const [, accuracy] = /test accuracy([\d.]+) %/.exec(shown) ?? [];
  assert.match(pictures[3].textContent, `(${accuracy} %)`);
  assert.match(shown, '--hidden5,4');
});

test('a run that goes on has no time for its first epochs, and is drawn against the rest', async () => {
  const [out, path] = [file('parts'), file('resumed.html')];
  await ok([...base, '--epochs', '2', '--out', out]);
  await ok(['train', '--resume', out, '--epochs', '4', '--report', path]);
  const labels = page(path).pictures.flatMap((picture) => texts(picture, 'x-axis label'));
  assert.equal(labels, ['iteration', 'work (gradient-equivalents)', 'predicted class']);
});

test('a run that Ctrl-C ended has a page of what was done', async () => {
  const path = file('ended.html');
  const { code } = await interrupted([...base, '--method', 'sgd', '--report', path], '        2 ');
  assert.is(code, 130);
  assert.ok(existsSync(path));
});

const usage = ' (see rop train --help)\n';
for (const [what, args, message] of [
  ['one method', ['--compare', 'sgd'], "--compare: expected two methods or more, each once, got 'sgd'"],
  ['a method twice', ['--compare', 'sgd,sgd'], "--compare: expected two methods or more, each once, got 'sgd,sgd'"],
  ['an unknown method', ['--compare', 'sgd,adma'], "unknown method 'adma'; did you mean 'adam'?"],
  [
    'a budget of nothing',
    ['--compare', 'sgd,adam', '--budget', '0'],
    "--budget: expected a number > 0 of gradient-equivalents, or of seconds as in 30s, got '0'",
  ],
  [
    'a budget in minutes',
    ['--compare', 'sgd,adam', '--budget', '3m'],
    "--budget: expected a number > 0 of gradient-equivalents, or of seconds as in 30s, got '3m'",
  ],
  ['a budget for one method', ['--budget', '3'], '--budget: expected --compare with it, got nothing'],
  [
    'a method beside',
    ['--compare', 'sgd,adam', '--method', 'sgd'],
    '--method: expected no such option with --compare, got it',
  ],
  ['a folder', ['--compare', 'sgd,adam', '--out', 'x'], '--out: expected no such option with --compare, got it'],
  [
    'an option of none of them',
    ['--compare', 'newton-cg,adam', '--momentum', '0.5'],
    '--momentum: expected one of sgd, nag in --compare with it, got newton-cg, adam',
  ],
  [
    'a wrong value',
    ['--compare', 'newton-cg,adam', '--learning-rate', '0'],
    "--learning-rate: expected a number > 0, got '0'",
  ],
  ['a page of another kind', ['--report', 'x.pdf'], "--report: expected a name that ends in .html, got 'x.pdf'"],
] as const) {
  test(`${what} is refused`, async () => {
    const { code, stdout, stderr } = await rop([...base, ...args]);
    assert.equal([code, stdout, stderr], [2, '', `rop train: ${message}${usage}`]);
  });
}

test.run();
