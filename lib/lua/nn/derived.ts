/** @file Classes written in Lua that extend nn's. */
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
    for (const image of ['updateROutput', 'updateRGradInput', 'accRGradParameters']) {
      if (!(image in base.prototype)) this.demand(image);
    }
  }
}
