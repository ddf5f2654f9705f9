/** @file Loss against iterations, gradients or seconds. */
import type { Logger } from '../optim/index.js';
import { linearAxis, logAxis } from './axis.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { seriesColour, seriesDash } from './palette.js';
import { draw, type LegendEntry, leftOf, short, textOf } from './picture.js';

/** Where a run was: all but the loss may be missing in some runs and then cannot be drawn against. */
export interface CurvePoint {
  loss: number;
  iteration?: number;
  /** Work so far in gradient-equivalents: one is a gradient over the data, and so is one Hv. */
  gradients?: number;
  /** Time so far. */
  seconds?: number;
}

/** One run. */
export interface Curve {
  name: string;
  points: readonly CurvePoint[];
}

export interface LossCurvesOptions extends PictureOptions {
  /** What is across; 'iteration' by default. */
  against?: 'iteration' | 'gradients' | 'seconds';
  /** 'log' by default; there, losses that are not positive leave gaps. */
  scale?: 'log' | 'linear';
  /** What the values are, with their unit; 'loss' by default. */
  label?: string;
}

const across = { iteration: 'iteration', gradients: 'work (gradient-equivalents)', seconds: 'time (s)' } as const;

interface Place {
  x: number;
  y: number;
}

/** Points with no neighbour to draw a line to. */
function isolated(places: readonly Place[]): Place[] {
  const seen = (place: Place | undefined): boolean => place !== undefined && !Number.isNaN(place.y + place.x);
  return places.filter((place, i) => seen(place) && !seen(places[i - 1]) && !seen(places[i + 1]));
}

/**
 * A line for each run. Losses that are not finite leave gaps, and a note says how many.
 *
 * @throws RangeError for no runs, a run without points, or no loss that can be shown; TypeError where a point lacks what is across.
 */
export async function lossCurves(curves: readonly Curve[], options: LossCurvesOptions = {}): Promise<string> {
  const { against = 'iteration', scale = 'log', title = 'Loss', label = 'loss' } = options;
  if (curves.length === 0) throw new RangeError('plot.lossCurves: expected at least one curve, got none');
  const all = curves.map(({ name, points }) => {
    if (points.length === 0) throw new RangeError(`plot.lossCurves: expected points in the curve ${name}, got none`);
    return points.map((point) => {
      const [x, y] = [point[against], point.loss];
      if (x === undefined)
        throw new TypeError(`plot.lossCurves: expected ${against} at every point of ${name}, got none`);
      const shows = Number.isFinite(x) && Number.isFinite(y) && (scale === 'linear' || y > 0);
      return shows ? { x, y } : { x: NaN, y: NaN };
    });
  });
  const places = all.flat();
  const losses = places.map((place) => place.y);
  const y = scale === 'log' ? logAxis('lossCurves', losses, label) : linearAxis('lossCurves', losses, label);
  const x = linearAxis(
    'lossCurves',
    places.map((place) => place.x),
    across[against],
  );
  const missing = losses.filter(Number.isNaN).length;
  const what = scale === 'log' ? 'not finite and positive' : 'not finite';
  const legend: LegendEntry[] = curves.map(({ name }, i) => ({
    name: short(name, 40),
    colour: seriesColour(i),
    dash: seriesDash(i),
  }));
  const tools = await drawing();
  const { Plot } = tools;
  const { svg } = draw(tools, {
    title,
    legend,
    notes: missing === 0 ? [] : [`${missing} of ${losses.length} points left out: ${what}`],
    width: 640,
    height: 340,
    margin: { left: leftOf(y), right: 16, bottom: 48 },
    axes: { x, y },
    marks: all.flatMap((points, i) => [
      Plot.line(points, { x: 'x', y: 'y', stroke: seriesColour(i), strokeWidth: 1.75, strokeDasharray: seriesDash(i) }),
      Plot.dot(isolated(points), { x: 'x', y: 'y', fill: seriesColour(i), r: 3 }),
    ]),
  });
  return textOf(svg);
}

/**
 * A line for each column of numbers in a log, against its rows; logarithmic where the log says so. Text in a column leaves a gap.
 *
 * @throws RangeError for a log without rows, or without numbers.
 */
export function logCurves(
  log: Pick<Logger, 'name' | 'symbols' | 'logscale'>,
  options: PictureOptions = {},
): Promise<string> {
  const { title = log.name } = options;
  const columns = [...log.symbols].filter(([, values]) => values.some((value) => typeof value === 'number'));
  const curves = columns.map(([name, values]) => ({
    name,
    points: values.map((value, row) => ({ iteration: row + 1, loss: typeof value === 'number' ? value : NaN })),
  }));
  return lossCurves(curves, { title, label: 'value', scale: log.logscale ? 'log' : 'linear' });
}
