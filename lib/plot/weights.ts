/** @file Rows of a weight matrix as small images. */
import type { Tensor } from '../tensor/index.js';
import { greyImage } from './grey-image.js';
import { shown } from './numbers.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { draw, element, INSET, textOf } from './picture.js';

export interface WeightImagesOptions extends PictureOptions {
  /** Columns of a row's image; by default images are square where a row's length allows it, and one line elsewhere. */
  columns?: number;
  /** How many rows are shown at most; 100 by default. */
  most?: number;
}

const GAP = 4;
const ACROSS = 640 - 2 * INSET;

/**
 * An image for each row of W, (units × inputs), as of a first Linear layer: black is −m, middle grey 0, white m, with m the largest |w|
 * of all, which is written above. What is not finite is black.
 *
 * @throws RangeError for W of other than two dimensions, no elements, or rows that `columns` does not divide.
 */
export async function weightImages(weight: Tensor, options: WeightImagesOptions = {}): Promise<string> {
  if (weight.dim() !== 2 || weight.nElement() === 0) {
    throw new RangeError(`plot.weightImages: expected a matrix, got ${weight.describe()}`);
  }
  const [units, inputs] = weight.size();
  const root = Math.sqrt(inputs);
  const { columns = Number.isInteger(root) ? root : inputs, most = 100, title = 'Weights' } = options;
  if (!(Number.isInteger(columns) && columns > 0 && inputs % columns === 0)) {
    throw new RangeError(`plot.weightImages: expected columns that divide a row of ${inputs}, got ${columns}`);
  }
  if (!(Number.isInteger(most) && most > 0)) throw new RangeError(`plot.weightImages: expected most >= 1, got ${most}`);
  const lines = inputs / columns;
  const count = Math.min(units, most);
  const rows = weight.narrow(0, 0, count).contiguous().view(-1).toArray();
  const largest = rows.reduce((m, w) => (Number.isFinite(w) ? Math.max(m, Math.abs(w)) : m), 0);
  const grey = (w: number): number =>
    Number.isFinite(w) ? (largest === 0 ? 128 : Math.round(127.5 + 127.5 * (w / largest))) : 0;
  // Whole pixels, large enough to see.
  const scale = Math.max(1, Math.floor(48 / Math.max(columns, lines)));
  const [width, height] = [columns * scale, lines * scale];
  const perRow = Math.max(1, Math.floor((ACROSS + GAP) / (width + GAP)));
  const tools = await drawing();
  const { svg, top } = draw(tools, {
    title,
    subtitle: `${units} units of ${lines} × ${columns} inputs; black −${shown(largest, 3)}, grey 0, white ${shown(largest, 3)}`,
    notes: count < units ? [`the first ${count} units`] : [],
    width: Math.max(640, width + 2 * INSET),
    height: Math.ceil(count / perRow) * (height + GAP) + INSET,
    margin: { left: 0, right: 0, bottom: 0 },
    marks: [],
  });
  for (let unit = 0; unit < count; unit++) {
    const image = element(tools.document, 'image', {
      x: INSET + (unit % perRow) * (width + GAP),
      y: top + Math.floor(unit / perRow) * (height + GAP),
      width,
      height,
      href: greyImage(columns, lines, rows.slice(unit * inputs, (unit + 1) * inputs).map(grey)),
      style: 'image-rendering:pixelated',
    });
    image.append(element(tools.document, 'title', {}, `unit ${unit}`));
    svg.append(image);
  }
  return textOf(svg);
}
