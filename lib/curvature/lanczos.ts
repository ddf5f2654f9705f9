/** @file Lanczos' process, with full reorthogonalisation, and the eigenpairs that it finds. */
import { type Generator, Tensor } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';
import { type Operator, product } from './operator.js';

export interface LanczosOptions {
  /** How far the Krylov space goes at most; 100, or `size`, where that is less, by default. */
  steps?: number;
  /** Where it begins; a normal vector by default. */
  start?: Tensor;
  /** What draws; the default generator by default. */
  generator?: Generator;
  /** Where the work is done; new memory by default. */
  memory?: LanczosMemory;
}

/** Memory that one process after the other can use. */
export interface LanczosMemory {
  /** Of `steps` rows at least and `size` columns: Q is written here. */
  basis: Tensor;
  /** (size) */
  w: Tensor;
}

export interface Lanczos {
  /** The diagonal of T, and what is beside it: T = Q A Qᵀ is tridiagonal. */
  alpha: number[];
  beta: number[];
  /** Q, (steps × size): its rows are orthonormal. */
  basis: Tensor;
}

/** x ← standard normals. */
function draw(x: Tensor, generator: Generator | undefined): void {
  if (generator) x.normal(generator, 0, 1);
  else x.normal(0, 1);
}

/**
 * w ← w − Qᵀ Q w, a second time where the first took away a good part of w: it leaves rounding of the size of that (Daniel, Gragg,
 * Kaufman and Stewart 1976); twice is enough (Giraud et al. 2005).
 */
export function orthogonalise(w: Tensor, basis: Tensor, rows: number): void {
  if (rows === 0) return;
  const q = basis.narrow(0, 0, rows);
  let [before, after] = [w.norm(), 0];
  for (let pass = 0; pass < 2 && after <= Math.SQRT1_2 * before; pass++) {
    if (pass > 0) before = after;
    w.addmv(-1, q.t(), torch.mv(q, w));
    after = w.norm();
  }
}

/**
 * A qⱼ = βⱼ₋₁ qⱼ₋₁ + αⱼ qⱼ + βⱼ qⱼ₊₁ (Lanczos 1950), every qⱼ made orthogonal to all before it. Where the space closes, βⱼ = 0, it goes
 * on from a drawn vector, so that eigenvalues of any multiplicity are found. `done`, asked after each step, may end it.
 * Cost: one product a step, and steps² · size multiply-adds, for which the basis is read twice a step.
 *
 * @throws RangeError for a number of steps that is not between 1 and size, a start of another size, products that are not finite.
 */
export function lanczos(
  operator: Operator,
  options: LanczosOptions = {},
  done: (so: Lanczos, rest: number) => boolean = () => false,
): Lanczos {
  const { size } = operator;
  const { steps = Math.min(100, size), start, generator } = options;
  if (!(Number.isInteger(steps) && steps >= 1 && steps <= size)) {
    throw new RangeError(`lanczos: expected from 1 to ${size} steps, got ${steps}`);
  }
  if (start && (start.dim() !== 1 || start.nElement() !== size)) {
    throw new RangeError(`lanczos: expected start (${size}), got ${start.describe()}`);
  }
  const { memory } = options;
  if (memory && !(memory.basis.size(0) >= steps && memory.basis.size(1) === size && memory.w.nElement() === size)) {
    throw new RangeError(
      `lanczos: expected memory of (${steps} × ${size}) and (${size}), got ${memory.basis.describe()} and ${memory.w.describe()}`,
    );
  }
  const { basis, w } = memory ?? {
    basis: Tensor.zeros('Double', [steps, size]),
    w: Tensor.zeros('Double', [size]),
  };
  const [alpha, beta]: [number[], number[]] = [[], []];
  if (start) w.copy(start);
  else draw(w, generator);
  const length = w.norm();
  if (!(length > 0 && length < Number.POSITIVE_INFINITY))
    throw new RangeError(`lanczos: expected a start of finite length > 0, got one of length ${length}`);
  w.div(length);
  let scale = 0;
  for (let j = 0; ; j++) {
    const q = basis.select(0, j).copy(w);
    product(operator, q, w);
    alpha.push(q.dot(w));
    if (!Number.isFinite(alpha[j]))
      throw new RangeError(`lanczos: expected finite products, got ${alpha[j]} from the operator`);
    // What the recurrence knows of first: then one pass over the basis is enough.
    w.add(-alpha[j], q);
    if (j > 0) w.add(-beta[j - 1], basis.select(0, j - 1));
    orthogonalise(w, basis, j + 1);
    let rest = w.norm();
    scale = Math.max(scale, Math.abs(alpha[j]), rest);
    if (rest <= 1e-12 * scale) rest = 0;
    const so = { alpha, beta, basis: basis.narrow(0, 0, j + 1) };
    if (done(so, rest) || j + 1 === steps) return so;
    beta.push(rest);
    if (rest === 0) {
      draw(w, generator);
      orthogonalise(w, basis, j + 1);
      rest = w.norm();
    }
    w.div(rest);
  }
}

