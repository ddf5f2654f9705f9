/** @file What every method has in common: Torch's signature, and what a function evaluation gives. */
import type { Tensor } from '../tensor/index.js';

/** A function at one point. Tensors belong to the function: they hold until its next call. */
export interface Evaluation {
  loss: number;
  gradient: Tensor;
  /** out ← Hv at this point; without `out`, a new tensor. Needed by the methods that use curvature. */
  hv?: (v: Tensor, out?: Tensor) => Tensor;
  /** Where a loss that is not finite came from. */
  firstNonFinite?: () => string | undefined;
}

/** f at x. */
export type Opfunc = (x: Tensor) => Evaluation;

/**
 * Changes x in place, by one step; returns [x, losses], the losses of the evaluations that were made. What a method remembers from
 * step to step is in `state`, which is `config` itself when left out, as in Torch.
 */
export type Method<Config extends object, State extends object> = (
  opfunc: Opfunc,
  x: Tensor,
  config?: Config,
  state?: State,
) => [Tensor, number[]];

/** A loss that is NaN or infinite: x is as it was, and the message names the first module that made one. */
export class NonFiniteLossError extends Error {
  override name = 'NonFiniteLossError';
}

/** Throws when the loss is not finite. */
export function checkFinite(method: string, evaluation: Evaluation): void {
  if (Number.isFinite(evaluation.loss)) return;
  const origin = evaluation.firstNonFinite?.();
  throw new NonFiniteLossError(
    `${method}: expected a finite loss, got ${evaluation.loss}${origin ? `; the first value that is not finite is in ${origin}` : ''}`,
  );
}
