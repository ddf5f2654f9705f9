/** @file rop train --compare: methods side by side, from the same start, on one budget. */
import { writeAtomically } from '../../../lib/io/atomic.js';
import { NonFiniteLossError } from '../../../lib/optim/index.js';
import { type CurvePoint, html, type PagePart, sparkline } from '../../../lib/plot/index.js';
import { generator } from '../../../lib/tensor/index.js';
import { type Arguments, choiceOption } from '../../arguments.js';
import { type Io, UsageError } from '../../io.js';
import { outputFile } from '../../output-file.js';
import { ProgressLine } from '../../progress-line.js';
import { type Assessment, assess } from './assess.js';
import { fullBatches, readData, type TrainingData } from './data.js';
import { epochs } from './epochs.js';
import { exitCodes, Interruption } from './interruption.js';
import { type MethodName, methodNames, ownersOf, type SettingTexts } from './method-options.js';
import { converged, makeTrainer, type Row } from './methods.js';
import { makeNetwork } from './network.js';
import { curveParts } from './report.js';
import { readSettings, type Settings, settingTexts } from './settings.js';

/** How much each method may use. */
interface Budget {
  amount: number;
  unit: 'gradients' | 'seconds';
}

/** What one method came to within the budget. */
interface Outcome {
  method: MethodName;
  ended: 'budget' | 'converged' | 'diverged' | 'interrupted';
  epochs: number;
  gradients: number;
  seconds: number;
  loss: number;
  training: Assessment;
  test: Assessment | undefined;
  points: CurvePoint[];
}

/** @throws UsageError */
function comparedMethods(text: string): MethodName[] {
  const names = text.split(',').map((name) => {
    const one: Arguments = { values: new Map([['compare', name.trim()]]), switches: new Set(), positionals: [] };
    return choiceOption(one, 'compare', 'method', methodNames) as MethodName;
  });
  if (names.length >= 2 && new Set(names).size === names.length) return names;
  throw new UsageError(`--compare: expected two methods or more, each once, got '${text}'`);
}

/** @throws UsageError */
function budgetOf(text: string): Budget {
  const [, number, seconds] = /^(\d+\.?\d*|\.\d+)(s?)$/.exec(text) ?? [];
  const amount = Number(number);
  if (amount > 0 && Number.isFinite(amount)) return { amount, unit: seconds === 's' ? 'seconds' : 'gradients' };
  throw new UsageError(
    `--budget: expected a number > 0 of gradient-equivalents, or of seconds as in 30s, got '${text}'`,
  );
}

/** What a comparison has a rule of its own for. */
const replaced = ['out', 'resume', 'method', 'epochs'];

/** The settings of each method: an option that only some methods have is for those. @throws UsageError */
function settingsOfAll(args: Arguments, names: readonly MethodName[]): SettingTexts[] {
  for (const name of replaced) {
    if (args.values.has(name)) throw new UsageError(`--${name}: expected no such option with --compare, got it`);
  }
  const given = [...args.values].filter(([name]) => !['compare', 'budget', 'report'].includes(name));
  for (const [name] of given) {
    const owners = ownersOf(name);
    if (owners.length === 0 || owners.some((owner) => names.includes(owner))) continue;
    throw new UsageError(
      `--${name}: expected one of ${owners.join(', ')} in --compare with it, got ${names.join(', ')}`,
    );
  }
  return names.map((method) => {
    const own = given.filter(([name]) => ownersOf(name).length === 0 || ownersOf(name).includes(method));
    return settingTexts({ ...args, values: new Map([...own, ['method', method]]) });
  });
}

