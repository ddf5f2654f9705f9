/** @file LinearMap: y = A x with an A that is fixed at the point. A class writes A and its adjoint; all methods come from here. */
import { Tensor } from '../tensor/index.js';
import { type Activation, isZero, type RActivation, sharesMemory, withZeros } from './activation.js';
import { Directions, hasPassesOf } from './directions.js';
import { Module } from './module.js';

type Result = 'output' | 'gradInput' | 'rOutput' | 'rGradInput';

/**
 *   forward    y   = A x
 *   backward   gx  = Aᵀ gy
 *   rForward   Ry  = A Rx
 *   rBackward  Rgx = Aᵀ Rgy
 *
 * A may depend on the shape of the input and on what forward fixed (a mask, an arg max), never on its values.
 */
export abstract class LinearMap extends Module {
  /** The last result of each method that lies in memory of this module, not in the operand's. */
  declare private own: Partial<Record<Result, RActivation>>;
  /** The last images of several directions. */
  declare private sideBySide: Partial<Record<Result, RActivation>>;

  /**
   * A x. `input` is the point, for its shapes; `x` may have structural zeros inside a table (never be one whole), and so may the
   * result where they come from there; `last` is what this method returned before for the same purpose, to be written again, or
   * undefined. x or a view of it may be returned instead: such a result never comes back as `last`.
   */
  protected abstract map(input: Activation, x: RActivation, last: RActivation): RActivation;
  /** Aᵀ g in the shape of `input`, with structural zeros where no element of g comes from; the arguments as in `map`. */
  protected abstract adjoint(input: Activation, g: RActivation, last: RActivation): RActivation;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.own = { output: this.output, gradInput: this.gradInput };
    this.sideBySide = {};
  }

  override updateOutput(input: Activation): Activation {
    this.output = this.kept('output', input, this.map(input, input, this.own.output)) as Activation;
    return this.output;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const last = this.own.gradInput;
    const gx = withZeros(input, this.adjoint(input, gradOutput, last), last);
    this.gradInput = this.kept('gradInput', gradOutput, gx) as Activation;
    return this.gradInput;
  }

  override updateROutput(
    input: Activation,
    rInput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    return this.setROutput(this.images('rOutput', rInput, directions, (rx, last) => this.map(input, rx, last)));
  }

  override updateRGradInput(
    input: Activation,
    _rInput: RActivation,
    _gradOutput: Activation,
    rGradOutput: RActivation,
    directions: Directions = Directions.single,
  ): RActivation {
    if (isZero(rGradOutput)) return this.setRGradInput(undefined);
    return this.setRGradInput(
      this.images('rGradInput', rGradOutput, directions, (rgy, last) => this.adjoint(input, rgy, last)),
    );
  }

  /** f of the images of every direction. */
  private images(
    name: Result,
    operand: RActivation,
    directions: Directions,
    f: (operand: RActivation, last: RActivation) => RActivation,
  ): RActivation {
    const one = (x: RActivation): RActivation => this.kept(name, x, f(x, this.own[name]));
    if (directions === Directions.single) return one(operand);
    this.sideBySide[name] = directions.gather(this.sideBySide[name], (j) => one(directions.slice(operand, j)));
    return this.sideBySide[name];
  }

  override carriesDirections(): boolean {
    return hasPassesOf(LinearMap, this);
  }

  /** x in a shape of as many elements: a view where x is contiguous, otherwise a copy in `last`. */
  protected reshaped(x: Tensor, size: readonly number[], last: RActivation): Tensor {
    if (x.isContiguous()) return x.view(size);
    const reusable = last instanceof Tensor && last.elementType === x.elementType;
    const y = (reusable ? last : x.new()).resize(size);
    y.view(x._size).copy(x);
    return y;
  }

  private kept(name: Result, operand: RActivation, result: RActivation): RActivation {
    if (!sharesMemory(result, operand)) this.own[name] = result;
    return result;
  }
}
