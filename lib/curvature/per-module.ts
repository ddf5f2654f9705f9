/** @file What curvature the parameters of each module have, by themselves. */
import type { Module } from '../nn/module.js';
import { place } from '../nn/non-finite.js';
import type { Generator } from '../tensor/index.js';
import { checkModel, rangesOf, restricted } from './compositions.js';
import { eigenpairs } from './lanczos.js';
import type { CurvatureOperator } from './operator.js';
import { type TraceEstimate, trace } from './trace.js';

export interface PerModuleOptions {
  /** Products for each trace, and steps of Lanczos' process for each eigenvalue at most; 30 by default. */
  products?: number;
  /** What draws; the default generator by default. */
  generator?: Generator;
  /** Called after each module; returning false leaves out the rest. */
  onModule?: (figures: ModuleFigures, done: number, modules: number) => boolean | undefined;
}

export interface ModuleFigures {
  module: Module;
  /** How it is reached: `module 2 (Linear(4 -> 3)) of Sequential`. */
  place: string;
  /** How many parameters it has. */
  parameters: number;
  /** ‖∂E/∂w‖ over them. */
  gradientNorm: number;
  /** Of the block of the operator in their rows and columns. */
  trace: TraceEstimate;
  /** The block's eigenvalue of largest size. */
  topEigenvalue: number;
}

/** The modules whose parameters are their own, not those of modules inside: all parameters of the model, cut as small as possible. */
function owners(module: Module): Module[] {
  const own = module.parameters()[0];
  if (own.length === 0) return [];
  const inside = new Set(module.children().flatMap((child) => child.parameters()[0]));
  return own.every((field) => inside.has(field)) ? module.children().flatMap(owners) : [module];
}

/**
 * For each module with parameters, the trace and the top eigenvalue of the operator's diagonal block, and the norm of its gradient.
 * Parameters that several modules share count in each. Cost: at most 2 · products of the whole operator for each module.
 *
 * @throws RangeError for fewer products than `trace` needs.
 */
export function perModule(operator: CurvatureOperator, options: PerModuleOptions = {}): ModuleFigures[] {
  const { products = 30, generator, onModule } = options;
  const { model, gradient } = operator;
  const found: ModuleFigures[] = [];
  checkModel('perModule', model);
  const modules = owners(model);
  for (const module of modules) {
    const block = restricted(operator, module);
    const steps = Math.min(products, block.size);
    const squares = rangesOf('perModule', model, module).map(({ offset, length }) =>
      gradient.narrow(0, offset, length),
    );
    found.push({
      module,
      place: place(model, module),
      parameters: block.size,
      gradientNorm: Math.hypot(...squares.map((part) => part.norm())),
      trace: trace(block, { products, generator }),
      topEigenvalue: eigenpairs(block, 1, 'magnitude', { steps, generator }).values.get(0),
    });
    if (onModule?.(found[found.length - 1], found.length, modules.length) === false) break;
  }
  return found;
}
