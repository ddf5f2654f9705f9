/** @file What a check found: error and bound of each property. */
import type { Report } from '../check/index.js';
import { logAxis } from './axis.js';
import { shown } from './numbers.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { colour } from './palette.js';
import { draw, INSET, short, textOf, widthOf } from './picture.js';

const ROW = 20;

/**
 * A row for each property: a dot at its error, a tick at its bound. An error of 0 stands at the left end of the logarithmic axis, one
 * that is not finite at the right end; both are written beside it.
 *
 * @throws RangeError for no verdicts.
 */
export async function checkReport(
  { subject, verdicts }: Pick<Report, 'subject' | 'verdicts'>,
  options: PictureOptions = {},
): Promise<string> {
  const { title = subject } = options;
  if (verdicts.length === 0) throw new RangeError('plot.checkReport: expected at least one verdict, got none');
  const figures = verdicts.flatMap(({ error, bound }) => [error, bound]).filter((x) => x > 0 && Number.isFinite(x));
  const label = 'largest error, relative to the size of what is compared';
  const x = logAxis('checkReport', figures.length > 0 ? figures : [Number.EPSILON, 1], label);
  const [low, high] = x.domain;
  const names = verdicts.map(({ property }) => short(property, 48));
  const left = Math.max(...names.map((name) => widthOf(name))) + 16;
  const rows = verdicts.map(({ error, bound, passed }, row) => ({
    row,
    passed,
    error,
    place: error > 0 && Number.isFinite(error) ? error : error <= 0 ? low : high,
    bound: bound > 0 && Number.isFinite(bound) ? bound : NaN,
  }));
  const failed = rows.filter(({ passed }) => !passed).length;
  const tools = await drawing();
  const { Plot } = tools;
  const { svg } = draw(tools, {
    title,
    subtitle: failed === 0 ? `${rows.length} properties hold` : `${failed} of ${rows.length} properties fail`,
    legend: [
      { name: 'error', colour: colour('good') },
      ...(failed === 0 ? [] : [{ name: 'error beyond its bound', colour: colour('bad') }]),
      { name: 'bound', colour: colour('ink') },
    ],
    width: left + 440 + 72,
    height: rows.length * ROW + 2 * INSET + 44,
    margin: { left, right: 72, bottom: 44 },
    more: {
      x: { type: 'log', domain: x.domain, axis: null, insetLeft: INSET, insetRight: INSET },
      y: { type: 'band', domain: rows.map(({ row }) => row), axis: null, padding: 0.4 },
    },
    marks: [
      Plot.gridX(x.ticks, { stroke: colour('rule'), strokeOpacity: 1 }),
      Plot.axisX(x.ticks, {
        text: x.tickFormat,
        label: x.label,
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: 36,
      }),
      Plot.axisY({ text: (row: number) => names[row], tickSize: 0, label: null }),
      Plot.ruleY(rows, { y: 'row', stroke: colour('rule') }),
      Plot.tickX(
        rows.filter(({ bound }) => !Number.isNaN(bound)),
        { x: 'bound', y: 'row', stroke: colour('ink'), strokeWidth: 2 },
      ),
      Plot.dot(rows, {
        x: 'place',
        y: 'row',
        r: 4,
        fill: ({ passed }: { passed: boolean }) => colour(passed ? 'good' : 'bad'),
      }),
      Plot.text(rows, {
        y: 'row',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 8,
        text: ({ error }: { error: number }) => shown(error, 2),
        fill: ({ passed }: { passed: boolean }) => colour(passed ? 'faint' : 'bad'),
      }),
    ],
  });
  return textOf(svg);
}
