/** @file What each class is checked on: arguments of its constructor, and inputs of every shape that it treats apart. */
import type { Activation } from '../../../lib/nn/activation.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type NestedNumbers, type Tensor, torch } from '../../../lib/tensor/index.js';

export type Example =
  | { module: Module; input: Activation }
  | { criterion: Criterion; input: Activation; target: Target };

/** Draws from the default generator, which is seeded before. */
export type ExampleMaker = () => readonly Example[];

const { rand, randn } = torch;
const labels = (...values: number[]): Tensor => torch.LongTensor(values);
const table = (...values: NestedNumbers): Tensor => torch.DoubleTensor(values);
const at = (module: Module, ...inputs: Activation[]): Example[] => inputs.map((input) => ({ module, input }));
const like = (criterion: Criterion, input: Activation, target: Target): Example => ({ criterion, input, target });

/** Away from kinks by more than the differences reach: ±(0.25 … 1.25). */
const offZero = (...size: number[]): Tensor =>
  rand(...size)
    .add(0.25)
    .cmul(signs(...size));
const signs = (...size: number[]): Tensor => rand(...size).apply((u) => (u < 0.5 ? -1 : 1));
const twoLayers = (): Module =>
  new nn.Sequential()
    .add(new nn.Linear(4, 5))
    .add(new nn.Tanh())
    .add(new nn.Linear(5, 3))
    .add(new nn.Sigmoid())
    .add(new nn.Linear(3, 2));
const small = (from: number, to: number): Module => new nn.Sequential().add(new nn.Linear(from, to)).add(new nn.Tanh());

const modules: Record<string, ExampleMaker> = {
  Add: () => [...at(new nn.Add(4), randn(3, 4), randn(4)), ...at(new nn.Add(1, true), randn(3, 2))],
  CAddTable: () => at(new nn.CAddTable(), [randn(3, 4), randn(3, 4), randn(3, 4)]),
  CMul: () => [...at(new nn.CMul(4), randn(3, 4), randn(4)), ...at(new nn.CMul(1, 4, 1), randn(2, 4, 3))],
  CMulTable: () => at(new nn.CMulTable(), [randn(3, 4), randn(3, 4), randn(3, 4)]),
  Concat: () => at(new nn.Concat(1).add(small(4, 2)).add(small(4, 3)), randn(3, 4)),
  ConcatTable: () => at(new nn.ConcatTable().add(small(4, 2)).add(small(4, 3)), randn(3, 4)),
  Dropout: () => [...at(new nn.Dropout(0.4), randn(3, 4)), ...at(new nn.Dropout(0.4, true).evaluate(), randn(5))],
  Identity: () => at(new nn.Identity(), randn(3, 4), [randn(2), randn(3)]),
  JoinTable: () => [
    ...at(new nn.JoinTable(1), [randn(3, 2), randn(3, 4)]),
    ...at(new nn.JoinTable(0, 1), [randn(3, 2), randn(3, 4)]),
  ],
  Linear: () => [...at(new nn.Linear(4, 3), randn(5, 4), randn(4)), ...at(new nn.Linear(4, 3, false), randn(5, 4))],
  LogSoftMax: () => at(new nn.LogSoftMax(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  Mul: () => at(new nn.Mul(), randn(3, 4)),
  ParallelTable: () => at(new nn.ParallelTable().add(small(4, 2)).add(small(3, 3)), [randn(3, 4), randn(3, 3)]),
  ReLU: () => at(new nn.ReLU(), offZero(3, 4)),
  Reshape: () => [...at(new nn.Reshape(2, 2), randn(3, 4)), ...at(new nn.Reshape(4, false), randn(2, 2))],
  SelectTable: () => at(new nn.SelectTable(1), [randn(3), randn(2, 2), randn(4)]),
  Sequential: () => at(twoLayers(), randn(5, 4), randn(4)),
  Sigmoid: () => at(new nn.Sigmoid(), randn(3, 4), table(-700, -1, 0, 1, 700)),
  SoftMax: () => at(new nn.SoftMax(), randn(3, 4), randn(4), randn(2, 3, 2, 2)),
  SoftPlus: () => [...at(new nn.SoftPlus(), randn(3, 4)), ...at(new nn.SoftPlus(2), randn(5))],
  SplitTable: () => at(new nn.SplitTable(1), randn(3, 4)),
  Tanh: () => at(new nn.Tanh(), randn(3, 4), table(-700, -1, 0, 1, 700)),
  Threshold: () => at(new nn.Threshold(0, -0.5), offZero(3, 4)),
  View: () => at(new nn.View(2, 2), randn(3, 4)),
};

const probabilities = (...size: number[]): Tensor =>
  rand(...size)
    .mul(0.8)
    .add(0.1);

const criteria: Record<string, ExampleMaker> = {
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

/** Class name -> its examples. */
export const examples: ReadonlyMap<string, ExampleMaker> = new Map(Object.entries({ ...modules, ...criteria }));
