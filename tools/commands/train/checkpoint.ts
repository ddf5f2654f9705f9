/** @file The three files of a run: model.t7, log.csv and checkpoint.json. */
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { discardRemains, probeFolder, writeAtomically } from '../../../lib/io/atomic.js';
import { documentText, readDocument } from '../../../lib/io/document.js';
import { DataError } from '../../../lib/io/index.js';
import { save } from '../../../lib/io/t7/save.js';
import { Module } from '../../../lib/nn/module.js';
import { type GeneratorState, generator, Tensor } from '../../../lib/tensor/index.js';
import { describeData, type TrainingData } from './data.js';
import type { SettingTexts } from './method-options.js';
import type { MethodState, Row } from './methods.js';
import { readSettings } from './settings.js';
import { csv } from './table.js';

const format = 'torch-rop checkpoint';

/** All that a run needs to go on to the same bits. */
export interface Checkpoint {
  texts: SettingTexts;
  digest: string;
  model: Module;
  state: MethodState;
  rows: Row[];
  random: GeneratorState;
}

/** The files of one run. */
export class RunFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Proves that a checkpoint as large as this one can be written; takes away what an earlier run left half-written. @throws WriteError */
  probe(checkpoint: Omit<Checkpoint, 'random'>): void {
    probeFolder(this.folder, checkpointText(checkpoint));
    for (const name of ['log.csv', 'model.t7', 'checkpoint.json']) discardRemains(join(this.folder, name));
  }

  /** Writes all three. The checkpoint comes last: it never knows more than the others. @throws WriteError */
  write(checkpoint: Omit<Checkpoint, 'random'>, data: TrainingData): void {
    const { model, rows, texts } = checkpoint;
    writeAtomically(join(this.folder, 'log.csv'), csv(rows, readSettings(texts).method));
    describeData(model, { ...data, labelBase: texts['label-base'] === '1' ? 1 : 0 });
    // Every step begins with gradients of its own, and a run that is resumed has none of the last.
    model.zeroGradParameters();
    save(join(this.folder, 'model.t7'), model);
    writeAtomically(join(this.folder, 'checkpoint.json'), checkpointText(checkpoint));
  }
}

function checkpointText(checkpoint: Omit<Checkpoint, 'random'>): string {
  const about = { epochs: checkpoint.rows.length, options: checkpoint.texts };
  return documentText(format, about, { ...checkpoint, random: generator.getRNGState() });
}

/** Where a checkpoint is: in the folder, or the file itself. */
function checkpointPath(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'checkpoint.json') : path;
}

function isCheckpoint(value: unknown): value is Checkpoint {
  const { texts, digest, model, state, rows, random } = (value ?? {}) as Partial<Checkpoint>;
  const texted = typeof texts === 'object' && Object.values(texts).every((text) => typeof text === 'string');
  const stated = typeof state?.memory === 'object' && (state.order === undefined || state.order instanceof Tensor);
  const complete = typeof digest === 'string' && Array.isArray(rows) && typeof random === 'object';
  return texted && stated && complete && model instanceof Module;
}

/** Reads a checkpoint; `folder` is where it lies. @throws DataError */
export function readCheckpoint(given: string): { checkpoint: Checkpoint; folder: string } {
  const path = checkpointPath(given);
  const { value } = readDocument(format, path);
  if (!isCheckpoint(value)) throw new DataError(`${path}: expected a whole checkpoint, got one with parts missing`);
  return { checkpoint: value, folder: dirname(path) };
}
