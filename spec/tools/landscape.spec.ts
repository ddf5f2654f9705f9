/** @file rop landscape: the loss around a saved model. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lossContour } from '../../lib/plot/index.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import type { LandscapeFound } from '../../tools/commands/curvature/landscape-work.js';
import { main } from '../../tools/main.js';
import { marks, parsed, texts } from '../lib/plot/svg.js';
import { hessianByDifferences, type Trained, trained } from './curvature.js';
import { rop, temporaryFolder } from './world.js';

const test = suite('rop landscape');
const { file, remove } = temporaryFolder();
test.after(remove);

let subject: Trained;
test.before(async () => {
  subject = await trained(file);
});

const args = (...more: string[]): string[] => ['landscape', subject.model, '--data', subject.data, ...more];
const near = (a: number, b: number, by: number): void => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

async function found(...more: string[]): Promise<LandscapeFound & { losses: number[] }> {
  const { code, stdout, stderr } = await rop(args(...more, '--json'));
  assert.equal([code, stderr], [0, '']);
  return JSON.parse(stdout);
}

test('along eigenvectors the loss is curved by the eigenvalues of the Hessian by differences, and not across', async () => {
  const decay = 0.1;
  const step = 0.02;
  const {
    eigenvalues = [],
    losses,
    coordinates,
    loss,
  } = await found(...['--radius', String(step), '--points', '3', '--weight-decay', String(decay)]);
  assert.equal(coordinates, [-step, 0, step]);
  near(losses[4], subject.loss(decay), 1e-12);
  near(loss, losses[4], 1e-12);
  const curvature = (before: number, after: number): number => (before - 2 * losses[4] + after) / step ** 2;
  near(curvature(losses[1], losses[7]), eigenvalues[0], 2e-3);
  near(curvature(losses[3], losses[5]), eigenvalues[1], 2e-3);
  near((losses[0] - losses[2] - losses[6] + losses[8]) / (4 * step ** 2), 0, 2e-3);
  const exact = (torch.symeig(hessianByDifferences(subject, decay))[0] as Tensor).toArray();
  const largest = exact.sort((a, b) => Math.abs(b) - Math.abs(a));
  for (const [i, value] of eigenvalues.entries()) near(value, largest[i], 1e-5);
});

test('random directions are as long as the parameters, and drawn by the seed', async () => {
  const options = ['--directions', 'random', '--dimensions', '1', '--points', '5'];
  const [a, b, c] = [await found(...options), await found(...options), await found(...options, '--seed', '2')];
  near(a.lengths[0], subject.net.getParameters()[0].norm(), 1e-12);
  assert.equal(a, b);
  assert.is.not(a.losses[0], c.losses[0]);
  assert.is(a.losses.length, 5);
  near(a.losses[2], subject.loss(0), 1e-12);
  assert.is(a.eigenvalues, undefined);
});

test('a plane is a page with a contour, the first direction across', async () => {
  const page = file('plane.html');
  const { stdout } = await rop(args('--points', '5', '--out', page));
  const { losses, coordinates } = await found('--points', '5');
  assert.match(stdout, /^points +25 of 25 are finite$/m);
  const { document } = parseHTML(readFileSync(page, 'utf8'));
  const root = parsed(document.querySelector('svg')?.outerHTML ?? '');
  assert.match(texts(root, 'x-axis label')[0], /^step along eigenvector 1, λ = [−\d.]+ \(units of length 1\)$/);
  assert.match(texts(root, 'y-axis label')[0], /^step along eigenvector 2, λ = /);
  const upwards = coordinates.flatMap((_, up) => coordinates.map((_, across) => losses[5 * across + up]));
  const contours = (picture: Element): (string | null)[] =>
    marks(picture, 'contour', 'path').map((path) => path.getAttribute('d'));
  assert.equal(contours(root), contours(parsed(await lossContour(coordinates, coordinates, upwards))));
});

test('a line is a picture with a point for each step, and a line of text', async () => {
  const svg = file('line.svg');
  const { stdout } = await rop(args('--dimensions', '1', '--out', svg));
  assert.match(stdout, /^[▁▂▃▄▅▆▇█]{41}$/m);
  assert.is(marks(parsed(readFileSync(svg, 'utf8')), 'dot', 'circle').length, 41);
});

async function interruptedAt(progress: string, out: string): Promise<{ code: number; stderr: string; stdout: string }> {
  const signals = new EventEmitter();
  let [stdout, stderr] = ['', ''];
  const code = await main(args('--points', '5', '--out', out), {
    stdout: { write: (line) => (stdout += line) },
    stderr: {
      isTTY: true,
      write: (line) => {
        stderr += line;
        if (line.includes(progress)) signals.emit('SIGINT', 'SIGINT');
      },
    },
    signals,
    exit: () => assert.unreachable(),
  });
  return { code, stdout, stderr };
}

test('Ctrl-C amid the points keeps those that are done', async () => {
  const out = file('part.json');
  const { code, stdout, stderr } = await interruptedAt('points: 7 of 25', out);
  assert.is(code, 130);
  assert.match(stderr, 'rop landscape: SIGINT; left out: a part of points\n');
  assert.match(stdout, '7 of 25 are finite');
  const { losses } = JSON.parse(readFileSync(out, 'utf8')) as LandscapeFound;
  assert.is(losses.filter((loss) => loss !== null).length, 7);
});

test('Ctrl-C amid the search for eigenvectors leaves nothing to show, and says so', async () => {
  const { code, stdout, stderr } = await interruptedAt('eigenvectors: 3 of', file('none.json'));
  assert.equal([code, stdout], [130, '']);
  assert.match(stderr, 'rop landscape: SIGINT; left out: all points\n');
});

for (const [option, value, message] of [
  ['radius', '0', "--radius: expected a number > 0, got '0'"],
  ['points', '1', "--points: expected a whole number from 2 up, got '1'"],
  ['dimensions', '3', "unknown number of dimensions '3'; did you mean '1'?"],
  ['directions', 'gradient', "unknown kind of directions 'gradient'; expected one of eigenvectors, random"],
] as const) {
  test(`--${option} ${value} is refused`, async () => {
    const { code, stdout, stderr } = await rop(args(`--${option}`, value));
    assert.equal([code, stdout, stderr], [2, '', `rop landscape: ${message} (see rop landscape --help)\n`]);
  });
}

test.run();
