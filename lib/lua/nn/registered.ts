/** @file What Lua sees of each class of the registry: its parent, its methods, and its own functions. */
import type { ComponentClass } from '../../nn/torch-table.js';
import { registry as classes } from '../../registry.js';

export type Method = (this: unknown, ...args: unknown[]) => unknown;

export const registry = classes as unknown as Readonly<Record<string, ComponentClass>>;

/**
 * The methods of Torch's classes, and those of the R pass. All others are this library's own: a script that asks an object for a field of
 * such a name has to find none, before it makes one.
 */
const known: ReadonlySet<string> = new Set(
  [
    'accGradParameters accUpdateGradParameters accUpdateOnly add apply backward backwardUpdate ceil clearState clone decayParameters',
    'double evaluate findModules fixPoolingRegions flatten float floor forward fromLinear get getParameters getPredictions',
    'getTopPrediction initFromWeight initKmeansPlus initRandom insert listModules noBias parameters remove replace reset resetInit',
    'resetPartition resetSize resize scaleGradByFreq setCountExcludePad setCountIncludePad setDevice setLambda setMaxNorm setNormType',
    'setNumInputDims setPadding setPartition setp share size toLinear train training type updateGradInput updateOutput',
    'updateParameters zeroGradParameters',
    'accRGradParameters rBackward rForward updateRGradInput updateROutput zeroRGradParameters',
  ].flatMap((names) => names.split(' ')),
);

/** The name of the registered class that a prototype belongs to; undefined where it belongs to none. */
export function nameOf(prototype: object): string | undefined {
  const { name } = prototype.constructor;
  return registry[name]?.prototype === prototype ? name : undefined;
}

/** The registered class that `kind` extends. */
export function parentOf(kind: ComponentClass): string | undefined {
  let above = Object.getPrototypeOf(kind.prototype);
  for (; above && above !== Object.prototype; above = Object.getPrototypeOf(above)) {
    const name = nameOf(above);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A registered class and those that it extends, upwards. */
export function lineOf(name: string): string[] {
  const parent = parentOf(registry[name]);
  return parent === undefined ? [name] : [name, ...lineOf(parent)];
}

/** How many registered classes are above it. */
export function depthOf(kind: ComponentClass): number {
  const parent = parentOf(kind);
  return parent === undefined ? 0 : 1 + depthOf(registry[parent]);
}

/** The prototypes of a class and of those above it that are not registered. */
function prototypesOf(kind: ComponentClass): object[] {
  const found: object[] = [];
  let prototype = kind.prototype as object;
  do {
    found.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  } while (prototype !== Object.prototype && nameOf(prototype) === undefined);
  return found;
}

/** Whether a registered class writes a method, and does not take it from the one that it extends. */
export function hasMethod(name: string, method: string): boolean {
  return prototypesOf(registry[name]).some((prototype) => Object.hasOwn(prototype, method));
}

/** The functions that objects have of their own, the first of each name. */
function functionsOf(owners: readonly object[]): Map<string, Method> {
  const found = new Map<string, Method>();
  for (const owner of owners) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value === 'function' && known.has(name) && !found.has(name)) found.set(name, value as Method);
    }
  }
  return found;
}

/** The methods that a class adds to those of the registered class that it extends. */
export function methodsOf(kind: ComponentClass): Map<string, Method> {
  return functionsOf(prototypesOf(kind));
}

/** The functions that belong to the class, not to its objects, and that it adds to those of the class that it extends. */
export function staticsOf(kind: ComponentClass): Map<string, Method> {
  return functionsOf(prototypesOf(kind).map((prototype) => prototype.constructor));
}
