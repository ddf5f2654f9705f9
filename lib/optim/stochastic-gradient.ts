/** @file StochasticGradient: Torch's trainer, which goes through examples one by one. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { torch } from '../tensor/index.js';

/** An input and what is to come out. */
export type Example = readonly [input: Activation, target: Target];

/** A list of examples, or what hands them out by number, from 0. */
export type Dataset = readonly Example[] | { size(): number; get(index: number): Example };

/**
 * For each example in turn w ← w − η ∇E(w), with η = learningRate in the first pass over the data and learningRate / (1 + i ·
 * learningRateDecay) in pass i, from 2 on. Parameters' gradients are those of the last example afterwards.
 */
export class StochasticGradient {
  module: Module;
  criterion: Criterion;
  learningRate: number = 0.01;
  learningRateDecay: number = 0;
  /** How many passes there are; with 0, until a hook throws. */
  maxIteration: number = 25;
  /** Whether the examples come in an order that is drawn once, or in their own. */
  shuffleIndices: boolean = true;
  /** Whether the mean loss is printed after each pass. */
  verbose: boolean = true;
  /** Called after each example, and after each pass (counted from 1) with the mean loss. */
  hookExample: ((trainer: this, example: Example) => void) | undefined = undefined;
  hookIteration: ((trainer: this, iteration: number, currentError: number) => void) | undefined = undefined;

  constructor(module: Module, criterion: Criterion) {
    this.module = module;
    this.criterion = criterion;
  }

  train(dataset: Dataset): void {
    const size = 'size' in dataset ? dataset.size() : dataset.length;
    const shuffled = torch.randperm(size).toArray();
    const indices = this.shuffleIndices ? shuffled : shuffled.map((_, i) => i);
    this.print('# StochasticGradient: training');
    let [rate, currentError] = [this.learningRate, 0];
    this.module.skipInputGradient(true);
    try {
      for (let iteration = 1; this.maxIteration <= 0 || iteration <= this.maxIteration; iteration++) {
        let sum = 0;
        for (const i of indices) {
          const example = 'get' in dataset ? dataset.get(i) : dataset[i];
          sum += this.step(example, rate);
          this.hookExample?.(this, example);
        }
        currentError = sum / size;
        this.hookIteration?.(this, iteration, currentError);
        this.print(`# current error = ${currentError}`);
        rate = this.learningRate / (1 + (iteration + 1) * this.learningRateDecay);
      }
    } finally {
      this.module.skipInputGradient(false);
    }
    this.print('# StochasticGradient: you have reached the maximum number of iterations');
    this.print(`# training error = ${currentError}`);
  }

  /** The loss before the step. */
  private step([input, target]: Example, rate: number): number {
    const { module, criterion } = this;
    const loss = criterion.forward(module.forward(input), target);
    module.zeroGradParameters();
    module.backward(input, criterion.backward(module.output, target));
    module.updateParameters(rate);
    return loss;
  }

  private print(text: string): void {
    if (this.verbose) console.log(text);
  }
}
