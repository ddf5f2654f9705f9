/** @file `backward` as scripts may call it. In Torch it asks for no forward pass before. */
import { type Activation, fits } from '../../nn/activation.js';
import { Criterion, type Target } from '../../nn/criterion.js';
import { Elementwise } from '../../nn/elementwise.js';
import { BOTH, type Module } from '../../nn/module.js';
import { registry } from '../../registry.js';
import { Tensor } from '../../tensor/index.js';

type Pass = (this: unknown, ...args: unknown[]) => unknown;

/**
 * The pass `f`, with a forward pass before it where none has been at an input, and a target, of these shapes. A module that a container ran stands at a
 * point that only the container knows: a gradOutput that fits the output is taken to belong there, and nothing is drawn again.
 */
export function backward(component: Module | Criterion, f: Pass, args: unknown[]): unknown {
  const input = args[0] as Activation;
  if (component instanceof Criterion) {
    const target = args[1] as Target;
    if (!component.hasRun(input, target)) component.forward(input, target);
    return f.apply(component, args);
  }
  const [, given, scale = 1] = args as [Activation, Activation | undefined, number | undefined];
  // What ends with a criterion reads no gradient of its output: any of its shape stands for none.
  const gradOutput = given ?? (endsWithCriterion(component) ? component.output : (given as unknown as Activation));
  if (!component.hasRun(input)) {
    if (!component.hasRun() && isResult(component.output) && fits(component.output, gradOutput, false)) {
      return component.backwardPart(input, gradOutput, scale, BOTH);
    }
    component.forward(input);
  }
  return f.call(component, input, inShapeOf(component, gradOutput), scale);
}

function endsWithCriterion(module: Module): boolean {
  const last = module instanceof registry.Sequential ? module.modules.at(-1) : undefined;
  return module instanceof registry.CriterionTable || (last !== undefined && endsWithCriterion(last));
}

/** Whether it is more than an empty buffer. */
function isResult(output: Activation): boolean {
  return Array.isArray(output) ? output.length > 0 : output.nElement() > 0;
}

/** Torch's functions of single elements look at their number alone. */
function inShapeOf(module: Module, gradOutput: Activation): Activation {
  const { output } = module;
  const isFree = [Elementwise, registry.CMaxTable, registry.IndexLinear].some((kind) => module instanceof kind);
  if (!isFree || !(output instanceof Tensor && gradOutput instanceof Tensor)) return gradOutput;
  if (output.isSameSizeAs(gradOutput) || output.nElement() !== gradOutput.nElement()) return gradOutput;
  return gradOutput.contiguous().view(output._size);
}
