/** @file Branches: a container whose children stand side by side. A subclass writes how inputs part and outputs meet. */
import { type Activation, entry, type RActivation, sumInto, withZeros } from './activation.js';
import { Container } from './container.js';
import { INPUT_GRADIENT, type Module } from './module.js';

interface Buffers {
  output: RActivation;
  gradInput: RActivation;
  gradOutputs: RActivation;
  rOutput: RActivation;
  rGradInput: RActivation;
  rGradOutputs: RActivation;
}

/**
 * S x = (x₁, …, xₙ) is what the children read, J(y₁, …, yₙ) what becomes of their outputs; both are linear.
 *   forward    y   = J(f₁(x₁), …, fₙ(xₙ))
 *   backward   gx  = Sᵀ(gx₁, …, gxₙ),     gxᵢ  = (∂fᵢ/∂xᵢ)ᵀ gyᵢ,     (gy₁, …, gyₙ) = Jᵀ gy
 *   rForward   Ry  = J(Ry₁, …, Ryₙ)
 *   rBackward  Rgx = Sᵀ(Rgx₁, …, Rgxₙ)
 * Here every child reads x, so that Sᵀ is the sum, and the outputs make a table. In the four methods that say otherwise, `last` is
 * what the method returned before for the same purpose: they write it again, or leave it alone and copy nothing.
 */
export abstract class Branches extends Container {
  private declare buffers: Buffers;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.buffers = {
      output: undefined,
      gradInput: undefined,
      gradOutputs: undefined,
      rOutput: undefined,
      rGradInput: undefined,
      rGradOutputs: undefined,
    };
  }

  /** S x: what each child reads. */
  protected inputsOf(x: RActivation): RActivation[] {
    return this.modules.map(() => x);
  }

  /** Sᵀ: the container's gradient of the children's. */
  protected gather(gradInputs: RActivation[], last: RActivation): RActivation {
    return sumInto(last, gradInputs);
  }

  /** J: the container's output of the children's, whose fields `output` have their shapes. */
  protected join(outputs: RActivation[], _last: RActivation): RActivation {
    return outputs;
  }

  /** Jᵀ: the gradient of each child's output. */
  protected split(g: RActivation, _last: RActivation): RActivation[] {
    return this.modules.map((_, i) => entry(g, i));
  }

  override updateOutput(input: Activation): Activation {
    const inputs = this.inputsOf(input) as Activation[];
    const outputs = this.visit((child, i) => child.updateOutput(inputs[i]));
    this.output = this.join(outputs, this.buffers.output) as Activation;
    this.buffers.output = this.output;
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const { buffers } = this;
    const inputs = this.inputsOf(input) as Activation[];
    const gy = this.split(gradOutput, buffers.gradOutputs) as Activation[];
    buffers.gradOutputs = gy;
    const gx = this.visit((child, i) => child.backwardPart(inputs[i], gy[i], scale, part));
    if (part & INPUT_GRADIENT && !this.skipsInputGradient) {
      this.gradInput = withZeros(input, this.gather(gx, buffers.gradInput));
      buffers.gradInput = this.gradInput;
    }
    return this.gradInput;
  }

  override updateROutput(_input: Activation, rInput: RActivation): RActivation {
    const inputs = this.inputsOf(this.point) ...
  }
}
