/** @file Bars: eigenvalues, and a figure for each module. */
import { linearAxis } from './axis.js';
import { listOf, type Numbers, shown } from './numbers.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { colour, seriesColour } from './palette.js';
import { draw, INSET, short, textOf, widthOf } from './picture.js';

export interface Bar {
  name: string;
  value: number;
  /** One standard error. */
  error?: number;
}

export interface BarsOptions extends PictureOptions {
  /** What the values are, with their unit; 'value' by default. */
  label?: string;
}

const ROW = 22;

async function horizontal(who: string, bars: readonly Bar[], title: string, label: string): Promise<string> {
  if (bars.length === 0) throw new RangeError(`plot.${who}: expected at least one value, got none`);
  const finite = bars.filter(({ value }) => Number.isFinite(value));
  // The axis has 0 in any case, and would not say so.
  if (finite.length === 0) throw new RangeError(`plot.${who}: expected at least one finite value, got none`);
  const ends = finite.flatMap(({ value, error = 0 }) => [value - error, value + error]);
  const x = linearAxis(who, [0, ...ends], label, 5);
  const names = bars.map(({ name }) => short(name, 36));
  const left = Math.max(48, ...names.map((name) => widthOf(name) + 16));
  const right = Math.max(...bars.map(({ value }) => widthOf(shown(value, 4)))) + 16;
  const tools = await drawing();
  const { Plot } = tools;
  // Rows are places and not names: two bars may have the same.
  const rows = bars.map(({ value, error = 0 }, row) => ({ row, value, low: value - error, high: value + error }));
  const drawn = rows.filter(({ value }) => Number.isFinite(value));
  const { svg } = draw(tools, {
    title,
    width: left + 440 + right,
    height: bars.length * ROW + 2 * INSET + 44,
    margin: { left, right, bottom: 44 },
    more: {
      x: { type: 'linear', domain: x.domain, axis: null, insetLeft: INSET, insetRight: INSET },
      y: { type: 'band', domain: rows.map(({ row }) => row), axis: null, paddingInner: 0.2, paddingOuter: 0.1 },
    },
    marks: [
      Plot.gridX(x.ticks, { stroke: colour('rule'), strokeOpacity: 1 }),
      Plot.axisX(x.ticks, { text: x.tickFormat, label, labelAnchor: 'center', labelArrow: 'none', labelOffset: 36 }),
      Plot.axisY({ text: (row: number) => names[row], tickSize: 0, label: null }),
      Plot.barX(drawn, {
        x1: 0,
        x2: 'value',
        y: 'row',
        fill: ({ value }: { value: number }) => (value < 0 ? colour('bad') : seriesColour(0)),
      }),
      Plot.ruleX([0], { stroke: colour('ink') }),
      Plot.link(
        drawn.filter(({ low, high }) => low < high),
        { x1: 'low', x2: 'high', y1: 'row', y2: 'row', stroke: colour('ink'), strokeWidth: 1.5 },
      ),
      Plot.text(rows, {
        y: 'row',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 8,
        text: ({ value }: { value: number }) => shown(value, 4),
        fill: colour('faint'),
      }),
    ],
  });
  return textOf(svg);
}

/**
 * A bar for each value, in the order given; negative ones in another colour. A value that is not finite has its name and no bar.
 *
 * @throws RangeError where there is no value, or none that is finite.
 */
export function eigenvalueBars(values: Numbers, options: BarsOptions = {}): Promise<string> {
  const { title = 'Eigenvalues', label = 'eigenvalue' } = options;
  const bars = listOf(values).map((value, i) => ({ name: `λ${i + 1}`, value }));
  return horizontal('eigenvalueBars', bars, title, label);
}

/** A bar with a name for each figure, such as the trace of each module's block. Errors as for `eigenvalueBars`. */
export function moduleBars(bars: readonly Bar[], options: BarsOptions = {}): Promise<string> {
  const { title = 'Modules', label = 'value' } = options;
  return horizontal('moduleBars', bars, title, label);
}
