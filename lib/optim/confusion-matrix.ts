/** @file Which classes a model takes for which. */
import { general, Tensor } from '../tensor/index.js';

/** A class, or a vector of which the largest element tells it. */
export type ClassLike = number | Tensor;

/**
 * mat[t][p] is how often class t was taken for p. Labels below `indexBase` are missing ones, and not counted.
 *   valids[t] = mat[t][t] / Σₚ mat[t][p];  unionvalids[t] = mat[t][t] / (Σₚ mat[t][p] + Σₛ mat[s][t] − mat[t][t])
 * A class that never came is NaN there, and left out of the averages.
 */
export class ConfusionMatrix {
  readonly nclasses: number;
  readonly classes: readonly string[];
  readonly indexBase: 0 | 1;
  mat: Tensor;
  readonly valids: Tensor;
  readonly unionvalids: Tensor;
  totalValid: number = 0;
  averageValid: number = 0;
  averageUnionValid: number = 0;

  /** The number of classes, their names, or both. */
  constructor(nclasses: number | readonly string[], classes: readonly string[] = [], indexBase: 0 | 1 = 0) {
    this.classes = typeof nclasses === 'number' ? classes : nclasses;
    this.nclasses = typeof nclasses === 'number' ? nclasses : nclasses.length;
    this.indexBase = indexBase;
    if (!(Number.isInteger(this.nclasses) && this.nclasses > 0)) {
      throw new RangeError(`ConfusionMatrix: expected a number of classes or their names, got ${nclasses}`);
    }
    this.mat = Tensor.zeros('Long', [this.nclasses, this.nclasses]);
    this.valids = Tensor.zeros('Float', [this.nclasses]);
    this.unionvalids = Tensor.zeros('Float', [this.nclasses]);
  }

  /** Counts one prediction. */
  add(prediction: ClassLike, target: ClassLike): void {
    this.count([this.classOf('add', prediction)], [this.classOf('add', target)], 'add');
  }

  /** Counts a batch: vectors of classes, or matrices with a row of scores for each. */
  batchAdd(predictions: Tensor, targets: Tensor): void {
    const [p, t] = [this.classesOf('predictions', predictions), this.classesOf('targets', targets)];
    if (p.length !== t.length) {
      throw new RangeError(`${this.what}.batchAdd: expected ${p.length} targets, got ${t.length}`);
    }
    this.count(p, t, 'batchAdd');
  }

  zero(): void {
    for (const counts of [this.mat, this.valids, this.unionvalids]) counts.zero();
    this.totalValid = 0;
    this.averageValid = 0;
  }

  /** Works out `valids`, `unionvalids`, `totalValid` and the averages. */
  updateValids(): void {
    const { mat, nclasses } = this;
    const [rows, columns] = [mat.sum(1).toArray(), mat.sum(0).toArray()];
    const right = Array.from({ length: nclasses }, (_, t) => mat.get(t, t));
    right.forEach((n, t) => {
      this.valids.set(t, n / rows[t]);
      this.unionvalids.set(t, n / (rows[t] + columns[t] - n));
    });
    this.totalValid = sum(right) / sum(rows);
    // Where a row is empty the union is not: it counts for the row alone.
    const came = this.valids.toArray().map((valid) => !Number.isNaN(valid));
    this.averageValid = mean(this.valids.toArray().filter((_, t) => came[t]));
    this.averageUnionValid = mean(this.unionvalids.toArray().filter((_, t) => came[t]));
  }

  /** False rejections and acceptances of each class, −1 for one that never came; and both without those. */
  farFrr(): [classFrrs: Tensor, classFars: Tensor, frrs: Tensor, fars: Tensor] {
    const { mat, nclasses } = this;
    const rows = mat.sum(1).toArray();
    const came = [...rows.keys()].filter((t) => rows[t] !== 0);
    const frrs = came.map((t) => 1 - mat.get(t, t) / rows[t]);
    const fars = came.map((t) => mean(came.filter((s) => s !== t).map((s) => mat.get(s, t) / rows[s])));
    const spread = (of: readonly number[]): Tensor => {
      const all = Tensor.zeros('Double', [nclasses]).fill(-1);
      came.forEach((t, i) => {
        all.set(t, of[i]);
      });
      return all;
    };
    return [spread(frrs), spread(fars), Tensor.from('Double', frrs), Tensor.from('Double', fars)];
  }

  /** The counts row by row, each with the share that is right, as Torch prints them. */
  toString(): string {
    this.updateValids();
    const { mat, nclasses, classes } = this;
    const width = Math.max(8, 1 + Math.ceil(Math.log10(Math.max(...mat.toArray()))));
    const rows = Array.from({ length: nclasses }, (_, t) => {
      const counts = Array.from({ length: nclasses }, (_, p) => String(mat.get(t, p)).padStart(width)).join('');
      const name = classes.length > 0 ? `\t[class: ${classes[t] ?? ''}]` : '';
      const end = t === nclasses - 1 ? ']] ' : ']  ';
      return `${t === 0 ? '[[' : ' ['}${counts}${end} ${percent3(this.valids.get(t))} ${name}\n`;
    });
    const percent = (share: number): string => `${general(share * 100, 14)}%`;
    return [
      'ConfusionMatrix:\n',
      ...rows,
      ` + average row correct: ${percent(this.averageValid)} \n`,
      ` + average rowUcol correct (VOC measure): ${percent(this.averageUnionValid)} \n`,
      ` + global correct: ${percent(this.totalValid)}`,
    ].join('');
  }

  private get what(): string {
    return `ConfusionMatrix(${this.nclasses})`;
  }

  private classOf(method: string, x: ClassLike): number {
    if (typeof x === 'number') return x - this.indexBase;
    if (x.dim() !== 1)
      throw new RangeError(`${this.what}.${method}: expected a class or a vector, got ${x.describe()}`);
    return x.max(0)[1].get(0);
  }

  private classesOf(which: string, x: Tensor): number[] {
    if (x.dim() === 1 || (x.dim() === 2 && x.size(1) === 1)) return x.toArray().map((label) => label - this.indexBase);
    if (x.dim() === 2) return x.max(1)[1].toArray();
    throw new RangeError(`${this.what}.batchAdd: expected ${which} of one or two dimensions, got ${x.describe()}`);
  }

  /** Classes here count from 0; all are looked at before one is counted. */
  private count(predictions: readonly number[], targets: readonly number[], method: string): void {
    const { nclasses, indexBase, mat } = this;
    const counted = [...targets.keys()].filter((i) => targets[i] >= 0);
    for (const i of counted) {
      for (const k of [predictions[i], targets[i]]) {
        if (Number.isInteger(k) && k >= 0 && k < nclasses) continue;
        const range = `${indexBase}..${nclasses - 1 + indexBase}`;
        throw new RangeError(`${this.what}.${method}: expected a class in ${range}, got ${k + indexBase}`);
      }
    }
    for (const i of counted) mat.set(targets[i], predictions[i], mat.get(targets[i], predictions[i]) + 1);
  }
}

function percent3(share: number): string {
  return `${Number.isNaN(share) ? 'nan' : (share * 100).toFixed(3)}%`;
}

function sum(list: readonly number[]): number {
  return list.reduce((total, x) => total + x, 0);
}

function mean(list: readonly number[]): number {
  return sum(list) / list.length;
}
