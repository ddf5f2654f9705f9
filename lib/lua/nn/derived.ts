/** @file Classes written in Lua that extend nn's. */
import { Container } from '../../nn/container.js';
import { Module } from '../../nn/module.js';
import { rName } from '../../nn/parameters.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import { Tensor } from '../../tensor/index.js';
import { type CallLua, imageOf, type Methods, ScriptedClass } from './scripted-class.js';

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

/** Whether the method would be half of a sweep that a container's subclass has to write. */
function hasNoSweep({ prototype }: ComponentClass, method: string): boolean {
  if (!(prototype === Container.prototype || prototype instanceof Container)) return false;
  const sweep = method.includes('RGrad') ? 'rBackwardPart' : 'backwardPart';
  return method.includes('Grad') && (prototype as Container)[sweep] === Module.prototype[sweep];
}

export class DerivedClass extends ScriptedClass {
  constructor(base: ComponentClass, typename: string, call: CallLua) {
    super(base, typename, call);
    if (base.prototype === Module.prototype || base.prototype instanceof Module) {
      const { parameters } = base.prototype as unknown as Methods;
      this.methods.parameters = function (this: Module) {
        completeParameters(this);
        return parameters.call(this);
      };
    }
    const isMissing = (method: string): boolean => !(method in base.prototype) || hasNoSweep(base, method);
    // Torch's Module and Criterion have these, which give what is there.
    for (const [pass, field] of [
      ['updateOutput', 'output'],
      ['updateGradInput', 'gradInput'],
    ]) {
      if (!isMissing(pass)) continue;
      this.methods[pass] = function (this: object) {
        return (this as Record<string, unknown>)[field];
      };
    }
    if (isMissing('accGradParameters')) this.methods.accGradParameters = () => undefined;
    for (const image of ['updateROutput', 'updateRGradInput', 'accRGradParameters']) {
      if (isMissing(image)) this.demand(image);
    }
  }
}
