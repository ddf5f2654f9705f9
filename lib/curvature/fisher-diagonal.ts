/** @file The diagonal of the empirical Fisher matrix of an objective: squared gradients of single examples. */
import { Linear } from '../../modules/linear.js';
import { type Activation, tensorsOf } from '../nn/activation.js';
import { countPass } from '../nn/component.js';
import { BOTH, INPUT_GRADIENT, type Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { chain } from './chain.js';
import type { Batch } from './data.js';
import type { Objective } from './objective.js';

/** A layer that learns, and the modules before and behind it. */
interface Layer {
  module: Module;
  before: Module | undefined;
  behind: Module | undefined;
}

/** How many examples a batch has: one where its input is a vector. */
function rowsOf({ input }: Batch): number {
  const first = tensorsOf(input)[0];
  return first !== undefined && first.dim() > 1 ? first.size(0) : 1;
}

function row(x: Activation, i: number): Activation {
  return Array.isArray(x) ? x.map((piece) => row(piece, i)) : x.narrow(0, i, 1);
}

/**
 * N Σᵢ (∇cᵢ)² for a criterion that averages, E = Σᵢ cᵢ over N examples: with cᵢ = eᵢ / N the mean of (∇eᵢ)². For one that adds up,
 * Σᵢ (∇eᵢ)². An example is an entry of the input's first dimension, and examples are taken as independent of each other.
 *
 * Where all that learns is Linear, one after the other, and sees one row for each example, Σᵢ (gyᵢ xᵢᵀ)² = (gy²)ᵀ x²: the layer's own
 * rule for gradients, on squares. That is a third of a gradient. All else runs example by example.
 */
export class FisherDiagonal {
  private readonly objective: Objective;
  private readonly layers: readonly Layer[];
  /** x² and gy² of a layer. */
  private readonly squares: readonly [Tensor, Tensor];

  constructor(objective: Objective) {
    this.objective = objective;
    const modules = chain(objective.model);
    this.layers = modules.flatMap((module, i) =>
      module.parameters()[0].length > 0 ? [{ module, before: modules[i - 1], behind: modules[i + 1] }] : [],
    );
    this.squares = [objective.gradParameters.new(), objective.gradParameters.new()];
  }

  /** Writes it to `out`, as it is at the point of the last evaluation. gradParameters stays as it is. */
  write(out: Tensor): Tensor {
    const { objective } = this;
    return objective.lendGradients((g) => {
      out.resizeAs(g);
      return this.layers.every(({ module }) => Object.getPrototypeOf(module) === Linear.prototype) && this.byLayers(g)
        ? out.copy(g)
        : this.oneByOne(g, out);
    });
  }

  /** g ← the diagonal, unless some layer sees other rows than the batch has. */
  private byLayers(g: Tensor): boolean {
    const { objective, layers, squares } = this;
    const [x2, gy2] = squares;
    let [examples, aligned] = [0, true];
    const divisor = objective.revisit(
      'model',
      ({ input }, gradOutput) => objective.model.backwardPart(input, gradOutput, 1, INPUT_GRADIENT),
      (batch, gradOutput, scale) => {
        const rows = rowsOf(batch);
        examples += rows;
        for (const { module, before, behind } of layers) {
          const x = (before?.output ?? batch.input) as Tensor;
          const gy = (behind?.gradInput ?? gradOutput) as Tensor;
          aligned &&= x.dim() === 1 ? rows === 1 : x.size(0) === rows;
          x2.resizeAs(x).cmul(x, x);
          gy2.resizeAs(gy).cmul(gy, gy);
          module.accGradParameters(x2, gy2, scale * scale);
        }
      },
    );
    this.average(g, examples, divisor);
    return aligned;
  }

  /** out ← the diagonal, by way of g. */
  private oneByOne(g: Tensor, out: Tensor): Tensor {
    const { objective } = this;
    const { model } = objective;
    let examples = 0;
    out.zero();
    const divisor = objective.revisit(
      'loss',
      () => {},
      (batch, gradOutput, scale) => {
        const rows = rowsOf(batch);
        examples += rows;
        for (let i = 0; i < rows; i++) {
          const [x, gy] = [batch.input, gradOutput].map((all) => (rows === 1 ? all : row(all, i)));
          g.zero();
          model.forward(x);
          model.backwardPart(x, gy, scale, BOTH);
          out.addcmul(1, g, g);
        }
      },
    );
    // The model's buffers are of one example now, and of no use for products.
    countPass();
    return this.average(out, examples, divisor);
  }

  /** Σ (C ∇cᵢ)² made that of an average, where there is one: C is then what the whole is divided by. */
  private average(sum: Tensor, examples: number, divisor: number): Tensor {
    return this.objective.criterion.averages() ? sum.mul(examples / (divisor * divisor)) : sum;
  }
}
