/** @file The loss along one direction or over the plane of two. */
import { linearAxis, logAxis } from './axis.js';
import { listOf, type Numbers, shown } from './numbers.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { colour, seriesColour } from './palette.js';
import { draw, element, leftOf, textOf } from './picture.js';

export interface LandscapeOptions extends PictureOptions {
  /** What the steps across are along, and those upwards: 'step along direction 1' and '… 2' by default. */
  labels?: readonly string[];
}

const LEVELS = 16;
const SIDE = 420;

function label(labels: readonly string[] | undefined, axis: number): string {
  return labels?.[axis] ?? `step along direction ${axis + 1} (units of its length)`;
}

/** Losses that span orders of magnitude have levels at equal ratios, others at equal distances. */
function levelsOf(losses: readonly number[]): { type: 'log' | 'linear'; levels: number[]; low: number; high: number } {
  const low = losses.reduce((a, b) => Math.min(a, b), Infinity);
  const high = losses.reduce((a, b) => Math.max(a, b), -Infinity);
  const type = low > 0 && high / low > 20 ? 'log' : 'linear';
  const [from, to] = [low, high].map(type === 'log' ? Math.log10 : Number);
  const at = (t: number): number => (type === 'log' ? 10 ** (from + t * (to - from)) : from + t * (to - from));
  return { type, low, high, levels: Array.from({ length: LEVELS }, (_, i) => at(i / LEVELS)) };
}

/**
 * Lines of equal loss over a grid: `losses[j][i]` is that at `across[i]`, `up[j]`, row by row in a tensor or a list. A cross marks step 0
 * in both directions, where that is on the grid. Losses that are not finite leave holes.
 *
 * @throws RangeError for fewer than 2 steps in a direction, steps that are not evenly spaced, losses of another number, or none finite.
 */
export async function lossContour(
  across: Numbers,
  up: Numbers,
  losses: Numbers,
  options: LandscapeOptions = {},
): Promise<string> {
  const { title = 'Loss', labels } = options;
  const [xs, ys, values] = [across, up, losses].map(listOf);
  for (const steps of [xs, ys]) checkSteps('lossContour', steps);
  if (values.length !== xs.length * ys.length) {
    throw new RangeError(`plot.lossContour: expected ${ys.length} × ${xs.length} losses, got ${values.length}`);
  }
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) throw new RangeError('plot.lossContour: expected at least one finite value, got none');
  const { type, levels, low, high } = levelsOf(finite);
  if (!Number.isFinite(high - low)) {
    throw new RangeError(`plot.lossContour: expected values whose range is finite, got ${low} to ${high}`);
  }
  const grid = values.map((value) => (Number.isFinite(value) ? value : NaN));
  const axes = {
    x: linearAxis('lossContour', xs, label(labels, 0)),
    y: linearAxis('lossContour', ys, label(labels, 1)),
  };
  const cell = spanned(xs, ys);
  const [dx, dy] = [xs[1] - xs[0], ys[1] - ys[0]];
  const holes = grid.flatMap((value, i) => {
    const [x1, y1] = [cell.x1 + (i % xs.length) * dx, cell.y1 + Math.floor(i / xs.length) * dy];
    return Number.isNaN(value) ? [{ x1, y1, x2: x1 + dx, y2: y1 + dy }] : [];
  });
  const tools = await drawing();
  const { Plot, document } = tools;
  const flat = low === high;
  const centre = [xs, ys].every((steps) => steps.some((step) => step < 0) && steps.some((step) => step > 0));
  const left = leftOf(axes.y);
  const { svg, top } = draw(tools, {
    title,
    subtitle: flat
      ? `the loss is ${shown(low)} everywhere`
      : `smallest loss ${shown(low, 4)}, largest ${shown(high, 4)}`,
    notes: holes.length === 0 ? [] : [`${holes.length} of ${values.length} points left out: no finite loss`],
    width: left + SIDE + 110,
    height: SIDE + 48,
    margin: { left, right: 110, bottom: 48 },
    axes,
    more: { inset: 0, color: { type, domain: [low, flat ? low + 1 : high], scheme: 'viridis' } },
    marks: [
      Plot.contour(grid, {
        width: xs.length,
        height: ys.length,
        ...cell,
        fill: (value: number) => value,
        stroke: 'white',
        strokeOpacity: 0.35,
        thresholds: levels,
        clip: 'frame',
      }),
      Plot.rect(holes, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: colour('paper'), clip: 'frame' }),
      ...(centre ? [Plot.dot([[0, 0]], { symbol: 'times', stroke: 'white', strokeWidth: 2, r: 6 })] : []),
    ],
  });
  const fill = svg.scale('color');
  const height = SIDE / LEVELS;
  levels.forEach((level, i) => {
    const y = top + SIDE - (i + 1) * height;
    const x = left + SIDE + 20;
    svg.append(
      element(document, 'rect', { x, y, width: 16, height: height + 0.5, fill: fill?.apply(level), class: 'level' }),
      ...(i % 3 === 0
        ? [
            element(
              document,
              'text',
              { x: x + 22, y: y + height, dy: '0.32em', 'text-anchor': 'start' },
              shown(level, 3),
            ),
          ]
        : []),
    );
  });
  return textOf(svg);
}

