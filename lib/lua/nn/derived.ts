/** @file Classes written in Lua that extend nn's: a class of JavaScript whose methods are those that the script defines. */
import { Module } from '../../nn/module.js';
import { rName } from '../../nn/parameters.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import { Tensor } from '../../tensor/index.js';

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Calls the script's method of that name. */
export type CallLua = (self: object, method: string, args: readonly unknown[]) => unknown;

/** The field that a method's result is kept in. */
const kept: Readonly<Record<string, string>> = {
  updateOutput: 'output',
  updateGradInput: 'gradInput',
  updateROutput: 'rOutput',
  updateRGradInput: 'rGradInput',
};

/** Whoever writes the first has to write the second before the R pass. */
const imagesOf: Readonly<Record<string, string>> = {
  updateOutput: 'updateROutput',
  updateGradInput: 'updateRGradInput',
  accGradParameters: 'accRGradParameters',
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

/** For a parameter or gradient, its image under R: zeros, made once. */
const images = new WeakMap<Tensor, Tensor>();

function imageOf(x: Tensor): Tensor {
  let image = images.get(x);
  if (!image?.isSameSizeAs(x)) {
    image = Tensor.zeros(x.elementType, x._size);
    images.set(x, image);
  }
  return image;
}

/** Scripts make weight and gradWeight; rWeight and rGradWeight come of themselves. */
function completeParameters(module: Module): void {
  const own = module as unknown as Record<string, unknown>;
  for (const [w, gradW, rW, rGradW] of module.parameterNames().map(rName.family)) {
    if (own[w] instanceof Tensor && own[gradW] instanceof Tensor) {
      own[rW] ??= imageOf(own[w]);
      own[rGradW] ??= imageOf(own[gradW]);
    }
  }
}

/** The four lists of the two that a script returns. */
function completeLists(result: unknown): unknown {
  const [values = [], gradients = [], ...rest] = (result ?? []) as Tensor[][];
  if (rest.length === 2) return result;
  return [values, gradients, values.map(imageOf), gradients.map(imageOf)];
}

export class DerivedClass {
  readonly kind: ComponentClass;
  private readonly call: CallLua;
  private readonly typename: string;

  constructor(base: ComponentClass, typename: string, call: CallLua) {
    this.call = call;
    this.typename = typename;
    const Derived = class extends (base as unknown as new () => object) {};
    Object.defineProperty(Derived, 'name', { value: typename.replace(/^.*\./, '') });
    const methods = Derived.prototype as unknown as Methods;
    Object.defineProperty(methods, 'typename', { get: () => typename });
    this.kind = Derived as unknown as ComponentClass;
    if (base.prototype === Module.prototype || base.prototype instanceof Module) {
      const { parameters } = base.prototype as unknown as Methods;
      methods.parameters = function (this: Module) {
        completeParameters(this);
        return parameters.call(this);
      };
      // A container's sweep over its children is not known: the script writes the methods.
      methods.backwardPart = Module.prototype.backwardPart as Methods[string];
      methods.rBackwardPart = Module.prototype.rBackwardPart as Methods[string];
    }
    for (const image of Object.values(imagesOf)) {
      if (!(image in base.prototype)) this.demand(image);
    }
  }

  /** The script defines a method: who calls it in JavaScript calls the script. */
  define(method: string): void {
    const methods = this.kind.prototype as unknown as Methods;
    const { call } = this;
    const field = kept[method];
    methods[method === '__tostring__' ? 'toString' : method] = function (this: object, ...args: unknown[]) {
      const result = call(this, method, args);
      if (method === 'parameters') return completeLists(result);
      if (field !== undefined && result !== undefined) (this as Record<string, unknown>)[field] = result;
      return result;
    };
    const image = imagesOf[method];
    if (image !== undefined && !Object.hasOwn(methods, image)) this.demand(image);
  }

  /** Makes a method one that says what to write. */
  private demand(image: string): void {
    const { typename } = this;
    const operands = this.kind.prototype instanceof Module ? operandsOf.module : operandsOf.criterion;
    if (operands[image] === undefined) return;
    (this.kind.prototype as unknown as Methods)[image] = () => {
      throw new TypeError(
        `${typename}: the R pass needs the method ${typename}:${image}(${operands[image]}), write it`,
      );
    };
  }
}
