/** @file Curves of losses and logs: where points are, gaps, extremes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { optim } from '../../../lib/index.js';
import { type Curve, logCurves, lossCurves } from '../../../lib/plot/index.js';
import { marks, parsed, pieces, places, texts } from './svg.js';

const curve = (name: string, losses: readonly number[]): Curve => ({
  name,
  points: losses.map((loss, i) => ({ loss, iteration: i, gradients: 10 * i * i, seconds: i / 10 })),
});
const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 0.01, `${a} is not ${b}`);

// Below the title (30), a row of legend (20) and room (8) the frame begins; marks keep 8 from it. Of 340 the axis below takes 48.
const [TOP, BOTTOM, RIGHT] = [58 + 8, 58 + 340 - 48 - 8, 640 - 16 - 8];

test('a logarithmic axis has equal ratios at equal distances, and the first point is at the left end', async () => {
  const root = parsed(await lossCurves([curve('a', [100, 10, 0.1])]));
  const [[first, second, third]] = pieces(marks(root, 'line', 'path')[0]);
  near(first[1], TOP);
  near(second[1], TOP + (BOTTOM - TOP) / 3);
  near(third[1], BOTTOM);
  near(third[0], RIGHT);
  near(second[0], (first[0] + RIGHT) / 2);
});

test('a linear axis has equal differences at equal distances', async () => {
  const root = parsed(await lossCurves([curve('a', [4, 1, 0])], { scale: 'linear' }));
  const [[first, second, third]] = pieces(marks(root, 'line', 'path')[0]);
  near(first[1], TOP);
  near(second[1], TOP + 0.75 * (BOTTOM - TOP));
  near(third[1], BOTTOM);
});

for (const [against, label, share] of [
  ['iteration', 'iteration', 0.5],
  ['gradients', 'work (gradient-equivalents)', 0.25],
  ['seconds', 'time (s)', 0.5],
] as const) {
  test(`across may be ${against}, and the axis says so`, async () => {
    const root = parsed(await lossCurves([curve('a', [3, 2, 1])], { against }));
    const [[first, second, third]] = pieces(marks(root, 'line', 'path')[0]);
    near((second[0] - first[0]) / (third[0] - first[0]), share);
    assert.equal(texts(root, 'x-axis label'), [label]);
  });
}

test('several runs have a line, a colour and a name each; the ninth has the first colour, dashed', async () => {
  const names = [...'abcdefghi'];
  const root = parsed(await lossCurves(names.map((name, i) => curve(name, [i + 1, i + 2]))));
  const lines = [...root.querySelectorAll('[aria-label="line"]')];
  assert.equal(
    lines.map((line) => line.getAttribute('stroke')),
    [0, 1, 2, 3, 4, 5, 6, 7, 0].map((i) => `var(--series-${i})`),
  );
  assert.equal(
    lines.map((line) => line.hasAttribute('stroke-dasharray')),
    names.map((name) => name === 'i'),
  );
  const swatches = [...root.querySelectorAll('line')].filter((line) => line.getAttribute('stroke-width') === '3');
  assert.is(swatches.length, 9);
  assert.equal(
    swatches.map((line) => line.nextElementSibling?.textContent),
    names,
  );
});

test('losses that cannot be shown leave a gap, a point without neighbours is a dot, and a note counts', async () => {
  const root = parsed(await lossCurves([curve('a', [5, 4, NaN, 3, Infinity, 0, 2, 1])]));
  const drawn = pieces(marks(root, 'line', 'path')[0]);
  assert.equal(
    drawn.map((piece) => piece.length),
    [2, 1, 2],
  );
  const dots = marks(root, 'dot', 'circle');
  assert.is(dots.length, 1);
  near(Number(dots[0].getAttribute('cx')), drawn[1][0][0]);
  const notes = [...root.querySelectorAll('text')].map((text) => text.textContent);
  assert.ok(notes.includes('3 of 8 points left out: not finite and positive'));
  const whole = parsed(await lossCurves([curve('a', [2, 1])]));
  assert.not.match(whole.textContent, 'left out');
});

test('one point stands in the middle of both axes', async () => {
  const root = parsed(await lossCurves([{ name: 'a', points: [{ iteration: 7, loss: 3 }] }]));
  const [dot] = marks(root, 'dot', 'circle');
  near(Number(dot.getAttribute('cy')), (TOP + BOTTOM) / 2);
  const [, [six], [eight]] = places(marks(root, 'x-axis tick label', 'text'));
  assert.equal(texts(root, 'x-axis tick label'), ['4', '6', '8', '10']);
  near(Number(dot.getAttribute('cx')), (six + eight) / 2);
});

test('huge and tiny losses together have few ticks, each a power of ten', async () => {
  const root = parsed(await lossCurves([curve('a', [1e300, 1, 1e-300])]));
  const labels = texts(root, 'y-axis tick label');
  assert.ok(labels.length >= 4 && labels.length <= 9, labels.join());
  for (const label of labels) assert.match(label, /^10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+$/);
  const [, [, second]] = pieces(marks(root, 'line', 'path')[0])[0];
  near(second, (TOP + BOTTOM) / 2);
  // Where a tick says 10ⁿ, the axis has 10ⁿ.
  const ticks = places(marks(root, 'y-axis tick label', 'text'));
  near(ticks[labels.indexOf('10⁰')][1], (TOP + BOTTOM) / 2);
});

test('losses that nearly agree have ticks that differ', async () => {
  const root = parsed(await lossCurves([curve('a', [0.69314719, 0.69314712])], { scale: 'linear' }));
  const labels = texts(root, 'y-axis tick label');
  assert.ok(labels.length >= 3 && new Set(labels).size === labels.length, labels.join());
});

test('a log is a line for each column of numbers, on the axis that it asks for', async () => {
  const log = optim.Logger(undefined, false, () => undefined);
  log.setNames(['loss', 'note', 'gap']);
  log.add([100, 'x', 1]);
  log.add([10, 'y', 'none']);
  log.add([0.1, 'z', 1]);
  log.setlogscale(true);
  const root = parsed(await logCurves(log));
  assert.is(root.querySelectorAll('[aria-label="line"]').length, 2);
  near(pieces(marks(root, 'line', 'path')[0])[0][1][1], TOP + (BOTTOM - TOP) / 3);
  log.setlogscale(false);
  const linear = parsed(await logCurves(log));
  near(pieces(marks(linear, 'line', 'path')[0])[0][1][1], BOTTOM - ((10 - 0.1) / 99.9) * (BOTTOM - TOP));
});

test.run();
