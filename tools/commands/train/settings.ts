/** @file The options of `rop train`, as text and as checked values. */
import { resolve } from 'node:path';
import { type Arguments, choiceOption, numberOption, type Options, seedOption } from '../../arguments.js';
import { UsageError } from '../../io.js';
import { type MethodName, methodNames, ownersOf, ownOptions, type SettingTexts } from './method-options.js';
import { checkActivation } from './network.js';

export interface Settings {
  data: string;
  test: string | undefined;
  labelBase: 0 | 1;
  scale: 'unit' | 'none';
  hidden: number[];
  activation: string;
  method: MethodName;
  weightDecay: number;
  epochs: number;
  seed: number;
  /** What follows is 0 for methods that do not have it. */
  tolerance: number;
  curvatureBatch: number;
  subspaceBatch: number;
  dimension: number;
  batchSize: number;
  learningRate: number;
  momentum: number;
  averageFrom: number;
  gamma: number;
  damping: number;
}

const common: SettingTexts = {
  'label-base': '0',
  scale: 'unit',
  hidden: '64,32',
  activation: 'tanh',
  method: 'newton-cg',
  'weight-decay': '1e-3',
  seed: '1',
};

/** Options that have no bearing on the result of a run. */
const beside: ReadonlySet<string> = new Set(['out', 'resume', 'report', 'compare', 'budget']);

export const trainOptions: Options = {
  data: { value: 'FILE', help: 'training set' },
  test: { value: 'FILE', help: 'test set, of which the accuracy is told at the end' },
  'label-base': { value: '0|1', help: 'the smallest label of the files; 0 by default' },
  scale: { value: 'none|unit', help: 'whether features are scaled to 0..1 (see below); unit by default' },
  hidden: { value: 'SIZES', help: 'sizes of the hidden layers; 64,32 by default, none for no hidden layer' },
  activation: { value: 'NAME', help: 'activation after each hidden layer; tanh by default' },
  method: { value: 'NAME', help: 'one of those below; newton-cg by default' },
  'weight-decay': { value: 'λ', help: 'adds λ/2 ‖w‖² to the loss; 1e-3 by default' },
  epochs: { value: 'N', help: 'epochs in all, counted from the first, resumed runs too' },
  seed: { value: 'N', help: 'seed of the initial weights and of the shuffling; 1 by default' },
  tolerance: { value: 'X', help: 'smallest relative improvement of a step (see below), 0 for none' },
  'curvature-batch': { value: 'N', help: 'rows that curvature is of, drawn for each step' },
  'subspace-batch': { value: 'N', help: 'krylov-descent: rows by which the subspace is searched, drawn for each step' },
  dimension: { value: 'N', help: 'dimensions of the Krylov space at most' },
  'batch-size': { value: 'N', help: 'rows of a mini-batch' },
  'learning-rate': { value: 'X', help: 'the size of steps' },
  momentum: { value: 'X', help: 'what is kept of the last step: 0 <= X < 1, of nag 0 < X < 1' },
  'average-from': { value: 'N', help: 'asgd: the epoch from which on weights are averaged' },
  gamma: { value: 'X', help: 'sophia: how much curvature counts; the larger, the fewer elements are clipped' },
  damping: { value: 'X', help: 'esgd: added to the curvature' },
  out: { value: 'DIR', help: 'folder for model.t7, log.csv and checkpoint.json; made if missing' },
  resume: { value: 'DIR|FILE', help: 'go on from a checkpoint; the options are those of its run' },
  report: {
    value: 'FILE',
    help: 'writes a page (.html): loss curves, confusion matrix, weights of the first layer, settings',
  },
  compare: {
    value: 'NAMES',
    help: 'trains by several methods, such as newton-cg,hf,sgd,adam, side by side on one budget',
  },
  budget: { value: 'N|Ns', help: '--compare: gradient-equivalents for each method, or seconds; 200 by default' },
  json: { help: 'write one JSON object a line in place of the table' },
};

const positive = (x: number): boolean => Number.isInteger(x) && x >= 1;

function readHidden(text: string): number[] {
  if (text === 'none') return [];
  const sizes = text.split(',').map((size) => (/^\d+$/.test(size.trim()) ? Number(size) : 0));
  if (!sizes.every(positive))
    throw new UsageError(`--hidden: expected sizes from 1 up such as 64,32, or none, got '${text}'`);
  return sizes;
}

