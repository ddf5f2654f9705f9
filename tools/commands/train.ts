/** @file rop train: fits a classifier to a data set. */
import type { Command } from '../arguments.js';
import { runComparison } from './train/compare.js';
import { methodLines } from './train/method-options.js';
import { activationNames } from './train/network.js';
import { runTraining } from './train/run.js';
import { trainOptions } from './train/settings.js';

const notes = [
  'FILE is CSV with the label last, or the images of an MNIST idx pair, plain or gzipped; - is standard input, as CSV.',
  'Features are divided by the largest absolute feature value of the training set, those of the test set by the same',
  'number, which is kept in model.t7: pixels in 0..16 and in 0..255 both arrive in 0..1. --scale none leaves them.',
  '',
  'The network is Linear, activation, …, Linear, LogSoftMax, under ClassNLLCriterion with λ/2 ‖w‖² added.',
  // Lines of at most 110 characters, broken at spaces.
  `Activations: ${activationNames().join(', ')}.`.replace(/(.{1,110})(?: |$)/g, '$1\n').trimEnd(),
  '',
  'Methods, with options of their own and their defaults:',
  ...methodLines(),
  '',
  'Of those with a tolerance an epoch is one step on all the data, of lbfgs ten, of cg 25 gradients. Where curvature, or',
  'the search of a subspace, is of some rows, they are drawn for each step, and the gradient is of all. They end by',
  'themselves when the last 10 steps together lowered the loss by less than 10 × tolerance × the loss, those that show',
  '‖g‖ also when it is below a thousandth of the tolerance.',
  "Of the others an epoch is a pass over shuffled mini-batches. sgd is Torch's: the momentum is damped by its own size. The",
  'model of asgd has the average of the weights.',
  '',
  'The table: loss is that of the point reached, weight decay included; ‖g‖ is where the step began; Hv and Gv count all',
  'products with the Hessian and the Gauss-Newton matrix so far. Where a loss stays as it was, the step was refused: the',
  'radius shrinks, or λ, the damping, or σ, the weight of the cubic term, grows; ρ is how much of the fall predicted came',
  'true. The last column is what all evaluations so far cost in gradients over all the data, by multiply-adds: with 64',
  'features, a loss alone 0.4, Hv 1.5, Gv 1.2 of one.',
  '',
  '--out keeps model.t7, log.csv and checkpoint.json after every epoch; Ctrl-C ends after the present step, and',
  '--resume goes on from there to the same bits as a run without a break, also after kill -9.',
  '',
  '--compare trains by each method from the same start until its budget is used, and tells what was reached within it. An',
  'option that only some methods have is for those. With --report, the curves are drawn against epochs, work and time.',
];

/** `rop train` */
export const train: Command = {
  name: 'train',
  summary: 'Trains a network to classify the rows of a data set.',
  usage: '--data FILE [OPTIONS]',
  options: trainOptions,
  notes,
  run: (args, io) => (args.values.has('compare') ? runComparison : runTraining)(args, io),
};
