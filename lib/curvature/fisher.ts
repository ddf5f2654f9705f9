/** @file The Fisher matrix of a model, as an operator: of the data's targets, or of targets that the model draws. */
import { type Activation, isZero } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { Directions } from '../nn/directions.js';
import { BOTH, type Module } from '../nn/module.js';
import { Generator, Tensor, vector } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';
import { dataAndOptions } from './arguments.js';
import type { Batch, Batches, DataOptions } from './data.js';
import { checkIndependent, divisorOf, type Examples, examplesOf } from './examples.js';
import { drawerOf } from './likelihood.js';
import { Objective } from './objective.js';
import { AtPoint, type CurvatureOperator } from './operator.js';

export interface FisherOptions extends DataOptions {
  /** Of the targets in the data, or of targets drawn from the model's own distribution (Monte Carlo). */
  kind: 'empirical' | 'mc';
  /** How many targets are drawn for each example; 1 by default. */
  samples?: number;
  /** What seeds the draws; the default generator by default. */
  generator?: Generator;
}

/** A matrix Jᵀ (Σₛ s sᵀ) J, the s being gradients of losses in one example's output, zero elsewhere. */
abstract class Fisher extends AtPoint {
  private weights: Tensor | undefined = undefined;

  constructor(objective: Objective) {
    super('fisher', objective);
  }

  protected override product(v: Tensor, out: Tensor): Tensor {
    const { objective, model } = this;
    return objective.collect(v, out, 'loss', prepare, (batch, gradOutput, scale) => {
      const weights = this.image(batch, gradOutput, Directions.single);
      if (weights) model.backwardPart(batch.input, weights, scale, BOTH);
    });
  }

  protected override productRows(V: Tensor, out: Tensor): Tensor {
    const { objective, model } = this;
    const directions = objective.directions(V, out);
    return objective.collectRows(out, 'loss', prepare, (batch, gradOutput, scale) => {
      const weights = this.image(batch, gradOutput, directions);
      if (weights) model.rBackwardPart(batch.input, undefined, gradOutput, weights, scale, BOTH, directions.still());
    });
  }

  /** Calls `add` with gradients of E in the output, and what the outer products of their rows are to be multiplied with. */
  protected abstract gradients(
    examples: Examples,
    target: Target,
    add: (gradient: Tensor, factor: number) => void,
  ): void;

  /** Σ s ⟨s, J v⟩ in each row of the output. */
  private image({ input, target }: Batch, gradOutput: Activation, directions: Directions): Tensor | undefined {
    const { model, criterion } = this.objective;
    const examples = examplesOf('fisher', criterion, model.output, target, gradOutput);
    const rOutput = model.updateROutput(input, undefined, directions);
    if (isZero(rOutput)) return undefined;
    const images = (rOutput as Tensor).contiguous();
    this.weights ??= examples.output.new();
    const weights = directions.sized(this.weights, examples.output).zero();
    this.gradients(examples, target, (gradient, factor) => {
      const s = gradient.contiguous();
      for (let j = 0; j < directions.count; j++) {
        addProjections(examples.rows, s, directions.slice(images, j), factor, directions.slice(weights, j));
      }
    });
    return weights;
  }
}

/** All that a product needs of the point is the output. */
function prepare(): void {}

/** out ← out + factor · s ⟨s, r⟩ in each row. */
function addProjections(rows: number, gradient: Tensor, image: Tensor, factor: number, out: Tensor): void {
  const n = out.nElement() / rows;
  const [s, r, y] = [vector(gradient), vector(image), vector(out)];
  for (let i = 0; i < rows; i++) {
    const [so, ro, yo] = [gradient, image, out].map((x) => x._offset + i * n);
    let dot = 0;
    for (let j = 0; j < n; j++) dot += s[so + j] * r[ro + j];
    for (let j = 0; j < n; j++) y[yo + j] += factor * dot * s[so + j];
  }
}

class EmpiricalFisher extends Fisher {
  protected override gradients(
    { gradOutput, share }: Examples,
    _target: Target,
    add: (gradient: Tensor, factor: number) => void,
  ): void {
    add(gradOutput, share);
  }
}

