/** @file A training run from its command line to its last line. */
import { DataError } from '../../../lib/io/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { NonFiniteLossError } from '../../../lib/optim/index.js';
import { generator } from '../../../lib/tensor/index.js';
import type { Arguments } from '../../arguments.js';
import { CommandError, type Io, type Signal, UsageError } from '../../io.js';
import { outputFile } from '../../output-file.js';
import { assess } from './assess.js';
import { type Checkpoint, RunFiles, readCheckpoint } from './checkpoint.js';
import { fullBatches, readData, type TrainingData } from './data.js';
import { epochs } from './epochs.js';
import { exitCodes, Interruption } from './interruption.js';
import type { SettingTexts } from './method-options.js';
import { converged, makeTrainer, type Row } from './methods.js';
import { makeNetwork } from './network.js';
import { startProgress } from './progress.js';
import { type RunReport, writeReport } from './report.js';
import { percent, Reporter } from './reporter.js';
import { portable, readSettings, resumedTexts, type Settings, settingTexts } from './settings.js';
import { tableHead } from './table.js';

interface Run {
  settings: Settings;
  texts: SettingTexts;
  data: TrainingData;
  model: Module;
  resumed: Checkpoint | undefined;
  files: RunFiles | undefined;
}

/** Reads options, checkpoint and data, and makes the model. */
async function prepare(args: Arguments): Promise<Run> {
  const resume = args.values.get('resume');
  const found = resume === undefined ? undefined : readCheckpoint(resume);
  const resumed = found?.checkpoint;
  const texts = resumed ? resumedTexts(resumed.texts, args) : settingTexts(args);
  const settings = readSettings(texts);
  if (resumed && settings.epochs < resumed.rows.length) {
    throw new UsageError(
      `--epochs: expected at least the ${resumed.rows.length} of the checkpoint, got ${settings.epochs}`,
    );
  }
  const folder = args.values.get('out') ?? found?.folder;
  const data = await readData(settings);
  if (resumed && resumed.digest !== data.digest) {
    throw new DataError(`${settings.data}: expected the training set of the checkpoint, got other data`);
  }
  if (resumed) generator.setRNGState(resumed.random);
  else generator.manualSeed(settings.seed);
  const model = resumed?.model ?? makeNetwork(data.features, settings.hidden, data.classes, settings.activation);
  return {
    settings,
    texts: portable(texts),
    data,
    model,
    resumed,
    files: folder === undefined ? undefined : new RunFiles(folder),
  };
}

function introduction({ data, model, settings, resumed }: Run): string {
  const { train, test, features, classes, divisor } = data;
  const held = test ? `, ${test.targets.nElement()} test rows` : '';
  const scaled = divisor === 1 ? '' : `, divided by ${divisor}`;
  return [
    `${train.targets.nElement()} rows${held}, ${features} features${scaled}, ${classes} classes`,
    `${model.getParameters()[0].nElement()} parameters, ${[features, ...settings.hidden, classes].join('-')}, ${settings.activation}`,
    ...(resumed ? [`resumed after ${resumed.rows.length} epochs`] : []),
    '',
    tableHead(settings.method),
  ].join('\n');
}

/** Trains until the epochs are done, the method has arrived, or a signal came; the rows of all epochs so far. */
async function train(run: Run, interruption: Interruption, reporter: Reporter): Promise<Row[]> {
  const { settings, texts, data, model, resumed, files } = run;
  const widest = Math.max(data.features, data.classes, ...settings.hidden);
  const batches = fullBatches(data.train, widest);
  const trainer = makeTrainer(model, data.train, batches, settings, resumed?.state);
  const rows = [...(resumed?.rows ?? [])];
  const save = (): void => files?.write({ texts, digest: data.digest, model, state: trainer.state, rows }, data);
  files?.probe({ texts, digest: data.digest, model, state: trainer.state, rows });
  save();
  reporter.text(introduction(run));
  const isDone = (): boolean => rows.length >= settings.epochs || converged(rows, settings);
  if (isDone()) return rows;
  for await (const row of epochs(trainer, rows.length, interruption)) {
    rows.push(row);
    save();
    reporter.row(row);
    if (isDone()) break;
  }
  const amidEpoch = trainer.state.position > 0;
  if (amidEpoch && Number.isFinite(model.getParameters()[0].norm())) save();
  return rows;
}

