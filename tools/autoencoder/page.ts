/** @file docs/autoencoder.md, of what the runs came to. */
import { CONNECTIONS, DEVIATION, SIZES, WEIGHT_DECAY } from './problem.js';
import { BATCH, LAMBDA, MOMENTUM, type Point, TOLERANCE } from './runs.js';

export interface Course {
  name: string;
  points: readonly Point[];
}

export interface Conditions {
  rows: number;
  budget: number;
  seed: number;
  /** The cross-entropy of the images with themselves. */
  floor: number;
}

/** The parts of the budget at which the table has a row. */
const PLACES = [0.05, 0.1, 0.25, 0.5, 0.75, 1];

/** Where a run was when it had done so much work. */
function at({ points }: Course, work: number): Point | undefined {
  return points.findLast(({ gradients }) => gradients <= work);
}

/** Three digits that count. */
function short(error: number): string {
  return String(Number(error.toPrecision(3)));
}

/** A table in Markdown, its columns aligned to the right. */
function markdown(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head, ...body] = rows.map((cells) => line(cells.map((cell, column) => cell.padStart(widths[column]))));
  return [head, line(widths.map((width) => `${'-'.repeat(width - 1)}:`)), ...body].join('\n');
}

function table(courses: readonly Course[], budget: number): string {
  const body = PLACES.map((part) => {
    const work = Math.round(part * budget);
    const cells = courses.map((course) => {
      const point = at(course, work);
      return point ? `${short(point.squared)} (${point.crossEntropy.toFixed(1)})` : '–';
    });
    return [String(work), ...cells];
  });
  return markdown([['work', ...courses.map(({ name }) => name)], ...body]);
}

/** What came of it, in words that follow the figures. */
function outcome([hf, ...others]: readonly Course[], budget: number): string {
  const end = (course: Course): number => at(course, budget)?.squared ?? Infinity;
  const fall = (course: Course): string =>
    `${(100 * (1 - end(course) / (at(course, 0.8 * budget)?.squared ?? NaN))).toFixed(0)} %`;
  const lines = others.map((course) => {
    const passed = hf.points.find(({ squared, gradients }) => squared < end(course) && gradients <= budget);
    const place = passed ? `hf is below that from a work of ${passed.gradients.toFixed(0)} on` : 'hf is not below that';
    return `- ${course.name} ends at ${short(end(course))}, after a fall of ${fall(course)}; ${place}.`;
  });
  return `hf ends at a squared error of ${short(end(hf))}, after a fall of ${fall(hf)} over the last fifth of the budget.\n\n${lines.join('\n')}`;
}

/** The page; `courses` begins with hf. */
export function page(courses: readonly Course[], { rows, budget, seed, floor }: Conditions): string {
  return `# A deep autoencoder without pretraining

Written by \`npm run autoencoder -- --rows ${rows} --budget ${budget} --seed ${seed}\`, which trains all that is on this page.

The network is ${SIZES.join('-')}: sigmoids, but for the linear code of ${Math.min(...SIZES)}
units, under binary cross-entropy with λ/2 ‖w‖² added, λ = ${WEIGHT_DECAY}. Hinton and Salakhutdinov (2006) pretrained it layer by
layer; Martens (2010) trained it from random weights by Hessian-free optimisation. Initial weights are sparse here as there,
${CONNECTIONS} for each unit (\`nn.utils.resetSparse\`), of deviation ${DEVIATION}; biases are 0. All runs begin at the same weights.

The ${rows} images are **not** Salakhutdinov's CURVES. \`tools/data/curves.ts\` draws them: 28 × 28 pixels, one quadratic
Bézier curve each through the plane of three random control points. Errors cannot be compared with those of papers.

- **hf** has its defaults but for the first damping, ${LAMBDA}, and the tolerance of CG, ${TOLERANCE}: with the default one, CG is
  longer than its solution is good for. Its curvature is that of all images.
- **sgd** has Nesterov's momentum of ${MOMENTUM} and the learning rate of its name, and takes steps on all images, as hf does, or
  on shuffled mini-batches of ${BATCH}, of which a unit of work has ${rows / BATCH}.

Errors are those of training, for an image: squared differences summed over the pixels, and in brackets cross-entropy
in nats, of which the grey of the images alone makes ${floor.toFixed(1)}. Work is in gradients over all images, by multiply-adds: of hf,
that of its products, trials and preconditioner too.

${table(courses, budget)}

${outcome(courses, budget)}

![Squared error of an image against work](autoencoder.svg)

## What it does not show

It is one seed and a small set. The more images there are, the more steps on mini-batches a unit of work has; errors of those
steps wander from epoch to epoch. None of sgd's runs had stopped falling: within this budget it is slow, not stuck.

hf was tuned on this seed: dampings 3 to 45, CG tolerances 5e-4 to 0.02 and deviations of the initial weights 1 to 2 were tried,
of sgd only the rates above. With Martens' tolerance of 5e-4 hf came to about 8 within 2000 gradients on these images, which is
before sgd on all images and behind sgd on mini-batches; with 6e-3 to 0.39, before both.
`;
}
