/** @file Rows of a run as a table for people, as CSV and as JSON. */
import type { MethodName } from './method-options.js';
import type { Row } from './methods.js';

interface Column {
  key: keyof Row;
  title: string;
  width: number;
  shown: (value: number | boolean) => string;
}

const fixed =
  (digits: number) =>
  (value: number | boolean): string =>
    Number(value).toFixed(digits);

const columns: readonly Column[] = [
  { key: 'iteration', title: 'iteration', width: 9, shown: String },
  { key: 'loss', title: 'loss', width: 12, shown: fixed(8) },
  { key: 'gradientNorm', title: '‖g‖', width: 9, shown: (value) => Number(value).toExponential(2) },
  { key: 'cgSteps', title: 'CG steps', width: 8, shown: String },
  { key: 'negativeCurvature', title: 'curvature < 0', width: 13, shown: (value) => (value ? 'yes' : 'no') },
  { key: 'radius', title: 'radius', width: 9, shown: (value) => Number(value).toPrecision(4) },
  { key: 'rank', title: 'dimension', width: 9, shown: String },
  { key: 'lambda', title: 'λ', width: 9, shown: (value) => Number(value).toPrecision(4) },
  { key: 'sigma', title: 'σ', width: 9, shown: (value) => Number(value).toExponential(2) },
  { key: 'ratio', title: 'ρ', width: 7, shown: fixed(2) },
  { key: 'hv', title: 'Hv', width: 7, shown: String },
  { key: 'gnv', title: 'Gv', width: 7, shown: String },
  { key: 'gradients', title: 'gradients', width: 9, shown: fixed(1) },
];

/** What a row of some methods has beside iteration, loss and gradients. */
const own: Readonly<Partial<Record<MethodName, readonly (keyof Row)[]>>> = {
  'newton-cg': ['gradientNorm', 'cgSteps', 'negativeCurvature', 'radius', 'hv'],
  hf: ['gradientNorm', 'cgSteps', 'lambda', 'ratio', 'gnv'],
  'saddle-free-newton': ['gradientNorm', 'negativeCurvature', 'rank', 'lambda', 'hv'],
  'krylov-descent': ['gradientNorm', 'rank', 'hv'],
  'cubic-newton': ['gradientNorm', 'negativeCurvature', 'rank', 'sigma', 'ratio', 'hv'],
  'ada-hessian': ['hv'],
  sophia: ['hv'],
  esgd: ['hv'],
};

function columnsOf(method: MethodName): readonly Column[] {
  const keys: readonly (keyof Row)[] = ['iteration', 'loss', ...(own[method] ?? []), 'gradients'];
  return columns.filter(({ key }) => keys.includes(key));
}

/** The line above the table. */
export function tableHead(method: MethodName): string {
  const titles = columnsOf(method).map(({ title, width }) => title.padStart(width));
  return `${[...titles, 'seconds'.padStart(8)].join('  ')}\n`;
}

/** A line of the table. Seconds stand here and nowhere else: files of equal runs are equal. */
export function tableLine(row: Row, method: MethodName, seconds: number): string {
  const cells = columnsOf(method).map(({ key, width, shown }) => shown(row[key] ?? NaN).padStart(width));
  return `${[...cells, seconds.toFixed(2).padStart(8)].join('  ')}\n`;
}

/** The whole of log.csv, numbers in full precision. */
export function csv(rows: readonly Row[], method: MethodName): string {
  const keys = columnsOf(method).map(({ key }) => key);
  return [keys.join(','), ...rows.map((row) => keys.map((key) => String(row[key])).join(',')), ''].join('\n');
}
