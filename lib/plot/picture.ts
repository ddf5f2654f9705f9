/** @file What all pictures have in common: paper, title, legend, axes, notes, and how they become text. */
import type { Markish, Plot, PlotOptions } from '@observablehq/plot';
import type { Axis } from './axis.js';
import type { Drawing } from './packages.js';
import { colour, styleOf } from './palette.js';

export interface LegendEntry {
  name: string;
  colour: string;
  dash?: string;
  opacity?: number;
}

export interface Frame {
  title: string;
  /** A line below the title. */
  subtitle?: string;
  legend?: readonly LegendEntry[];
  /** Lines below the picture: what is left out, and why. */
  notes?: readonly string[];
  width: number;
  /** Of what is below title and legend, and above the notes. */
  height: number;
  margin: { left: number; right: number; bottom: number };
  /** Without axes nothing but the marks is drawn. */
  axes?: { x: Axis; y: Axis };
  marks: readonly Markish[];
  /** Scales and what else belongs to this picture alone. */
  more?: PlotOptions;
}

const className = 'torch-rop-picture';

const svgNamespace = 'http://www.w3.org/2000/svg';
const FONT = 12;
/** Widths and heights of what is around the axes. */
const [SWATCH, NOTE] = [18, 18];
/** Between the frame and the first mark. */
export const INSET = 8;

/** A text's width: there is nothing that could measure it. Wide for most fonts, so that nothing is cut. */
export function widthOf(text: string, size: number = FONT): number {
  return [...text].length * size * 0.6;
}

/** At most `most` characters. */
export function short(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** The margin that the numbers of a vertical axis and its label need. */
export function leftOf({ ticks, tickFormat }: Axis): number {
  return 44 + Math.max(...ticks.map((tick) => widthOf(tickFormat(tick))));
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with attributes, and text inside. */
export function element(document: Document, name: string, attributes: Attributes, text?: string): Element {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Places of the entries of a legend, row below row. */
function placed(legend: readonly LegendEntry[], width: number): { entry: LegendEntry; x: number; row: number }[] {
  let [x, row] = [0, 0];
  return legend.map((entry) => {
    const room = SWATCH + 6 + widthOf(entry.name) + 16;
    if (x > 0 && x + room > width) [x, row] = [0, row + 1];
    const place = { entry, x, row };
    x += room;
    return place;
  });
}

/** The characters that XML has no way to write are left out. */
const unwritable = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Rules, ticks and labels of both axes. */
function axisMarks({ Plot }: Drawing, { x, y }: { x: Axis; y: Axis }, { left, bottom }: Frame['margin']): Markish[] {
  const rule = { stroke: colour('rule'), strokeOpacity: 1 };
  const label = { labelAnchor: 'center', labelArrow: 'none' } as const;
  // As a channel: what is given as a format goes through that of the scale, which leaves out some of a logarithmic one.
  return [
    Plot.gridX(x.ticks, rule),
    Plot.gridY(y.ticks, rule),
    Plot.axisX(x.ticks, { text: x.tickFormat, label: x.label, labelOffset: bottom - 8, ...label }),
    Plot.axisY(y.ticks, { text: y.tickFormat, label: y.label, labelOffset: left - 12, ...label }),
  ];
}

/** The picture as an element, for those who add to it before it becomes text; `top` is where the frame of the axes begins. */
export function draw(tools: Drawing, frame: Frame): { svg: Element & Plot; top: number } {
  const { document } = tools;
  const text = (attributes: Attributes, content: string): Element =>
    element(document, 'text', { 'text-anchor': 'start', ...attributes }, content);
  const faint = { fill: colour('faint') };
  const { title, subtitle, legend = [], notes = [], width, height, margin, axes, marks, more } = frame;
  const entries = placed(legend, width - 2 * INSET);
  const legendRows = entries.length === 0 ? 0 : entries[entries.length - 1].row + 1;
  const legendTop = 30 + (subtitle === undefined ? 0 : 18);
  const top = legendTop + legendRows * 20 + 8;
  const whole = top + height + notes.length * NOTE;
  const svg = tools.Plot.plot({
    document,
    className,
    width,
    height: whole,
    marginTop: top,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginBottom: margin.bottom + notes.length * NOTE,
    style: { fontSize: `${FONT}px` },
    ...(axes
      ? {
          inset: INSET,
          x: { type: axes.x.type, domain: axes.x.domain, axis: null },
          y: { type: axes.y.type, domain: axes.y.domain, axis: null },
        }
      : {}),
    ...more,
    marks: [...(axes ? axisMarks(tools, axes, margin) : []), ...marks],
  });
  for (const name of ['fill', 'color']) svg.setAttribute(name, colour('ink'));
  svg.setAttribute('xmlns', svgNamespace);
  svg.setAttribute('role', 'img');
  const rules = `.${className}{max-width:100%;height:auto}.${className} text{white-space:pre}`;
  const style = svg.querySelector('style') as Element;
  style.textContent = styleOf(className) + rules;
  style.after(
    element(document, 'title', {}, title),
    element(document, 'rect', { width, height: whole, fill: colour('paper') }),
    text({ x: INSET, y: 20, 'font-size': 15, 'font-weight': 600 }, short(title, Math.floor(width / 10))),
    ...(subtitle === undefined ? [] : [text({ x: INSET, y: 39, ...faint }, short(subtitle, Math.floor(width / 7)))]),
    ...entries.flatMap(({ entry, x, row }) => {
      const [from, y] = [INSET + x, legendTop + row * 20 + 8];
      const stroke = { stroke: entry.colour, 'stroke-dasharray': entry.dash, 'stroke-opacity': entry.opacity };
      return [
        element(document, 'line', { x1: from, x2: from + SWATCH, y1: y, y2: y, 'stroke-width': 3, ...stroke }),
        text({ x: from + SWATCH + 6, y, dy: '0.32em' }, entry.name),
      ];
    }),
    ...notes.map((note, i) => text({ x: INSET, y: top + height + i * NOTE + 8, ...faint }, note)),
  );
  return { svg, top };
}

export function textOf(svg: Element): string {
  return svg.outerHTML.replace(unwritable, '');
}
