/** @file The page of a training run: curves, confusion matrix, first weights, settings. */
import type { Batch } from '../../../lib/curvature/index.js';
import { writeAtomically } from '../../../lib/io/atomic.js';
import type { Module } from '../../../lib/nn/module.js';
import { ConfusionMatrix } from '../../../lib/optim/index.js';
import { type Curve, confusionMatrix, html, lossCurves, type PagePart, weightImages } from '../../../lib/plot/index.js';
import type { Tensor } from '../../../lib/tensor/index.js';

const across = ['iteration', 'gradients', 'seconds'] as const;

/** The curves against all that their points tell; none where there is no point. */
export async function curveParts(curves: readonly Curve[]): Promise<PagePart[]> {
  const drawn = curves.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return [{ text: 'No epoch was done.' }];
  const told = across.filter((key) => drawn.every(({ points }) => points.every((point) => point[key] !== undefined)));
  return Promise.all(
    told.map(async (against) => ({
      svg: await lossCurves(drawn, { against, title: 'Training loss, weight decay included' }),
    })),
  );
}

/** The classes that a model takes the rows of a set for. */
export function confusion(model: Module, batches: Iterable<Batch>, classes: number): ConfusionMatrix {
  const matrix = new ConfusionMatrix(classes);
  for (const { input, target } of batches) matrix.batchAdd(model.forward(input) as Tensor, target as Tensor);
  return matrix;
}

/** The first matrix of weights, as images. */
export async function weightParts(model: Module): Promise<PagePart[]> {
  const weight = model.parameters()[0].find((parameter) => parameter.dim() === 2);
  return weight ? [{ svg: await weightImages(weight, { title: 'Weights of the first layer' }) }] : [];
}

export interface RunReport {
  curves: readonly Curve[];
  model: Module;
  /** Which set the confusion matrix is of. */
  set: string;
  batches: Iterable<Batch>;
  classes: number;
  /** How it ended, in words and numbers. */
  outcome: readonly (readonly [name: string, value: string | number])[];
  settings: Readonly<Record<string, string>>;
}

/** @throws WriteError; Error where a package that draws is missing */
export async function writeReport(path: string, report: RunReport): Promise<void> {
  const { curves, model, set, batches, classes, outcome, settings } = report;
  const title = `Confusion matrix of the ${set}`;
  const parts: PagePart[] = [
    { head: ['', ''], rows: outcome },
    ...(await curveParts(curves)),
    { svg: await confusionMatrix(confusion(model, batches, classes), { title }) },
    ...(await weightParts(model)),
    { heading: 'Settings' },
    { head: ['option', 'value'], rows: Object.entries(settings).map(([name, value]) => [`--${name}`, value]) },
  ];
  writeAtomically(path, html('Training run', parts));
}
