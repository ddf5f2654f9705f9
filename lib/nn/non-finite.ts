/** @file Where NaN and infinity come from: the first module that made one. */
import type { Tensor } from '../tensor/index.js';
import { type Activation, tensorsOf } from './activation.js';
import type { Module } from './module.js';

/** Whether no element is NaN or infinite. */
export function allFinite(x: Tensor): boolean {
  // Finite numbers have a sum that is, unless it is too large: only then every element has to be looked at.
  return x.elementType.integer || Number.isFinite(x.sum()) || x.toArray().every(Number.isFinite);
}

/** How a module is reached: `module 1 (Exp) of Sequential`, from the inside out. */
export function place(model: Module, target: Module): string {
  for (const [i, child] of model.children().entries()) {
    if (!child.listModules().includes(target)) continue;
    const here = `module ${i} (${child.describe()}) of ${model.describe()}`;
    return child === target ? here : `${place(child, target)}, in ${here}`;
  }
  return target.describe();
}

/**
 * Names what is not finite first after `model.forward(input)`: the input, a parameter, or the output of a module without modules
 * inside (in forward order). Undefined when all is finite.
 */
export function firstNonFinite(model: Module, input: Activation): string | undefined {
  if (!tensorsOf(input).every(allFinite)) return 'the input';
  for (const module of model.listModules()) {
    if (module.children().length > 0) continue;
    if (!module.parameters()[0].every(allFinite)) return `a parameter of ${place(model, module)}`;
    if (!tensorsOf(module.output).every(allFinite)) return `the output of ${place(model, module)}`;
  }
  return undefined;
}

/** Names the image under R that is not finite first after `model.updateROutput`, as `firstNonFinite` names an output. */
export function firstNonFiniteImage(model: Module): string | undefined {
  for (const module of model.listModules()) {
    if (module.children().length > 0) continue;
    if (!tensorsOf(module.rOutput).every(allFinite)) return `R of the output of ${place(model, module)}`;
  }
  return undefined;
}
