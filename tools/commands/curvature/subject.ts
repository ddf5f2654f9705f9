/** @file What the commands on curvature look at: a model, its loss on a data set, and a matrix of second derivatives. */
import type { Batch } from '../../../lib/curvature/index.js';
import { tensorsOf } from '../../../lib/nn/activation.js';
import type { Module } from '../../../lib/nn/module.js';
import { Tensor } from '../../../lib/tensor/index.js';
import { type Arguments, choiceOption, numberOption, type Options, positionals, seedOption } from '../../arguments.js';
import { CommandError, UsageError } from '../../io.js';
import { readModel } from '../model.js';
import { describedData, type Examples, fullBatches, readExamples } from '../train/data.js';

export interface Subject {
  model: Module;
  batches: Batch[];
  rows: number;
  /** λ of the λ/2 ‖w‖² that is added to the loss. */
  weightDecay: number;
  matrix: MatrixName;
  /** Of all that is drawn. */
  seed: number;
}

const matrixNames = ['hessian', 'gauss-newton'] as const;
export type MatrixName = (typeof matrixNames)[number];

/** Options of every command on curvature. */
export const subjectOptions: Options = {
  data: { value: 'FILE', help: 'the data set that the loss is of; as for rop train' },
  'label-base': { value: '0|1', help: 'the smallest label of FILE; by default that of the training set, or 0' },
  'weight-decay': { value: 'λ', help: 'adds λ/2 ‖w‖² to the loss; 0 by default' },
  matrix: { value: 'NAME', help: 'hessian or gauss-newton; hessian by default' },
  seed: { value: 'N', help: 'seed of all that is drawn; 1 by default' },
};

export const subjectNotes: readonly string[] = [
  'MODEL is a .t7 or .json file of a model whose output is log-probabilities of classes, such as model.t7 of rop train,',
  'which also tells what features are divided by and which label is the first. The loss is the average of',
  'ClassNLLCriterion over FILE, in float64, with the model in evaluation. Parameters are in the order of',
  'model.getParameters().',
];

/** Numbers of the widest layer for one row. */
function widest(model: Module, row: Tensor): number {
  model.forward(row);
  const sizes = model.listModules().flatMap(({ output }) => tensorsOf(output).map((x) => x.nElement()));
  return Math.max(row.nElement(), ...sizes);
}

/** @throws CommandError unless the model makes probabilities of classes, as logarithms, of its first row */
function checkOutput(path: string, model: Module, { inputs, targets }: Examples): void {
  const output = model.forward(inputs.narrow(0, 0, 1));
  const isMatrix = output instanceof Tensor && output.dim() === 2;
  // A sum that is no number is the loss's to tell, which names the module that it is from.
  if (!isMatrix || Math.abs(output.clone().exp().sum() - 1) > 1e-6) {
    throw new CommandError(
      `${path}: expected a model of log-probabilities, as one that ends in LogSoftMax, got ${model.describe()} with another output`,
    );
  }
  const [classes, last] = [output.size(1), targets.max()];
  if (last >= classes)
    throw new CommandError(`${path}: expected a class for every label, got ${classes} for labels up to ${last}`);
}

/** Reads options, model and data. @throws UsageError, CommandError, DataError */
export async function readSubject(args: Arguments): Promise<Subject> {
  const [path] = positionals(args, ['MODEL']);
  const data = args.values.get('data');
  if (data === undefined) throw new UsageError('expected --data FILE, got nothing');
  const base = choiceOption(args, 'label-base', 'label base', ['0', '1']);
  const matrix = choiceOption(args, 'matrix', 'matrix', matrixNames) ?? 'hessian';
  const weightDecay = numberOption(args, 'weight-decay', 'a number >= 0', (x) => x >= 0) ?? 0;
  const seed = seedOption(args) ?? 1;
  const model = readModel(path).double();
  model.evaluate();
  const like = describedData(model);
  const examples = await readExamples(
    data,
    base === undefined ? like : { ...like, labelBase: base === '1' ? 1 : 0 },
    path,
  );
  checkOutput(path, model, examples);
  const batches = fullBatches(examples, widest(model, examples.inputs.narrow(0, 0, 1)));
  return { model, batches, rows: examples.targets.nElement(), weightDecay, matrix, seed };
}