function farewell(signal: Signal, epochs: number, files: RunFiles | undefined): string {
  const way = files ? `to go on: rop train --resume ${files.folder}` : 'nothing was saved; --out DIR keeps checkpoints';
  return `rop train: ${signal} after ${epochs} epochs; ${way}\n`;
}

/** What went wrong with the loss, and what is left of the run. */
function diverged(error: NonFiniteLossError, { files, settings }: Run): CommandError {
  const hint = settings.learningRate > 0 ? '; a smaller --learning-rate may help' : '';
  const left = files ? `; the last good checkpoint is in ${files.folder}` : '';
  return new CommandError(`${error.message}${hint}${left}`, { cause: error });
}

/** Writes the page that was asked for. */
async function report(
  path: string,
  run: Run,
  rows: readonly Row[],
  reporter: Reporter,
  outcome: RunReport['outcome'],
): Promise<void> {
  const { data, model, settings, texts } = run;
  const widest = Math.max(data.features, data.classes, ...settings.hidden);
  await writeReport(path, {
    curves: [{ name: settings.method, points: reporter.timed(rows) }],
    model,
    set: data.test ? 'test set' : 'training set',
    batches: fullBatches(data.test ?? data.train, widest),
    classes: data.classes,
    outcome: [['epochs', rows.length], ['parameters', model.getParameters()[0].nElement()], ...outcome],
    settings: texts,
  });
}

/** Runs `rop train`; resolves to the exit code. */
export async function runTraining(args: Arguments, io: Io): Promise<number> {
  if (!args.values.has('data') && !args.values.has('resume')) {
    throw new UsageError('expected --data FILE, or --resume DIR, got neither');
  }
  if (args.values.has('budget')) throw new UsageError('--budget: expected --compare with it, got nothing');
  const page = await outputFile(args, 'report', ['.html']);
  const run = await prepare(args);
  const { settings, data, model } = run;
  const progress = await startProgress(io.stderr, settings.epochs, run.resumed?.rows.length ?? 0);
  const reporter = new Reporter(io, args.switches.has('json'), progress, settings.method);
  // Until here nothing is worth keeping, and Ctrl-C does what it does to any command.
  const interruption = new Interruption(io);
  try {
    const rows = await train(run, interruption, reporter);
    const { signal } = interruption;
    if (signal) {
      progress.stop();
      io.stderr.write(farewell(signal, rows.length, run.files));
      if (page !== undefined) await report(page, run, rows, reporter, [['ended', signal]]);
      return exitCodes[signal];
    }
    const widest = Math.max(data.features, data.classes, ...settings.hidden);
    const fit = assess(model, fullBatches(data.train, widest));
    const [x] = model.getParameters();
    const loss = fit.loss + (settings.weightDecay / 2) * x.dot(x);
    const test = data.test && assess(model, fullBatches(data.test, widest));
    const reason = converged(rows, settings) ? 'converged' : 'epochs';
    reporter.end(reason, rows.length, loss, fit, test);
    if (page !== undefined) {
      await report(page, run, rows, reporter, [
        ['training loss', loss],
        ['training accuracy', percent(fit)],
        ...(test ? ([['test accuracy', percent(test)]] satisfies RunReport['outcome']) : []),
      ]);
    }
    return 0;
  } catch (error) {
    throw error instanceof NonFiniteLossError ? diverged(error, run) : error;
  } finally {
    progress.stop();
    interruption.release();
  }
}
