/** @file `require 'optim'`: every method of lib/optim with Torch's signature, its state in the tables of the script. */

import type { Evaluation, Method } from '../../optim/index.js';
import * as optim from '../../optim/index.js';
import { Tensor } from '../../tensor/index.js';
import { FUNCTION, NUMBER, TABLE } from '../api.js';
import type { Interpreter } from '../interpreter.js';

type Fields = Record<string, unknown>;

/** The methods: functions of an opfunc, x, config and state. */
const methods = Object.entries(optim).filter(
  ([name, f]) => typeof f === 'function' && name !== 'opfunc' && !/^[A-Z]/.test(name),
) as unknown as [string, Method<Fields, Fields>][];

/** Leaves the package at the top of the stack. */
export function openOptim(interpreter: Interpreter): void {
  const { vm, values, objects } = interpreter;
  const { api } = vm;

  /** The table at `index` as an object, an empty one where there is none. */
  const fieldsAt = (index: number): Fields => {
    const fields = api.lua_type(vm.L, index) === TABLE ? values.at(index) : {};
    return Array.isArray(fields) ? {} : (fields as Fields);
  };

  const writeBack = (index: number, before: Fields, after: Fields): void => {
    if (api.lua_type(vm.L, index) !== TABLE) return;
    for (const [name, value] of Object.entries(after)) {
      if (value === before[name]) continue;
      api.lua_pushvalue(vm.L, index);
      values.push(value);
      vm.setField(-2, name);
      vm.pop(1);
    }
  };

  /** f, ∇f and, where the script returns a third, the function v ↦ Hv. */
  const evaluate = (name: string, x: Tensor): Evaluation => {
    api.lua_pushvalue(vm.L, 1);
    values.push(x);
    vm.call(1, 3);
    const loss = api.lua_type(vm.L, -3) === NUMBER ? api.lua_tonumber(vm.L, -3) : undefined;
    const gradient = objects.at(-2);
    const hv = api.lua_type(vm.L, -1) === FUNCTION ? (values.at(-1) as (v: Tensor) => Tensor) : undefined;
    vm.pop(3);
    if (loss === undefined || !(gradient instanceof Tensor)) {
      throw new TypeError(`optim.${name}: expected opfunc to return a number and a tensor, f(x) and its gradient`);
    }
    if (!hv) return { loss, gradient };
    return { loss, gradient, hv: (v, out = v.new()) => out.resizeAs(v).copy(hv(v)) };
  };

  api.lua_createtable(vm.L, 0, 32);
  for (const [name, method] of methods) {
    vm.pushFunction(() => {
      api.lua_settop(vm.L, 4);
      const x = objects.at(2);
      if (api.lua_type(vm.L, 1) !== FUNCTION || !(x instanceof Tensor)) {
        throw new TypeError(`optim.${name}: expected (opfunc, x, [config], [state]), a function and a tensor first`);
      }
      const config = fieldsAt(3);
      const hasState = api.lua_type(vm.L, 4) === TABLE;
      const state = hasState ? fieldsAt(4) : config;
      const before = { ...state };
      const mark = values.mark();
      try {
        const [result, losses] = method((w) => evaluate(name, w), x, config, state);
        writeBack(hasState ? 4 : 3, before, state);
        values.push(result);
        values.push(losses);
        return 2;
      } finally {
        values.release(mark);
      }
    });
    vm.setField(-2, name);
  }
  api.lua_pushvalue(vm.L, -1);
  vm.setGlobal('optim');
}
