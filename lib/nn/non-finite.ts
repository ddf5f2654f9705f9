/** @file Where NaN and infinity come from: the first module that made one. */
import type { Tensor } from '../tensor/index.js';
import { type Activation, tensorsOf } from './activation.js';
import type { Module } from './module.js';

function isFinite(x: Tensor): boolean {
  return Number.isFinite(x.sum()) || x.toArray().every(Number.isFinite);
}

/** How a module is reached: `module 1 (Exp) of Sequential`, from the inside out. */
function place(model: Module, target: Module): string {
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
  if (!tensorsOf(input).every(isFinite)) return 'the input';
  for (const module of model.listModules()) {
    if (module.children().length > 0) continue;
    if (!module.parameters()[0].every(isFinite)) return `a parameter of ${place(model, module)}`;
    if (!tensorsOf(module.output).every(isFinite)) return `the output of ${place(model, module)}`;
  }
  return undefined;
}