/** Half a step more on each side: a contour takes values as those of the middles of cells. */
function spanned(xs: readonly number[], ys: readonly number[]): { x1: number; x2: number; y1: number; y2: number } {
  const [dx, dy] = [xs, ys].map((steps) => (steps[1] - steps[0]) / 2);
  return { x1: xs[0] - dx, x2: xs[xs.length - 1] + dx, y1: ys[0] - dy, y2: ys[ys.length - 1] + dy };
}

function checkSteps(who: string, steps: readonly number[]): void {
  if (steps.length < 2)
    throw new RangeError(`plot.${who}: expected 2 steps at least in each direction, got ${steps.length}`);
  const gap = (steps[steps.length - 1] - steps[0]) / (steps.length - 1);
  if (gap > 0 && steps.every((step, i) => Math.abs(step - steps[0] - i * gap) <= 1e-6 * gap)) return;
  throw new RangeError(`plot.${who}: expected steps that rise evenly, got ${steps.slice(0, 4).join(', ')} …`);
}

/**
 * The loss along one direction. Losses that are not finite leave gaps.
 *
 * @throws RangeError for losses of another number than steps, and none that is finite.
 */
export async function lossLine(steps: Numbers, losses: Numbers, options: LandscapeOptions = {}): Promise<string> {
  const { title = 'Loss', labels } = options;
  const [xs, values] = [steps, losses].map(listOf);
  if (values.length !== xs.length) {
    throw new RangeError(`plot.lossLine: expected ${xs.length} losses, one for each step, got ${values.length}`);
  }
  const points = xs.map((x, i) => ({ x, y: Number.isFinite(values[i]) ? values[i] : NaN }));
  const finite = values.filter(Number.isFinite);
  const { type } = levelsOf(finite);
  const axes = {
    x: linearAxis('lossLine', xs, label(labels, 0)),
    y: (type === 'log' ? logAxis : linearAxis)('lossLine', values, 'loss'),
  };
  const missing = values.length - finite.length;
  const tools = await drawing();
  const { Plot } = tools;
  const { svg } = draw(tools, {
    title,
    notes: missing === 0 ? [] : [`${missing} of ${values.length} points left out: no finite loss`],
    width: 640,
    height: 340,
    margin: { left: leftOf(axes.y), right: 16, bottom: 48 },
    axes,
    marks: [
      ...(xs.some((x) => x <= 0) && xs.some((x) => x >= 0)
        ? [Plot.ruleX([0], { stroke: colour('faint'), strokeDasharray: '4,3' })]
        : []),
      Plot.line(points, { x: 'x', y: 'y', stroke: seriesColour(0), strokeWidth: 1.75 }),
      Plot.dot(points, { x: 'x', y: 'y', fill: seriesColour(0), r: 2 }),
    ],
  });
  return textOf(svg);
}
