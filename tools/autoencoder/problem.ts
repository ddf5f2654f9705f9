/** @file The deep autoencoder of Hinton and Salakhutdinov (2006), on images of curves. */
import type { Module } from '../../lib/nn/module.js';
import { nn } from '../../lib/nn.js';
import { generator, type Tensor } from '../../lib/tensor/index.js';
import { curves, SIDE } from '../data/curves.js';

/** Units of each layer; the code in the middle is linear, all others are sigmoids. */
export const SIZES: readonly number[] = [784, 400, 200, 100, 50, 25, 6, 25, 50, 100, 200, 400, 784];
const CODE = Math.min(...SIZES);

/** Incoming weights of a unit that are not zero at first, and their deviation. */
export const CONNECTIONS = 15;
export const DEVIATION = 1.5;

/** λ/2 ‖w‖² is in the loss of all methods. */
export const WEIGHT_DECAY = 2e-5;

export interface Problem {
  model: Module;
  images: Tensor;
  criterion: InstanceType<typeof nn.MultiCriterion>;
}

/** The same images and the same initial weights for the same seed. */
export function makeProblem(rows: number, seed: number): Problem {
  const model = nn.Sequential();
  for (let i = 1; i < SIZES.length; i++) {
    model.add(nn.Linear(SIZES[i - 1], SIZES[i]));
    if (SIZES[i] !== CODE) model.add(nn.Sigmoid());
  }
  generator.manualSeed(seed);
  nn.utils.resetSparse(model, CONNECTIONS, DEVIATION);
  // Of an image, and not of a pixel: the unit of damping and preconditioner is that of Martens' experiments.
  const criterion = nn.MultiCriterion().add(nn.BCECriterion(), SIDE * SIDE);
  return { model, criterion, images: curves(rows, seed) };
}

/** What comes out against what went in, averages over the images: nats, and squares of pixels' differences, summed. */
export interface Errors {
  crossEntropy: number;
  squared: number;
}

export function errorsOf({ model, images, criterion }: Problem): Errors {
  const output = model.forward(images) as Tensor;
  const crossEntropy = criterion.forward(output, images);
  const squared = output.clone().csub(images).norm() ** 2 / images.size(0);
  return { crossEntropy, squared };
}
