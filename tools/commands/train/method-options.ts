/** @file The methods of `rop train`, and the options that only some of them have, with the defaults there. */

/** Methods whose every step takes all the data. */
export type FullBatchName =
  | 'newton-cg'
  | 'hf'
  | 'saddle-free-newton'
  | 'krylov-descent'
  | 'cubic-newton'
  | 'lbfgs'
  | 'cg'
  | 'rprop';

/** Methods whose steps take some rows each. */
export type MiniBatchName =
  | 'sgd'
  | 'asgd'
  | 'nag'
  | 'adagrad'
  | 'adadelta'
  | 'rmsprop'
  | 'adam'
  | 'adamax'
  | 'ada-hessian'
  | 'sophia'
  | 'esgd';

export type MethodName = FullBatchName | MiniBatchName;

/** The text of every option that bears on the result, defaults included: what a checkpoint keeps. */
export type SettingTexts = Record<string, string>;

const fullBatch: Readonly<Record<FullBatchName, SettingTexts>> = {
  'newton-cg': { epochs: '100', tolerance: '1e-3' },
  hf: { epochs: '100', tolerance: '1e-4', 'curvature-batch': '1000' },
  'saddle-free-newton': { epochs: '100', tolerance: '1e-3', dimension: '20' },
  'krylov-descent': {
    epochs: '100',
    tolerance: '1e-3',
    dimension: '20',
    'curvature-batch': '1000',
    'subspace-batch': '2000',
  },
  'cubic-newton': { epochs: '100', tolerance: '1e-3', dimension: '100' },
  lbfgs: { epochs: '100', tolerance: '2e-4' },
  cg: { epochs: '100', tolerance: '2e-4' },
  rprop: { epochs: '300', tolerance: '1e-4' },
};

const ofBatches: SettingTexts = { epochs: '20', 'batch-size': '32' };
const miniBatch: Readonly<Record<MiniBatchName, SettingTexts>> = {
  sgd: { ...ofBatches, 'learning-rate': '0.1', momentum: '0.9' },
  asgd: { ...ofBatches, 'learning-rate': '0.3', 'average-from': '10' },
  nag: { ...ofBatches, 'learning-rate': '0.02', momentum: '0.9' },
  adagrad: { ...ofBatches, 'learning-rate': '0.1' },
  adadelta: ofBatches,
  rmsprop: { ...ofBatches, 'learning-rate': '1e-3' },
  adam: { ...ofBatches, 'learning-rate': '1e-3' },
  adamax: { ...ofBatches, 'learning-rate': '5e-3' },
  'ada-hessian': { ...ofBatches, 'learning-rate': '0.02' },
  sophia: { ...ofBatches, 'learning-rate': '6e-4', gamma: '0.01' },
  esgd: { ...ofBatches, 'learning-rate': '0.02', damping: '0.01' },
};

/** What only some methods have, with its default there. */
export const ownOptions: Readonly<Record<MethodName, SettingTexts>> = { ...fullBatch, ...miniBatch };

export const methodNames: readonly MethodName[] = Object.keys(ownOptions) as MethodName[];

export function isFullBatch(method: MethodName): method is FullBatchName {
  return Object.hasOwn(fullBatch, method);
}

/** The methods that have this option, where not all have it; none for an option of all. */
export function ownersOf(option: string): MethodName[] {
  return methodNames.filter((method) => Object.hasOwn(ownOptions[method], option));
}

/** A line for each method, with its options and their defaults. */
export function methodLines(): string[] {
  const width = Math.max(...methodNames.map((name) => name.length));
  return methodNames.map((name) => {
    const options = Object.entries(ownOptions[name]).map(([option, value]) => `--${option} ${value}`);
    return `  ${name.padEnd(width)}  ${options.join(' ')}`;
  });
}