/** Trains by one method until the budget is used; what was reached within it. */
async function contend(
  settings: Settings,
  data: TrainingData,
  budget: Budget,
  interruption: Interruption,
  line: ProgressLine,
): Promise<Outcome> {
  const { method, hidden, activation, seed, weightDecay } = settings;
  generator.manualSeed(seed);
  const model = makeNetwork(data.features, hidden, data.classes, activation);
  const widest = Math.max(data.features, data.classes, ...hidden);
  const batches = fullBatches(data.train, widest);
  const [x] = model.getParameters();
  const reached = x.clone();
  const start = assess(model, batches).loss + (weightDecay / 2) * x.dot(x);
  const points: Required<CurvePoint>[] = [{ iteration: 0, gradients: 0, seconds: 0, loss: start }];
  const rows: Row[] = [];
  const trainer = makeTrainer(model, data.train, batches, settings);
  const started = performance.now();
  let ended: Outcome['ended'] = 'interrupted';
  try {
    for await (const row of epochs(trainer, rows.length, interruption)) {
      const { iteration, loss, gradients = 0 } = row;
      const point = { iteration, loss, gradients, seconds: (performance.now() - started) / 1000 };
      const used = point[budget.unit];
      // A step that goes beyond the budget does not count.
      if (used <= budget.amount) {
        rows.push(row);
        points.push(point);
        reached.copy(x);
        line.show({ name: `${method}, ${budget.unit}`, done: Math.round(used), total: budget.amount });
      }
      if (used >= budget.amount) ended = 'budget';
      else if (converged(rows, settings)) ended = 'converged';
      else continue;
      break;
    }
  } catch (error) {
    if (!(error instanceof NonFiniteLossError)) throw error;
    ended = 'diverged';
  }
  x.copy(reached);
  const last = points[points.length - 1];
  return {
    method,
    ended,
    epochs: last.iteration,
    gradients: last.gradients,
    seconds: last.seconds,
    loss: last.loss,
    training: assess(model, batches),
    test: data.test && assess(model, fullBatches(data.test, widest)),
    points,
  };
}

const head = ['method', 'ended', 'epochs', 'gradients', 'seconds', 'loss', 'training %', 'test %'];

function cells({ method, ended, epochs, gradients, seconds, loss, training, test }: Outcome): string[] {
  const percent = (assessment: Assessment | undefined): string =>
    assessment ? (100 * assessment.accuracy).toFixed(2) : '-';
  const numbers = [String(epochs), gradients.toFixed(1), seconds.toFixed(2), loss.toFixed(6)];
  return [method, ended, ...numbers, percent(training), percent(test)];
}

const widths = [18, 11, 6, 9, 8, 9, 10, 6];

function lineOf(columns: readonly string[], course: string): string {
  const padded = columns.map((column, i) => (i < 2 ? column.padEnd(widths[i]) : column.padStart(widths[i])));
  return `${[...padded, course].join('  ').trimEnd()}\n`;
}

function jsonOf({ training, test, points, ...outcome }: Outcome): string {
  const accuracies = { trainingAccuracy: training.accuracy, testAccuracy: test?.accuracy };
  return `${JSON.stringify({ ...outcome, ...accuracies, points })}\n`;
}

async function writePage(
  path: string,
  outcomes: readonly Outcome[],
  budget: Budget,
  texts: SettingTexts[],
): Promise<void> {
  const curves = outcomes.map(({ method, points }) => ({ name: method, points }));
  const options = [...new Set(texts.flatMap((own) => Object.keys(own)))].filter((name) => !replaced.includes(name));
  const settings = options.map((name) => [`--${name}`, ...texts.map((own) => own[name] ?? '')]);
  const parts: PagePart[] = [
    {
      text: `Each method from the same start, within ${budget.amount} ${budget.unit === 'seconds' ? 's' : 'gradient-equivalents'}.`,
    },
    { head, rows: outcomes.map(cells) },
    ...(await curveParts(curves)),
    { heading: 'Settings' },
    { head: ['option', ...texts.map(({ method }) => method)], rows: settings },
  ];
  writeAtomically(path, html('Comparison of methods', parts));
}

/** Runs `rop train --compare`; resolves to the exit code. */
export async function runComparison(args: Arguments, io: Io): Promise<number> {
  const names = comparedMethods(args.values.get('compare') ?? '');
  const budget = budgetOf(args.values.get('budget') ?? '200');
  const page = await outputFile(args, 'report', ['.html']);
  const json = args.switches.has('json');
  const texts = settingsOfAll(args, names);
  const all = texts.map(readSettings);
  const data = await readData(all[0]);
  const interruption = new Interruption(io);
  const line = new ProgressLine(io.stderr);
  const outcomes: Outcome[] = [];
  try {
    if (!json) io.stdout.write(lineOf(head, 'loss from the start'));
    for (const settings of all) {
      const outcome = await contend(settings, data, budget, interruption, line);
      outcomes.push(outcome);
      line.clear();
      const course = sparkline(
        outcome.points.map(({ loss }) => loss),
        { width: 40, scale: 'log' },
      );
      io.stdout.write(json ? jsonOf(outcome) : lineOf(cells(outcome), course));
      if (interruption.signal) break;
    }
    if (page !== undefined) await writePage(page, outcomes, budget, texts.slice(0, outcomes.length));
    const { signal } = interruption;
    if (!signal) return 0;
    const left = names.slice(outcomes.length);
    io.stderr.write(`rop train: ${signal}${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}\n`);
    return exitCodes[signal];
  } finally {
    line.clear();
    interruption.release();
  }
}
