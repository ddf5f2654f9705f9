/** @file Diagonals of second derivatives: the Gauss-Newton matrix of one module, in input and parameters, and the Hessian of a loss. */
import { type Activation, tensorsOf } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { BOTH, type Module } from '../nn/module.js';
import { Tensor } from '../tensor/index.js';

export interface Diagonal {
  /** In the form of the input. */
  input: Activation;
  /** One for each of the module's parameters, in the order of `parameters()`. */
  parameters: Tensor[];
}

/**
 * Σₖ hₖ (∂yₖ/∂p)² for every element p of the input and the parameters: the diagonal of Jᵀ diag(h) J, h being that of the Hessian of
 * what follows (LeCun, Bottou, Orr, Müller 1998). Where the module is linear in p it is that of the Hessian. Exact, by one backward pass for
 * each element of the output. Needs `forward` at the same input; leaves gradients as they were.
 */
export function gaussNewtonDiagonal(module: Module, input: Activation, h: Activation): Diagonal {
  const gradients = module.parameters()[1];
  const kept = gradients.map((g) => g.clone());
  const parameters = gradients.map((g) => g.clone().zero());
  const inputs = tensorsOf(input).map((x) => Tensor.zeros(module._type, x._size));
  const gradOutput = zerosLike(module.output);
  const directions = tensorsOf(gradOutput);
  try {
    for (const [k, weights] of tensorsOf(h).entries()) {
      const row = directions[k].view(-1);
      const scales = weights.contiguous().view(-1);
      for (let i = 0; i < scales.nElement(); i++) {
        row.set(i, 1);
        module.zeroGradParameters();
        const gx = tensorsOf(module.backwardPart(input, gradOutput, 1, BOTH));
        for (const [j, g] of gx.entries()) inputs[j].addcmul(scales.get(i), g, g);
        for (const [j, g] of gradients.entries()) parameters[j].addcmul(scales.get(i), g, g);
        row.set(i, 0);
      }
    }
  } finally {
    for (const [j, g] of gradients.entries()) g.copy(kept[j]);
  }
  let next = 0;
  const formed = (x: Activation): Activation => (Array.isArray(x) ? x.map(formed) : inputs[next++]);
  return { input: formed(input), parameters };
}

/** ∂²E/∂xᵢ² for every element of x, in the form of x: an R pass of the criterion for each. Runs forward. */
export function lossDiagonal(criterion: Criterion, input: Activation, target: Target): Activation {
  criterion.forward(input, target);
  const [diagonal, direction] = [zerosLike(input), zerosLike(input)];
  const results = tensorsOf(diagonal);
  for (const [k, unit] of tensorsOf(direction).entries()) {
    const [moves, values] = [unit.view(-1), results[k].view(-1)];
    for (let i = 0; i < moves.nElement(); i++) {
      moves.set(i, 1);
      const image = tensorsOf(criterion.rBackward(input, direction, target))[k];
      values.set(i, image.contiguous().view(-1).get(i));
      moves.set(i, 0);
    }
  }
  return diagonal;
}

function zerosLike(x: Activation): Activation {
  return Array.isArray(x) ? x.map(zerosLike) : Tensor.zeros(x.elementType, x._size);
}
