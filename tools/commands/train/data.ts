/** @file The data of a training run: read, checked, scaled, and cut into batches. */
import { createHash } from 'node:crypto';
import type { Batch } from '../../../lib/curvature/index.js';
import { classLabels, DataError, type Dataset, readDataset } from '../../../lib/io/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { Storage, Tensor } from '../../../lib/tensor/index.js';

/** Rows of features and their classes. */
export interface Examples {
  /** (rows × columns) */
  inputs: Tensor;
  /** Classes from 0, as many as rows. */
  targets: Tensor;
}

export interface TrainingData {
  train: Examples;
  test: Examples | undefined;
  features: number;
  classes: number;
  /** What all features were divided by. */
  divisor: number;
  /** Of the training set as read: a run is resumed on the same data only. */
  digest: string;
}

export interface DataSettings {
  data: string;
  test: string | undefined;
  labelBase: 0 | 1;
  scale: 'unit' | 'none';
}

function name(path: string): string {
  return path === '-' ? 'stdin' : path;
}

/** The labels of the training set decide how many classes there are. */
function trainingClasses(
  { labels, lines, rows }: Dataset,
  path: string,
  base: 0 | 1,
): { labels: Float64Array; nClasses: number } {
  const found = classLabels(labels, name(path), undefined, base, lines);
  const [first, last] = [labels.reduce((a, b) => Math.min(a, b)), labels.reduce((a, b) => Math.max(a, b))];
  if (base === 0 && first === 1) {
    const hint = 'labels look 1-based: pass --label-base 1';
    throw new DataError(`${name(path)}: expected labels from 0 on, got ${first}..${last}; ${hint}`);
  }
  if (found.nClasses < 2) throw new DataError(`${name(path)}: expected at least 2 classes, got ${found.nClasses}`);
  if (found.nClasses > rows) {
    throw new DataError(`${name(path)}: expected at most as many classes as rows (${rows}), got labels up to ${last}`);
  }
  return found;
}

function examples({ features, rows, columns }: Dataset, labels: Float64Array, divisor: number): Examples {
  const scaled = divisor === 1 ? features : features.map((x) => x / divisor);
  return {
    inputs: new Tensor(new Storage('Double', scaled), 0, [rows, columns]),
    targets: new Tensor(new Storage('Long', labels), 0, [rows]),
  };
}

/** What a set was like, and what another one has to be like to be read as that was. */
export interface SetDescription {
  /** Unknown where a model does not tell: then a set decides. */
  features: number | undefined;
  classes: number | undefined;
  labelBase: 0 | 1;
  /** What features are divided by. */
  divisor: number;
}

/** Leaves with a model what its training set was like, to be saved with it. */
export function describeData(model: Module, { features, classes, labelBase, divisor }: SetDescription): void {
  model.extras = { features, classes, labelBase, featuresDividedBy: divisor };
}

/** What a model's file tells of its training set. */
export function describedData({ extras = {} }: Module): SetDescription {
  const number = (key: string): number | undefined => {
    const value = extras[key];
    return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
  };
  return {
    features: number('features'),
    classes: number('classes'),
    labelBase: number('labelBase') === 1 ? 1 : 0,
    divisor: number('featuresDividedBy') ?? 1,
  };
}

/** Reads a set like another one; `owner` is whose number of features it has to have. @throws DataError */
export async function readExamples(path: string, like: SetDescription, owner: string): Promise<Examples> {
  const { features, classes, labelBase, divisor } = like;
  const set = await readDataset(path);
  if (features !== undefined && set.columns !== features) {
    throw new DataError(`${name(path)}: expected ${features} features as in ${owner}, got ${set.columns} features`);
  }
  return examples(set, classLabels(set.labels, name(path), classes, labelBase, set.lines).labels, divisor);
}

/** Reads both sets. @throws DataError */
export async function readData({ data, test, labelBase, scale }: DataSettings): Promise<TrainingData> {
  const train = await readDataset(data);
  const { labels, nClasses } = trainingClasses(train, data, labelBase);
  const largest = train.features.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
  const divisor = scale === 'unit' && largest > 0 ? largest : 1;
  const like = { features: train.columns, classes: nClasses, labelBase, divisor };
  return {
    train: examples(train, labels, divisor),
    test: test === undefined ? undefined : await readExamples(test, like, name(data)),
    features: train.columns,
    classes: nClasses,
    divisor,
    digest: createHash('sha256').update(train.features).update(train.labels).digest('hex'),
  };
}

// 128 MB of doubles: what a batch takes in the widest layer at most.
const largestLayer = 2 ** 24;

/** The examples in as few batches of nearly equal size as keep every layer within bounds; `widest` is the widest layer's size. */
export function fullBatches({ inputs, targets }: Examples, widest: number): Batch[] {
  const [rows] = inputs.size();
  const count = Math.ceil(rows / Math.max(1, Math.floor(largestLayer / widest)));
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * rows) / count);
    const length = Math.floor(((i + 1) * rows) / count) - from;
    return { input: inputs.narrow(0, from, length), target: targets.narrow(0, from, length) };
  });
}

/** A mini-batch: the rows that `order` names from `position` on, in memory that the next one overwrites. */
export class MiniBatch {
  readonly input: Tensor;
  readonly target: Tensor;
  private readonly examples: Examples;

  constructor(examples: Examples, size: number) {
    this.examples = examples;
    this.input = examples.inputs.new().resize(size, examples.inputs.size(1));
    this.target = examples.targets.new().resize(size);
  }

  /** Takes `length` rows. */
  fill(order: Tensor, position: number, length: number): void {
    const { inputs, targets } = this.examples;
    const columns = inputs.size(1);
    this.input.resize(length, columns);
    this.target.resize(length);
    const [from, to] = [inputs.storage().data, this.input.storage().data];
    const [labels, picked] = [targets.storage().data, this.target.storage().data];
    for (let i = 0; i < length; i++) {
      const row = order.get(position + i);
      for (let j = 0; j < columns; j++) to[i * columns + j] = from[row * columns + j];
      picked[i] = labels[row];
    }
  }
}