/** All settings as text: what was given, and the defaults of its method. @throws UsageError */
export function settingTexts(args: Arguments): SettingTexts {
  const method = choiceOption(args, 'method', 'method', methodNames) ?? 'newton-cg';
  const texts: SettingTexts = { ...common, ...ownOptions[method] };
  for (const [name, text] of args.values) {
    if (beside.has(name)) continue;
    const owners = ownersOf(name);
    if (owners.length > 0 && !owners.includes(method)) {
      const list = owners.join(', ').replace(/, (?=[^,]*$)/, ' or ');
      throw new UsageError(`--${name}: expected --method ${list} with it, got ${method}`);
    }
    texts[name] = text;
  }
  return texts;
}

/** @throws UsageError for the first value that is not what its option expects. */
export function readSettings(texts: SettingTexts): Settings {
  const args: Arguments = { values: new Map(Object.entries(texts)), switches: new Set(), positionals: [] };
  const number = (name: string, expected: string, accepts: (x: number) => boolean): number =>
    numberOption(args, name, expected, accepts) ?? 0;
  if (texts.data === undefined) throw new UsageError('expected --data FILE, or --resume DIR, got neither');
  if (texts.data === '-' && texts.test === '-')
    throw new UsageError('--data and --test: expected one of them to be a file, got - twice');
  const method = choiceOption(args, 'method', 'method', methodNames) ?? 'newton-cg';
  return {
    data: texts.data,
    test: texts.test,
    labelBase: choiceOption(args, 'label-base', 'label base', ['0', '1']) === '1' ? 1 : 0,
    scale: choiceOption(args, 'scale', 'scale', ['unit', 'none']) ?? 'unit',
    hidden: readHidden(texts.hidden),
    activation: checkActivation(texts.activation),
    method,
    weightDecay: number('weight-decay', 'a number >= 0', (x) => x >= 0),
    epochs: number('epochs', 'a whole number from 1 up', positive),
    seed: seedOption(args) ?? 0,
    tolerance: number('tolerance', 'a number >= 0', (x) => x >= 0),
    curvatureBatch: number('curvature-batch', 'a whole number from 1 up', positive),
    subspaceBatch: number('subspace-batch', 'a whole number from 1 up', positive),
    dimension: number('dimension', 'a whole number from 1 up', positive),
    batchSize: number('batch-size', 'a whole number from 1 up', positive),
    learningRate: number('learning-rate', 'a number > 0', (x) => x > 0),
    momentum:
      method === 'nag'
        ? number('momentum', 'a number > 0 and < 1', (x) => x > 0 && x < 1)
        : number('momentum', 'a number >= 0 and < 1', (x) => x >= 0 && x < 1),
    averageFrom: number('average-from', 'a whole number from 1 up', positive),
    gamma: number('gamma', 'a number > 0', (x) => x > 0),
    damping: number('damping', 'a number > 0', (x) => x > 0),
  };
}

/** Texts that hold in whatever folder they are read again. */
export function portable(texts: SettingTexts): SettingTexts {
  const moved = { ...texts };
  for (const name of ['data', 'test'])
    if (moved[name] !== undefined && moved[name] !== '-') moved[name] = resolve(moved[name]);
  return moved;
}

/**
 * The settings of a checkpoint, with the number of epochs that was given now.
 *
 * @throws UsageError naming every option that was given another value than the checkpoint has.
 */
export function resumedTexts(stored: SettingTexts, args: Arguments): SettingTexts {
  const given = Object.fromEntries([...args.values].filter(([name]) => !beside.has(name)));
  // What belongs to the stored method alone was not given now: where another method is, that is what differs.
  const kept = Object.entries(stored).filter(([name]) => {
    const owners = ownersOf(name);
    return given.method === undefined || owners.length === 0 || owners.some((owner) => owner === given.method);
  });
  // An option of another method is refused by name before anything is compared.
  const merged = portable(settingTexts({ ...args, values: new Map([...kept, ...Object.entries(given)]) }));
  const [before, now] = [readSettings(stored), readSettings(merged)].map(
    (settings) => new Map(Object.entries(settings)),
  );
  const key = (name: string): string => name.replace(/-./g, (dash) => dash[1].toUpperCase());
  const differs = (name: string): boolean =>
    JSON.stringify(before.get(key(name))) !== JSON.stringify(now.get(key(name)));
  const conflicts = Object.keys(given).filter((name) => name !== 'epochs' && differs(name));
  if (conflicts.length > 0) {
    const list = (texts: SettingTexts): string =>
      conflicts.map((name) => `--${name} ${texts[name] ?? '(nothing)'}`).join(', ');
    throw new UsageError(
      `${list(given)}: the checkpoint was made with ${list(stored)}; leave out what differs, or train without --resume`,
    );
  }
  return { ...stored, ...(given.epochs === undefined ? {} : { epochs: given.epochs }) };
}
