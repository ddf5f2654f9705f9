/** @file What examples are made of: inputs of every shape, and small networks. */
import type { Activation } from '../../../../lib/nn/activation.js';
import type { Criterion, Target } from '../../../../lib/nn/criterion.js';
import type { Module } from '../../../../lib/nn/module.js';
import { nn } from '../../../../lib/nn.js';
import { type NestedNumbers, type Tensor, torch } from '../../../../lib/tensor/index.js';

export type Example =
  /** `exceptions`: properties that the class says it does not have. */
  | { module: Module; input: Activation; exceptions?: readonly string[] }
  | { criterion: Criterion; input: Activation; target: Target };

/** Draws from the default generator, which is seeded before. */
export type ExampleMaker = () => readonly Example[];
/** Class name -> its examples. */
export type Examples = Readonly<Record<string, ExampleMaker>>;

export const labels = (...values: number[]): Tensor => torch.LongTensor(values);
export const table = (...values: NestedNumbers): Tensor => torch.DoubleTensor(values);
export const at = (module: Module, ...inputs: Activation[]): Example[] => inputs.map((input) => ({ module, input }));
/** What a module whose backward is not meant to be a gradient lacks. */
export const noGradient: readonly string[] = ['gradient', 'Taylor order of the scalar'];
export const except = (exceptions: readonly string[], module: Module, input: Activation): Example => ({
  module,
  input,
  exceptions,
});
export const like = (criterion: Criterion, input: Activation, target: Target): Example => ({
  criterion,
  input,
  target,
});

/** Away from kinks by more than the differences reach: ±(0.25 … 1.25). */
export const offZero = (...size: number[]): Tensor =>
  torch
    .rand(...size)
    .add(0.25)
    .cmul(signs(...size));
const signs = (...size: number[]): Tensor => torch.rand(...size).apply((u) => (u < 0.5 ? -1 : 1));

export const twoLayers = (): Module =>
  new nn.Sequential()
    .add(new nn.Linear(4, 5))
    .add(new nn.Tanh())
    .add(new nn.Linear(5, 3))
    .add(new nn.Sigmoid())
    .add(new nn.Linear(3, 2));
export const small = (from: number, to: number): Module =>
  new nn.Sequential().add(new nn.Linear(from, to)).add(new nn.Tanh());