class MonteCarloFisher extends Fisher {
  private readonly draw: ReturnType<typeof drawerOf>;
  private readonly samples: number;
  private readonly seed: number;
  private readonly draws: Generator = new Generator();

  constructor(
    objective: Objective,
    draw: ReturnType<typeof drawerOf>,
    samples: number,
    generator: Generator | undefined,
  ) {
    super(objective);
    this.draw = draw;
    this.samples = samples;
    this.seed = generator ? generator.random() : torch.random();
  }

  /** Every product sees the same draws: they are made again from one seed, so that none are kept. */
  protected override product(v: Tensor, out: Tensor): Tensor {
    this.draws.manualSeed(this.seed);
    return super.product(v, out);
  }

  protected override productRows(V: Tensor, out: Tensor): Tensor {
    this.draws.manualSeed(this.seed);
    return super.productRows(V, out);
  }

  protected override gradients(
    { output }: Examples,
    target: Target,
    add: (gradient: Tensor, factor: number) => void,
  ): void {
    const { criterion } = this.objective;
    for (let i = 0; i < this.samples; i++) {
      const drawn = this.draw(output, target, this.draws);
      criterion.updateOutput(output, drawn);
      const gradient = criterion.updateGradInput(output, drawn) as Tensor;
      add(gradient, divisorOf(criterion, output, drawn) / this.samples);
    }
  }
}

/**
 * With sᵢ the part of ∇E that comes from example i, and c what E divides its terms by (1 for criteria that add up):
 *   empirical  F = N Σᵢ sᵢ sᵢᵀ: the mean over the examples of gᵢ gᵢᵀ, gᵢ being the gradient of the loss of example i alone
 *   mc         F = c Σᵢ sᵢ sᵢᵀ with targets drawn from the distribution of which c E is the negative log-likelihood; its mean over the
 *              draws is the Fisher matrix, which is `gaussNewton`'s G for the criteria that can be drawn from: ClassNLLCriterion behind
 *              log-softmax, CrossEntropyCriterion, BCECriterion behind a sigmoid, MSECriterion (a normal distribution of variance ½)
 * (Martens 2020; Kunstner, Balles and Hennig 2019 on what the empirical one is not.) For criteria that add up N is 1 as well. Examples
 * are the rows of the model's output (one image is a batch of one), and must not see each other. Draws are made once: every product is with the same matrix, as long
 * as the batches come in the same order. `apply(v)` runs R forward (J v) and a plain backward; arguments as for `hessian`.
 *
 * @throws TypeError for a kind that is not one of the two, or a criterion that cannot be drawn from; RangeError for class weights, a
 * number of samples that is not from 1 up, batch normalisation that is training.
 */
export function fisher(
  model: Module,
  criterion: Criterion,
  input: Activation,
  target: Target,
  options: FisherOptions,
): CurvatureOperator;
export function fisher(
  model: Module,
  criterion: Criterion,
  batches: Batches,
  options: FisherOptions,
): CurvatureOperator;
export function fisher(
  model: Module,
  criterion: Criterion,
  data: Activation | Batches,
  third: Target | FisherOptions,
  fourth?: FisherOptions,
): CurvatureOperator {
  const [batches, options] = dataAndOptions<FisherOptions>(data, third, fourth);
  const { kind, samples = 1, generator } = options ?? {};
  if (kind !== 'empirical' && kind !== 'mc') {
    throw new TypeError(
      `fisher: expected kind to be 'empirical' or 'mc', got ${kind === undefined ? 'none' : `'${kind}'`}`,
    );
  }
  if (!(Number.isInteger(samples) && samples >= 1)) {
    throw new RangeError(`fisher: expected samples to be a whole number from 1 up, got ${samples}`);
  }
  const { weights, nll } = criterion as { weights?: unknown; nll?: { weights?: unknown } };
  if ((weights ?? nll?.weights) instanceof Tensor) {
    throw new RangeError(`fisher: expected ${criterion.describe()} without weights, got some`);
  }
  checkIndependent('fisher', model);
  if (kind === 'empirical') return new EmpiricalFisher(new Objective(model, criterion, batches, options));
  const draw = drawerOf('fisher', criterion);
  return new MonteCarloFisher(new Objective(model, criterion, batches, options), draw, samples, generator);
}
