/** @file Examples of criteria: arguments, inputs and targets of every shape that a class treats apart. */
import { nn } from '../../../../lib/nn.js';
import { type Tensor, torch } from '../../../../lib/tensor/index.js';
import { type Examples, labels, like } from './making.js';

const { rand, randn } = torch;

const probabilities = (...size: number[]): Tensor =>
  rand(...size)
    .mul(0.8)
    .add(0.1);

export const criteria: Examples = {
  BCECriterion: () => [
    like(new nn.BCECriterion(), probabilities(3, 4), rand(3, 4)),
    like(new nn.BCECriterion(rand(4), false), probabilities(3, 4), rand(3, 4)),
  ],
  ClassNLLCriterion: () => [
    like(new nn.ClassNLLCriterion(), randn(3, 4), labels(0, 3, 1)),
    like(new nn.ClassNLLCriterion(rand(4)), randn(3, 4), labels(2, 0, 2)),
    like(new nn.ClassNLLCriterion(undefined, false), randn(4), 2),
  ],
  CrossEntropyCriterion: () => [
    like(new nn.CrossEntropyCriterion(), randn(3, 4), labels(0, 3, 1)),
    like(new nn.CrossEntropyCriterion(rand(4)), randn(3, 4), labels(2, 0, 2)),
  ],
  MSECriterion: () => [
    like(new nn.MSECriterion(), randn(3, 4), randn(3, 4)),
    like(new nn.MSECriterion(false), randn(5), randn(5)),
  ],
};