/** T, in the first rows and columns of a matrix of n of them, of which the rest is zero. */
export function tridiagonal({ alpha, beta }: Pick<Lanczos, 'alpha' | 'beta'>, n: number = alpha.length): Tensor {
  const T = Tensor.zeros('Double', [n, n]);
  alpha.forEach((value, i) => void T.set(i, i, value));
  beta.slice(0, alpha.length - 1).forEach((value, i) => {
    T.set(i, i + 1, value);
    T.set(i + 1, i, value);
  });
  return T;
}

/** Eigenvalues of T, ascending, and its eigenvectors in columns. */
export function ritz(so: Pick<Lanczos, 'alpha' | 'beta'>): [values: Tensor, vectors: Tensor] {
  return torch.symeig(tridiagonal(so), 'V') as [Tensor, Tensor];
}

/** Which eigenvalues: the largest, the smallest, or those of largest size. */
export type Which = 'largest' | 'smallest' | 'magnitude';

export interface EigenpairsOptions extends LanczosOptions {
  /** A pair counts as found when ‖A u − θ u‖ is at most this, times the largest |θ|; 1e-8 by default. */
  tolerance?: number;
}

export interface Eigenpairs {
  /** (k), in the order of `which`. */
  values: Tensor;
  /** (k × size), of length 1. */
  vectors: Tensor;
  /** ‖A u − θ u‖ of each, as the process has it, but not less than the rounding of a product, ε times the largest |θ|. */
  residuals: number[];
  /** How many products it took, and whether all pairs were found. */
  products: number;
  converged: boolean;
}

/** What is wanted first is lowest. */
const ranks: Readonly<Record<Which, (value: number) => number>> = {
  largest: (value) => -value,
  smallest: (value) => value,
  magnitude: (value) => -Math.abs(value),
};

/** The indices of the k wanted among ascending values. */
function wanted(values: readonly number[], k: number, which: Which): number[] {
  const rank = values.map(ranks[which]);
  return [...values.keys()].sort((a, b) => rank[a] - rank[b]).slice(0, k);
}

/**
 * k eigenpairs of an operator: Ritz pairs of Lanczos' process, which ends when they have settled. An eigenvalue that is many times there
 * may be found fewer times, unless `steps` is `size`.
 *
 * @throws RangeError when k is not between 1 and size.
 */
export function eigenpairs(
  operator: Operator,
  k: number,
  which: Which = 'largest',
  options: EigenpairsOptions = {},
): Eigenpairs {
  const { size } = operator;
  if (!(Number.isInteger(k) && k >= 1 && k <= size))
    throw new RangeError(`eigenpairs: expected k from 1 to ${size}, got ${k}`);
  if (!Object.hasOwn(ranks, which)) {
    throw new RangeError(`eigenpairs: expected ${Object.keys(ranks).join(', ')}, got '${which}'`);
  }
  const { tolerance = 1e-8, steps = Math.min(size, Math.max(100, 10 * k)) } = options;
  if (steps < k) throw new RangeError(`eigenpairs: expected ${k} steps at least, got ${steps}`);
  let pick: number[] = [];
  let residuals: number[] = [];
  let [values, vectors]: Tensor[] = [];
  let converged = false;
  const { basis } = lanczos(operator, { ...options, steps }, (so, rest) => {
    const m = so.alpha.length;
    // Each look costs a dense eigenproblem of the size reached.
    if (m < k || (m % 5 !== 0 && m !== steps && rest !== 0)) return false;
    [values, vectors] = ritz(so);
    const list = values.toArray();
    pick = wanted(list, k, which);
    residuals = pick.map((i) => Math.abs(rest * (vectors.get(m - 1, i) as number)));
    const scale = Math.max(...list.map(Math.abs));
    // A space that has closed may have missed pairs: there are more beside it.
    converged = m === size || (rest !== 0 && residuals.every((r) => r <= tolerance * scale));
    residuals = residuals.map((r) => Math.max(r, Number.EPSILON * scale));
    return converged;
  });
  const found = Tensor.zeros('Double', [k, size]);
  const chosen = Tensor.from(
    'Double',
    pick.map((i) => values.get(i) as number),
  );
  pick.forEach((i, row) => void found.select(0, row).copy(torch.mv(basis.t(), vectors.select(1, i).contiguous())));
  return { values: chosen, vectors: found, residuals, products: basis.size(0), converged };
}
