/** @file Landscapes: which way is up, where levels are, holes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lossContour, lossLine } from '../../../lib/plot/index.js';
import { marks, numbers, parsed, pieces, places, texts } from './svg.js';

const near = (a: number, b: number, by: number = 0.01): void => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);
const steps = Array.from({ length: 21 }, (_, i) => (i - 10) / 10);

/** Where a tick of an axis is. */
function tick(root: Element, axis: 'x' | 'y', label: string): number {
  const elements = marks(root, `${axis}-axis tick label`, 'text');
  const at = elements.findIndex((element) => element.textContent === label);
  return places(elements)[at][axis === 'x' ? 0 : 1];
}

test('levels are drawn around the minimum where it is, to the right and above', async () => {
  // A bowl with its bottom at (0.5, 0.25): a level at height h is a circle of radius √(h / 4).
  const losses = steps.flatMap((y) => steps.map((x) => 4 * (x - 0.5) ** 2 + 4 * (y - 0.25) ** 2 - 1));
  const root = parsed(await lossContour(steps, steps, losses));
  const contours = marks(root, 'contour', 'path');
  assert.is(contours.length, 16);
  // The loss goes from −1 + 0.01, beside the bottom, to −1 + 15.25; 16 levels divide that. A region of all above level 1 has the circle as its hole.
  const hole = pieces(contours[1]).sort((a, b) => a.length - b.length)[0];
  const height = 0.01 + 15.24 / 16;
  const xs = hole.map(([x]) => x);
  const ys = hole.map(([, y]) => y);
  const [left, right] = [tick(root, 'x', '−1'), tick(root, 'x', '1')];
  const [low, high] = [tick(root, 'y', '−1'), tick(root, 'y', '1')];
  const toX = (x: number): number => left + ((x + 1) / 2) * (right - left);
  const toY = (y: number): number => low + ((y + 1) / 2) * (high - low);
  near((Math.min(...ys) + Math.max(...ys)) / 2, toY(0.25), 2);
  near(Math.max(...ys) - Math.min(...ys), toY(0) - toY(2 * Math.sqrt(height / 4)), 4);
  near(Math.min(...xs), toX(0.5 - Math.sqrt(height / 4)), 2);
});

test('a cross marks the point that the steps are from, where it is inside', async () => {
  const inside = parsed(
    await lossContour(
      steps,
      steps,
      steps.flatMap(() => steps),
    ),
  );
  const [[x, y]] = places(marks(inside, 'dot', 'path'));
  near(x, tick(inside, 'x', '0'));
  near(y, tick(inside, 'y', '0'));
  const beside = steps.map((step) => step + 2);
  assert.is(
    marks(
      parsed(
        await lossContour(
          beside,
          steps,
          steps.flatMap(() => steps),
        ),
      ),
      'dot',
    ).length,
    0,
  );
});

test('levels of losses over orders of magnitude have equal ratios, and the bar beside tells them', async () => {
  const sixteen = Array.from({ length: 17 }, (_, i) => i);
  const losses = [0, 1].flatMap(() => sixteen.map((x) => 10 ** x));
  const root = parsed(await lossContour(sixteen, [0, 1], losses));
  const bar = [...root.querySelectorAll('.level')];
  assert.is(bar.length, 16);
  const told = bar.map((rect) => rect.nextElementSibling).filter((next) => next?.tagName === 'text');
  // 10^(16 k / 16), of which every third is written.
  assert.equal(
    told.map((text) => text?.textContent),
    ['1', '1000', '10⁶', '10⁹', '10¹²', '10¹⁵'],
  );
  const left = marks(root, 'contour', 'path').map((path) =>
    Math.min(
      ...pieces(path)
        .flat()
        .map(([x]) => x),
    ),
  );
  // Level 10ᵏ begins at step k.
  for (let k = 1; k < 16; k++) near(left[k], left[1] + ((k - 1) * 420) / 16);
});

test('losses that are not finite are covered, and a note counts them', async () => {
  const losses = steps.flatMap((y) => steps.map((x) => x * x + y * y));
  losses[5 * 21 + 3] = NaN;
  losses[7 * 21 + 9] = Infinity;
  const root = parsed(await lossContour(steps, steps, losses));
  const holes = marks(root, 'rect', 'rect');
  assert.is(holes.length, 2);
  const [x] = numbers(holes, 'x');
  const [width] = numbers(holes, 'width');
  near(x + width / 2, tick(root, 'x', '−0.5') - 2 * width);
  assert.match(root.textContent, '2 of 441 points left out: no finite loss');
});

test('losses over all orders of magnitude that doubles have are levels too', async () => {
  const root = parsed(await lossContour([0, 1], [0, 1], [5e-324, 1, 1e300, 1.7e308]));
  assert.is(root.querySelectorAll('.level').length, 16);
  assert.not.match(root.outerHTML, /NaN|Infinity/);
});

test('a plane of one loss is one colour, and says so', async () => {
  const root = parsed(await lossContour([0, 1], [0, 1], [3, 3, 3, 3]));
  assert.match(root.textContent, 'the loss is 3 everywhere');
});

test('a line has a point for each step, and a rule where they begin', async () => {
  const root = parsed(await lossLine([-1, 0, 1, 3], [4, 0, NaN, 2], { labels: ['along the gradient'] }));
  const drawn = pieces(marks(root, 'line', 'path')[0]);
  assert.equal(
    drawn.map((piece) => piece.length),
    [2, 1],
  );
  const [[[x0, y0], [x1, y1]], [[x3, y3]]] = drawn;
  near((x1 - x0) / (x3 - x0), 1 / 4);
  near((y3 - y0) / (y1 - y0), 1 / 2);
  near(numbers(marks(root, 'rule', 'line'), 'x1')[0], x1);
  assert.equal(texts(root, 'x-axis label'), ['along the gradient']);
});

test.run();
