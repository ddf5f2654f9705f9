/** @file A class of JavaScript whose methods are those of a script, where the script defines them. */
import { INPUT_GRADIENT, Module, PARAMETER_GRADIENTS } from '../../nn/module.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import { Tensor } from '../../tensor/index.js';

export type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Calls the script's method of that name. */
export type CallLua = (self: object, method: string, args: readonly unknown[]) => unknown;

/** The field that a method's result is kept in. */
const kept: Readonly<Record<string, string>> = {
  updateOutput: 'output',
  updateGradInput: 'gradInput',
  backward: 'gradInput',
  updateROutput: 'rOutput',
  updateRGradInput: 'rGradInput',
};

/** Whoever writes the first has to write the others before the R pass. */
const imagesOf: Readonly<Record<string, readonly string[]>> = {
  updateOutput: ['updateROutput'],
  updateGradInput: ['updateRGradInput'],
  accGradParameters: ['accRGradParameters'],
  backward: ['updateRGradInput', 'accRGradParameters'],
};

const operandsOf = {
  module: {
    updateROutput: 'input, rInput',
    updateRGradInput: 'input, rInput, gradOutput, rGradOutput',
    accRGradParameters: 'input, rInput, gradOutput, rGradOutput, scale',
  } as Readonly<Record<string, string>>,
  criterion: {
    updateROutput: 'input, rInput, target',
    updateRGradInput: 'input, rInput, target',
  } as Readonly<Record<string, string>>,
};

/** The methods of a sweep over backward passes: its halves, and the whole; how many operands they have; and where the result is. */
const sweeps = [
  {
    sweep: 'backwardPart',
    input: 'updateGradInput',
    parameters: 'accGradParameters',
    whole: 'backward',
    count: 2,
    result: 'gradInput',
  },
  {
    sweep: 'rBackwardPart',
    input: 'updateRGradInput',
    parameters: 'accRGradParameters',
    whole: undefined,
    count: 4,
    result: 'rGradInput',
  },
] as const;

/** For an object, the base's methods that run because a script's method called them. */
const running = new Map<object, string[]>();

/** Runs a method of the base of the object's class, called by the script's method in its place: what the base sweeps is the base's. */
export function asBase<R>(self: object, method: string, run: () => R): R {
  const methods = running.get(self) ?? [];
  running.set(self, methods);
  methods.push(method);
  try {
    return run();
  } finally {
    methods.pop();
    if (methods.length === 0) running.delete(self);
  }
}

/** For a parameter or gradient, its image under R: zeros, made once. */
const images = new WeakMap<Tensor, Tensor>();

export function imageOf(x: Tensor): Tensor {
  let image = images.get(x);
  if (!image?.isSameSizeAs(x)) {
    image = Tensor.zeros(x.elementType, x._size);
    images.set(x, image);
  }
  return image;
}

/** The four lists of the two that a script returns. */
function completeLists(result: unknown): unknown {
  const [values = [], gradients = [], ...rest] = (result ?? []) as Tensor[][];
  if (rest.length === 2) return result;
  return [values, gradients, values.map(imageOf), gradients.map(imageOf)];
}

/** What JavaScript calls a method of a script's. */
export function ownName(method: string): string {
  return method === '__tostring__' ? 'toString' : method;
}

export class ScriptedClass {
  readonly kind: ComponentClass;
  private readonly call: CallLua;
  private readonly typename: string;
  /** The methods that the script defines. */
  private readonly defined: Set<string> = new Set();

  constructor(base: ComponentClass, typename: string, call: CallLua) {
    this.call = call;
    this.typename = typename;
    const Scripted = class extends (base as unknown as new () => object) {};
    Object.defineProperty(Scripted, 'name', { value: typename.replace(/^.*\./, '') });
    Object.defineProperty(Scripted.prototype, 'typename', { get: () => typename });
    this.kind = Scripted as unknown as ComponentClass;
  }

  protected get methods(): Methods {
    return this.kind.prototype as unknown as Methods;
  }

  /** The script defines a method: who calls it in JavaScript calls the script. */
  define(method: string): void {
    if (this.defined.has(method)) return;
    this.defined.add(method);
    const { call, methods } = this;
    const field = kept[method];
    methods[ownName(method)] = function (this: object, ...args: unknown[]) {
      const result = call(this, method, args);
      if (method === 'parameters') return completeLists(result);
      if (field !== undefined && result !== undefined) (this as Record<string, unknown>)[field] = result;
      return result;
    };
    for (const image of imagesOf[method] ?? []) if (!Object.hasOwn(methods, image)) this.demand(image);
    if (this.kind.prototype instanceof Module) {
      for (const part of sweeps) {
        if ([part.input, part.parameters, part.whole].includes(method as never)) this.sweep(part);
      }
    }
  }

  /** Makes a method one that says what to write. */
  protected demand(image: string): void {
    const { typename } = this;
    const operands = this.kind.prototype instanceof Module ? operandsOf.module : operandsOf.criterion;
    if (operands[image] === undefined) return;
    this.methods[image] = () => {
      throw new TypeError(
        `${typename}: the R pass needs the method ${typename}:${image}(${operands[image]}), write it`,
      );
    };
  }

  /** A container runs its children in one sweep: this class' runs the script's methods where there are some, and otherwise its base's. */
  private sweep({ sweep, input, parameters, whole, count, result }: (typeof sweeps)[number]): void {
    const { methods } = this;
    methods[sweep] = function (this: object, ...given: unknown[]) {
      const self = this as unknown as Methods & {
        skipsInputGradient: boolean;
        gradInput: unknown;
        rGradInput: unknown;
      };
      const [scale, part] = given.slice(count) as [number, number];
      const operands = given.slice(0, count);
      const called = running.get(this) ?? [];
      const isOwn = (method: string): boolean => Object.hasOwn(methods, method) && !called.includes(method);
      const base = (half: number): unknown => {
        const { [sweep]: above } = Object.getPrototypeOf(methods) as Methods;
        return above.call(this, ...operands, scale, half, ...given.slice(count + 2));
      };
      const isWhole = part === (INPUT_GRADIENT | PARAMETER_GRADIENTS);
      if (whole && isWhole && isOwn(whole)) return self[whole](...operands, scale);
      if ((whole && called.includes(whole)) || (!isOwn(input) && !isOwn(parameters))) return base(part);
      if (part & INPUT_GRADIENT) {
        if (!isOwn(input)) base(INPUT_GRADIENT);
        else if (!self.skipsInputGradient) self[input](...operands);
      }
      if (part & PARAMETER_GRADIENTS) {
        if (isOwn(parameters)) self[parameters](...operands, scale);
        else base(PARAMETER_GRADIENTS);
      }
      return self[result];
    };
  }
}
