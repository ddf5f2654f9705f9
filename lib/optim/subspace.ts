/** @file What methods that search a subspace of few dimensions share: its basis, Lanczos' process from the gradient, trial points. */
import { type Lanczos, lanczos } from '../curvature/index.js';
import { Tensor, torch } from '../tensor/index.js';
import type { CurvedEvaluation, Evaluation, Opfunc } from './method.js';

/** Memory that is used again; it carries nothing from step to step. */
export interface SubspaceVectors {
  /** x and ∇f(x) at the start, as vectors. */
  before: Tensor;
  g: Tensor;
  /** The step. */
  p: Tensor;
  /** The rows are orthonormal. */
  basis: Tensor;
  w: Tensor;
}

/** The memory of a state, or new memory where there is none of this size and type. */
export function subspaceVectors(given: Partial<SubspaceVectors> | undefined, x: Tensor, rows: number): SubspaceVectors {
  const n = x.nElement();
  const { basis } = given ?? {};
  const sized = basis instanceof Tensor && basis.dim() === 2 && basis.size(0) === rows && basis.size(1) === n;
  const fits = sized && basis.type() === x.type();
  if (fits) return given as SubspaceVectors;
  const make = (...size: number[]): Tensor => x.new(...size).zero();
  return { before: make(n), g: make(n), p: make(n), basis: make(rows, n), w: make(n) };
}

/** Products of vectors, by those of tensors in the form of x. */
export function onVectors(times: CurvedEvaluation['times'], x: Tensor): CurvedEvaluation['times'] {
  const [size, n] = [x.size(), x.nElement()];
  if (size.length === 1) return times;
  return (v, out) => {
    times(v.view(size), out.view(size));
    return out.view(n);
  };
}

/** Lanczos' process of `steps` steps at most, from `start`, or a normal vector; it ends where `done` says so. */
export function krylov(
  times: CurvedEvaluation['times'],
  vectors: SubspaceVectors,
  steps: number,
  start: Tensor | undefined,
  done: (so: Lanczos, rest: number) => boolean,
): Lanczos {
  const operator = { size: vectors.g.nElement(), apply: times as (v: Tensor, out?: Tensor) => Tensor };
  return lanczos(operator, { steps, start, memory: vectors }, done);
}

/** p ← Vᵀ a */
export function combine(p: Tensor, basis: Tensor, a: readonly number[]): void {
  p.zero().addmv(basis.t(), Tensor.from(p.elementType, [...a]));
}

/** V g */
export function project(basis: Tensor, g: Tensor): number[] {
  return torch.mv(basis, g).toArray();
}

/** A a, of a matrix of few rows. */
export function rotate(A: Tensor, a: readonly number[]): number[] {
  return torch.mv(A, Tensor.from('Double', [...a])).toArray();
}

/** f and ∇f at origin + p, where x is then. When opfunc throws, x is where it was. */
export function evaluateAt(opfunc: Opfunc, x: Tensor, { before, p }: SubspaceVectors): Evaluation {
  x.copy(before).add(p);
  try {
    return opfunc(x);
  } catch (error) {
    x.copy(before);
    throw error;
  }
}
