/** @file AdaHessian: Adam with the Hessian's diagonal in place of the gradient's squares. */
import { drawSigns } from '../curvature/trace.js';
import { type Tensor, vector } from '../tensor/index.js';
import { defineMethod, evaluateCurved, type Method } from './method.js';

export interface AdaHessianConfig {
  /** 0.15 by default. */
  learningRate?: number;
  /** What is kept of the average of g, < 1; 0.9 by default. */
  beta1?: number;
  /** What is kept of the average of D², < 1; 0.999 by default. */
  beta2?: number;
  /** Added to the denominator; 1e-4 by default. */
  epsilon?: number;
  /** κ, from 0 (no curvature) to 1, the default. */
  hessianPower?: number;
  /** How many elements in a row have the mean of their D in common, as those of a convolution's kernel may; 1 by default. */
  blockSize?: number;
  /** λ, apart from the gradient: a step takes learningRate · λ · x away; 0 by default. */
  weightDecay?: number;
}

export interface AdaHessianState {
  t?: number;
  /** The averages of g and of D². */
  m?: Tensor;
  v?: Tensor;
  hvCounter?: number;
  /** Memory that is used again: the signs; Hz, D and the denominator. */
  z?: Tensor;
  denom?: Tensor;
}

/** Every element of a block ← the mean of the block; the last may be shorter. */
function averageBlocks(d: Tensor, blockSize: number): void {
  const [data, n] = [vector(d), d.nElement()];
  for (let start = 0; start < n; start += blockSize) {
    const end = Math.min(start + blockSize, n);
    let sum = 0;
    for (let i = start; i < end; i++) sum += data[i];
    data.fill(sum / (end - start), start, end);
  }
}

/**
 * With g = ∇f(x) and z of independent signs, from Torch's generator:
 *   D ← z ∘ Hz, an estimate of H's diagonal without bias, averaged over blocks of blockSize elements
 *   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) D²
 *   x ← x − η (m / (1 − β₁ᵗ) / ((v / (1 − β₂ᵗ))^(κ/2) + ε) + λ x)
 * Yao et al. 2021 (arXiv 2006.00719), algorithm 1 and equations 8 to 11, with their defaults. They average D itself over a block; the
 * program that they published averages |D|, which is the same for blocks of 1. Cost: one gradient and one Hv. Returns the loss before
 * the step.
 *
 * @throws TypeError when opfunc gives no hv; NonFiniteLossError when f(x), its gradient or Hz is not finite.
 */
export const adaHessian: Method<AdaHessianConfig, AdaHessianState> = defineMethod<AdaHessianConfig, AdaHessianState>(
  'adaHessian',
  {
    learningRate: 'positive',
    beta1: 'fraction',
    beta2: 'fraction',
    epsilon: 'nonNegative',
    hessianPower: 'nonNegative',
    blockSize: 'count',
    weightDecay: 'nonNegative',
  },
  { t: 'number', m: 'vector', v: 'vector', hvCounter: 'number', z: 'vector', denom: 'vector' },
  (opfunc, x, config, state) => {
    const { learningRate = 0.15, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-4 } = config;
    const { hessianPower = 1, blockSize = 1, weightDecay = 0 } = config;
    const { loss, gradient: g, times } = evaluateCurved('adaHessian', opfunc, x);
    const { z = g.clone(), denom = g.clone() } = state;
    times(drawSigns(z), denom).cmul(z);
    if (blockSize > 1) averageBlocks(denom, blockSize);
    const { m = g.clone().zero(), v = g.clone().zero(), t = 0, hvCounter = 0 } = state;
    Object.assign(state, { z, denom, m, v, t: t + 1, hvCounter: hvCounter + 1 });
    m.mul(beta1).add(1 - beta1, g);
    v.mul(beta2).addcmul(1 - beta2, denom, denom);
    denom
      .copy(v)
      .div(1 - beta2 ** (t + 1))
      .sqrt();
    if (hessianPower !== 1) denom.pow(hessianPower);
    denom.add(epsilon);
    if (weightDecay > 0) x.mul(1 - learningRate * weightDecay);
    x.addcdiv(-learningRate / (1 - beta1 ** (t + 1)), m, denom);
    return [x, [loss]];
  },
);
