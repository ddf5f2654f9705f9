/** @file What an evaluation costs in gradients: the unit in which methods are compared. */
import type { Batch } from '../../../lib/curvature/index.js';
import { counting, js, useKernels } from '../../../lib/kernels/index.js';
import type { Criterion } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { opfunc } from '../../../lib/optim/index.js';
import type { Tensor } from '../../../lib/tensor/index.js';

/** Multiply-adds over those of a gradient on the same data: of the loss alone, of Hv, of Gv, and of the Fisher diagonal. */
export interface Costs {
  loss: number;
  hv: number;
  gnv: number;
  diagonal: number;
}

/** So many that what is done once for each parameter, and not for each row, hardly counts. */
const ROWS = 64;

function multiplyAdds(work: () => void): number {
  const tally = counting(js);
  const previous = useKernels(tally);
  try {
    work();
  } finally {
    useKernels(previous);
  }
  return tally.multiplyAdds;
}

/** Counted at a few rows. Over several batches, products run forward and backward again, which counts too. */
export function costsOf(model: Module, criterion: Criterion, batches: readonly Batch[]): Costs {
  const [first] = batches;
  const [input, target] = [first.input as Tensor, first.target as Tensor];
  const rows = Math.min(ROWS, input.size(0));
  const few = { input: input.narrow(0, 0, rows), target: target.narrow(0, 0, rows) };
  const f = opfunc(model, criterion, batches.length === 1 ? few : [few]);
  const [x] = model.getParameters();
  const [v, out] = [x.clone(), x.clone()];
  const gradient = multiplyAdds(() => f(x));
  const of = (work: (evaluation: Required<ReturnType<typeof f>>) => void): number => {
    const evaluation = f(x) as Required<ReturnType<typeof f>>;
    return multiplyAdds(() => work(evaluation)) / gradient;
  };
  return {
    loss: of(() => f.lossAt?.(x)),
    hv: of(({ hv }) => hv(v, out)),
    gnv: of(({ gnv }) => gnv(v, out)),
    diagonal: of(({ fisherDiagonal }) => fisherDiagonal(out)),
  };
}
