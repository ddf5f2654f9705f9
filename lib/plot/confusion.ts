/** @file How often each class was taken for which. */
import type { ConfusionMatrix } from '../optim/index.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { colour, seriesColour } from './palette.js';
import { draw, short, textOf, widthOf } from './picture.js';

/** Counts beyond this many classes would be too small to read. */
const READABLE = 24;

/**
 * Rows are true classes, columns predicted ones; a cell is the darker the larger its share of its row. Up to 24 classes have their
 * counts written.
 */
export async function confusionMatrix(matrix: ConfusionMatrix, options: PictureOptions = {}): Promise<string> {
  const { title = 'Confusion matrix' } = options;
  const { nclasses, mat, classes, indexBase } = matrix;
  const counts = mat.toArray();
  const perClass = mat.sum(1).toArray();
  const total = perClass.reduce((sum, count) => sum + count, 0);
  const right = mat.diag().sum();
  const written = nclasses <= READABLE;
  const cells = counts
    .map((count, i) => {
      const [truth, guess] = [Math.floor(i / nclasses), i % nclasses];
      return { truth, guess, count, share: count === 0 ? 0 : count / perClass[truth] };
    })
    // Of many classes nearly all cells are empty.
    .filter(({ count }) => written || count > 0);
  const all = [...Array(nclasses).keys()];
  const names = all.map((t) => short(classes[t] ?? String(t + indexBase), 14));
  const longest = Math.max(...names.map((name) => widthOf(name)));
  const digits = widthOf(String(mat.max())) + 10;
  const side = written ? Math.max(28, digits) : Math.max(4, Math.floor(480 / nclasses));
  // Classes that have no name of their own are numbers, of which every few are enough where cells are small.
  const every = Math.max(1, Math.ceil(16 / side));
  const ticks = all.filter((t) => t % every === 0);
  const upright = longest <= side * every;
  const left = longest + 40;
  const bottom = (upright ? 20 : longest + 12) + 28;
  const tools = await drawing();
  const { Plot } = tools;
  const label = { labelAnchor: 'center', labelArrow: 'none', tickSize: 0 } as const;
  const text = (t: number): string => names[t];
  const { svg } = draw(tools, {
    title,
    subtitle: total === 0 ? 'nothing counted' : `${right} of ${total} right (${((100 * right) / total).toFixed(2)} %)`,
    width: Math.max(left + side * nclasses + 16, 320),
    height: side * nclasses + bottom,
    margin: { left, right: Math.max(16, 320 - left - side * nclasses), bottom },
    more: {
      x: { type: 'band', domain: all, axis: null, padding: 0 },
      y: { type: 'band', domain: all, axis: null, padding: 0 },
    },
    marks: [
      Plot.axisX(ticks, {
        ...label,
        text,
        label: 'predicted class',
        labelOffset: bottom - 8,
        ...(upright ? {} : { tickRotate: -90 }),
      }),
      Plot.axisY(ticks, { ...label, text, label: 'true class', labelOffset: left - 12 }),
      Plot.cell(cells, {
        x: 'guess',
        y: 'truth',
        fill: seriesColour(0),
        fillOpacity: 'share',
        inset: written ? 0.5 : 0,
      }),
      Plot.frame({ stroke: colour('rule') }),
      ...(written
        ? [
            Plot.text(
              cells.filter(({ count }) => count > 0),
              {
                x: 'guess',
                y: 'truth',
                text: ({ count }: { count: number }) => String(count),
                fill: ({ share }: { share: number }) => colour(share > 0.5 ? 'paper' : 'ink'),
              },
            ),
          ]
        : []),
    ],
  });
  return textOf(svg);
}
