/** @file What rop spectrum computes. */
import {
  eigenpairs,
  type ModuleFigures,
  perModule,
  type Spectrum,
  spectrum,
  type TraceEstimate,
  trace,
} from '../../../lib/curvature/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { type Arguments, numberOption } from '../../arguments.js';
import { LossMatrix } from './loss-matrix.js';
import { type MatrixName, readSubject } from './subject.js';
import type { Watch } from './watch.js';

export interface ModuleLine extends TraceEstimate {
  name: string;
  parameters: number;
  gradientNorm: number;
  topEigenvalue: number;
}

export interface SpectrumFound {
  matrix: MatrixName;
  rows: number;
  parameters: number;
  loss: number;
  gradientNorm: number;
  trace?: TraceEstimate;
  eigenvalues?: { values: number[]; residuals: number[]; converged: boolean; products: number };
  modules?: ModuleLine[];
  density?: {
    grid: number[];
    density: number[];
    error: number[];
    broadening: number;
    products: number;
    /** The part of the eigenvalues that is below −broadening. */
    negative: number;
  };
  /** What an interruption left out. */
  leftOut: string[];
}

/** How many products and pairs are asked for. */
interface Effort {
  products: number;
  pairs: number;
  probes: number;
  steps: number;
}

function effortOf(args: Arguments, size: number): Effort {
  const whole = (name: string, least: number, most: number = Number.POSITIVE_INFINITY): number | undefined => {
    const range =
      most < Number.POSITIVE_INFINITY ? `from ${least} to ${most}, the number of parameters` : `from ${least} up`;
    return numberOption(args, name, `a whole number ${range}`, (x) => Number.isInteger(x) && x >= least && x <= most);
  };
  return {
    products: whole('products', 4) ?? 30,
    pairs: whole('pairs', 1, size) ?? Math.min(size, 5),
    probes: whole('probes', 2) ?? 10,
    steps: whole('steps', 1, size) ?? Math.min(size, 80),
  };
}

/** What part of the eigenvalues is below −σ, as the probes tell: on which side of zero those are that crowd there, they cannot. */
function negativePart({ nodes, weights, broadening }: Spectrum): number {
  const parts = nodes.map((thetas, probe) =>
    thetas.reduce((sum, theta, i) => sum + (theta < -broadening ? weights[probe][i] : 0), 0),
  );
  return parts.reduce((sum, part) => sum + part / parts.length, 0);
}

/** Stage after stage, the short ones first. @throws UsageError, and what reading throws */
export async function spectrumWork(args: Arguments, watch: Watch): Promise<SpectrumFound> {
  const subject = await readSubject(args);
  const matrix = new LossMatrix(subject, watch.advance);
  const { products, pairs, probes, steps } = effortOf(args, matrix.size);
  torch.manualSeed(subject.seed);
  const found: SpectrumFound = {
    matrix: subject.matrix,
    rows: subject.rows,
    parameters: matrix.size,
    loss: matrix.loss,
    gradientNorm: matrix.gradient.norm(),
    leftOut: watch.leftOut,
  };
  found.trace = watch.stage('trace', products, () => trace(matrix, { products }));
  const most = Math.min(matrix.size, Math.max(100, 10 * pairs));
  found.eigenvalues = watch.stage('eigenvalues', most, () => {
    const { values, residuals, converged, products } = eigenpairs(matrix, pairs, 'magnitude', { steps: most });
    return { values: values.toArray(), residuals, converged, products };
  });
  const modules: ModuleLine[] = [];
  const onModule = ({ place, trace, parameters, gradientNorm, topEigenvalue }: ModuleFigures): undefined => {
    // All of them are in the model.
    modules.push({ name: place.replace(/ of \S+$/, ''), parameters, gradientNorm, ...trace, topEigenvalue });
  };
  const all = 2 * products * subject.model.listModules().filter((module) => module.children().length === 0).length;
  watch.stage(
    'modules',
    all,
    () => perModule(matrix, { products, onModule }),
    () => modules.length > 0,
  );
  if (modules.length > 0) found.modules = modules;
  found.density = watch.stage('density', probes * steps, () => {
    const made = spectrum(matrix, { probes, steps });
    const { grid, density, error, broadening, products } = made;
    const lists = { grid: grid.toArray(), density: density.toArray(), error: error.toArray() };
    return { ...lists, broadening, products, negative: negativePart(made) };
  });
  return found;
}
