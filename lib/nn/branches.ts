/** @file Branches: a container whose children stand side by side. A subclass writes how inputs part and outputs meet. */
import { type Activation, entry, isZero, type RActivation, sumInto, withZeros } from './activation.js';
import { Container } from './container.js';
import { type Directions, hasPassesOf } from './directions.js';
import { INPUT_GRADIENT, type Module } from './module.js';

type Result = 'output' | 'gradInput' | 'gradOutputs' | 'rOutput' | 'rGradInput' | 'rGradOutputs';

/**
 * S x = (x₁, …, xₙ) is what the children read, J(y₁, …, yₙ) what becomes of their outputs; both are linear.
 *   forward    y   = J(f₁(x₁), …, fₙ(xₙ))
 *   backward   gx  = Sᵀ(gx₁, …, gxₙ),     gxᵢ  = (∂fᵢ/∂xᵢ)ᵀ gyᵢ,     (gy₁, …, gyₙ) = Jᵀ gy
 *   rForward   Ry  = J(Ry₁, …, Ryₙ)
 *   rBackward  Rgx = Sᵀ(Rgx₁, …, Rgxₙ)
 * Unless a subclass says otherwise, every child reads x (Sᵀ is the sum) and the outputs make a table. In the methods that say so,
 * `last` is what they returned before for the same purpose: a method either always writes it again or never touches it. They get
 * and return structural zeros inside tables, never whole.
 */
export abstract class Branches extends Container {
  declare private last: Partial<Record<Result, RActivation>>;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.last = {};
  }

  /** The children that take part; all of them, unless a subclass says otherwise. */
  protected branches(): readonly Module[] {
    return this.modules;
  }

  /** S x: what each child reads. */
  protected inputsOf(x: RActivation): RActivation[] {
    return this.branches().map(() => x);
  }

  /** Sᵀ: the gradient of x, of the children's. */
  protected gather(gradInputs: RActivation[], last: RActivation): RActivation {
    return sumInto(last, gradInputs);
  }

  /** J: y, of the children's outputs; those of the point are in the children. */
  protected join(outputs: RActivation[], _last: RActivation): RActivation {
    return outputs;
  }

  /** Jᵀ: the gradient of each child's output. */
  protected split(g: RActivation, _last: RActivation): RActivation[] {
    return this.branches().map((_, i) => entry(g, i));
  }

  override updateOutput(input: Activation): Activation {
    const x = this.inputsOf(input) as Activation[];
    const y = this.visit((child, i) => child.updateOutput(x[i]));
    this.output = this.keep('output', this.join(y, this.last.output)) as Activation;
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const x = this.inputsOf(input) as Activation[];
    const gy = this.splitPoint(gradOutput);
    const gx = this.visit((child, i) => child.backwardPart(x[i], gy[i], scale, part));
    if (part & INPUT_GRADIENT && !this.skipsInputGradient) {
      const last = this.last.gradInput;
      this.gradInput = this.keep('gradInput', withZeros(input, this.gather(gx, last), last)) as Activation;
    }
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation, directions?: Directions): RActivation {
    const x = this.inputsOf(input) as Activation[];
    const rx = isZero(rInput) ? [] : this.inputsOf(rInput);
    const ry = this.visit((child, i) => child.updateROutput(x[i], rx[i], directions));
    return this.setROutput(isZero(ry) ? undefined : this.keep('rOutput', this.join(ry, this.last.rOutput)));
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
    directions?: Directions,
  ): RActivation {
    const x = this.inputsOf(input) as Activation[];
    const rx = isZero(rInput) ? [] : this.inputsOf(rInput);
    const gy = this.splitPoint(gradOutput);
    const rgy = isZero(rGradOutput) ? [] : this.split(rGradOutput, this.last.rGradOutputs);
    if (rgy.length > 0) this.keep('rGradOutputs', rgy);
    const rgx = this.visit((child, i) => child.rBackwardPart(x[i], rx[i], gy[i], rgy[i], scale, part, directions));
    if (part & INPUT_GRADIENT && !this.skipsInputGradient) {
      this.setRGradInput(isZero(rgx) ? undefined : this.keep('rGradInput', this.gather(rgx, this.last.rGradInput)));
    }
    return this.rGradInput;
  }

  /** Where outputs make a table: what else becomes of them may count their dimensions. */
  override carriesDirections(): boolean {
    const { join, split } = Branches.prototype;
    const makesTable = this.join === join && this.split === split;
    return makesTable && hasPassesOf(Branches, this) && this.modules.every((child) => child.carriesDirections());
  }

  override toString(): string {
    return this.drawBranches();
  }

  private splitPoint(gradOutput: Activation): Activation[] {
    return this.keep('gradOutputs', this.split(gradOutput, this.last.gradOutputs)) as Activation[];
  }

  private keep(name: Result, result: RActivation): RActivation {
    this.last[name] = result;
    return result;
  }

  /** What f makes of every child; an error comes with the path to the child. */
  private visit<T>(f: (child: Module, i: number) => T): T[] {
    const results: T[] = [];
    try {
      for (const child of this.branches()) results.push(f(child, results.length));
    } catch (error) {
      throw this.failure(results.length, error);
    }
    return results;
  }
}
