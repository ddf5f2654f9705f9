/** @file `require 'optim'`: every method of lib/optim with Torch's signature, its state in the tables of the script. */

import type { Evaluation, LineSearch, LineSearchOptions, Method } from '../../optim/index.js';
import * as optim from '../../optim/index.js';
import { Tensor } from '../../tensor/index.js';
import { FUNCTION, NUMBER, TABLE } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import { openClasses } from './classes.js';

type Fields = Record<string, unknown>;

/** The methods: functions of an opfunc, x, config and state. */
const methods = Object.entries(optim).filter(([, f]) => 'names' in f) as unknown as [
  string,
  Method<Fields, Fields, unknown[]>,
][];

/** Fields of configurations that are functions of x, as opfunc is. */
const opfuncs = ['curvature', 'subspace'];

/** Functions of a script that are to return a tensor. */
type Gives = (v?: Tensor) => unknown;

/** Methods that need no gradient. */
const withoutGradient = ['de', 'cmaes'];

/** Leaves the package at the top of the stack. */
export function openOptim(interpreter: Interpreter): void {
  const { vm, values, objects } = interpreter;
  const { api } = vm;

  const isFunction = (index: number): boolean => api.lua_type(vm.L, index) === FUNCTION;

  /** The table at `index` as an object, an empty one where there is none. */
  const fieldsAt = (index: number): Fields => {
    const fields = api.lua_type(vm.L, index) === TABLE ? values.at(index) : {};
    return Array.isArray(fields) ? {} : (fields as Fields);
  };

  /** What a method knows of the table at `index`: scripts keep other things beside. */
  const knownAt = (index: number, name: string, { names }: Method<Fields, Fields, unknown[]>): Fields => {
    const known = Object.fromEntries(Object.entries(fieldsAt(index)).filter(([name]) => names.has(name)));
    if (typeof known.lineSearch === 'function') known.lineSearch = lineSearchAt(index);
    for (const field of opfuncs) {
      if (typeof known[field] !== 'function') continue;
      known[field] = (x: Tensor) => evaluate(`${name} with ${field}`, () => vm.getField(index, field), x);
    }
    return known;
  };

  const writeBack = (index: number, before: Fields, after: Fields): void => {
    if (api.lua_type(vm.L, index) !== TABLE) return;
    for (const [name, value] of Object.entries(after)) {
      // A list is a copy of the script's table, which may have grown.
      if (value === before[name] && !Array.isArray(value)) continue;
      api.lua_pushvalue(vm.L, index);
      values.push(value);
      vm.setField(-2, name);
      vm.pop(1);
    }
  };

  /** The function at stack index 1. */
  const first = (): void => api.lua_pushvalue(vm.L, 1);

  /**
   * What a script's function returns, called with x and `more`: f, ∇f and, where there are more, the functions v ↦ Hv, v ↦ Gv, and the one
   * that returns the diagonal of the empirical Fisher matrix. `push` leaves that function at the top of the stack.
   */
  const evaluate = (name: string, push: () => void, x: Tensor, ...more: string[]): Evaluation => {
    push();
    for (const value of [x, ...more]) values.push(value);
    vm.call(1 + more.length, 5);
    const loss = api.lua_type(vm.L, -5) === NUMBER ? api.lua_tonumber(vm.L, -5) : undefined;
    const gradient = withoutGradient.includes(name) ? x : objects.at(-4);
    const [hv, gnv, fisher] = [-3, -2, -1].map((at) => (isFunction(at) ? (values.at(at) as Gives) : undefined));
    vm.pop(5);
    if (loss === undefined || !(gradient instanceof Tensor)) {
      throw new TypeError(`optim.${name}: expected opfunc to return a number and a tensor, f(x) and its gradient`);
    }
    const into = (what: string, out: Tensor, result: unknown): Tensor => {
      if (result instanceof Tensor) return out.resizeAs(x).copy(result);
      throw new TypeError(`optim.${name}: expected the function of ${what} to return a tensor, got ${typeof result}`);
    };
    return {
      loss,
      gradient,
      ...(hv && { hv: (v, out = v.new()) => into('Hv', out, hv(v)) }),
      ...(gnv && { gnv: (v, out = v.new()) => into('Gv', out, gnv(v)) }),
      ...(fisher && { fisherDiagonal: (out = x.new()) => into('the diagonal', out, fisher()) }),
    };
  };

  /** The field lineSearch of the table at `index`, called with the opfunc at stack index 1. */
  const lineSearchAt =
    (index: number): LineSearch =>
    (_opfunc, x, t, d, f, g, gtd, options) => {
      vm.getField(index, 'lineSearch');
      api.lua_pushvalue(vm.L, 1);
      for (const value of [x, t, d, f, g, gtd, options]) values.push(value);
      vm.call(8, 5);
      const [loss, gradient, , at, evaluations] = [-5, -4, -3, -2, -1].map((i) => values.at(i));
      vm.pop(5);
      return { loss, gradient, t: at, evaluations } as ReturnType<LineSearch>;
    };

  /** A function of the package whose results are those that it returns. */
  const define = (name: string, results: () => unknown[]): void => {
    vm.pushFunction(() => {
      const mark = values.mark();
      try {
        const list = results();
        for (const value of list) values.push(value);
        return list.length;
      } finally {
        values.release(mark);
      }
    });
    vm.setField(-2, name);
  };

  api.lua_createtable(vm.L, 0, 32);
  for (const [name, method] of methods) {
    define(name, () => {
      api.lua_settop(vm.L, 4);
      const x = objects.at(2);
      if (!isFunction(1) || !(x instanceof Tensor)) {
        throw new TypeError(`optim.${name}: expected (opfunc, x, [config], [state]), a function and a tensor first`);
      }
      const hasState = api.lua_type(vm.L, 4) === TABLE;
      const config = knownAt(3, name, method);
      const state = hasState ? knownAt(4, name, method) : config;
      const before = { ...state };
      const [result, losses, ...more] = method((w) => evaluate(name, first, w), x, config, state);
      writeBack(hasState ? 4 : 3, before, state);
      return [result, name === 'de' ? Tensor.from('Double', losses) : losses, ...more];
    });
  }
  define('lswolfe', () => {
    const [x, d, g] = [2, 4, 6].map((i) => objects.at(i) as Tensor);
    const [t, f, gtd] = [3, 5, 7].map((i) => values.at(i) as number);
    const options = fieldsAt(8) as LineSearchOptions;
    const found = optim.lswolfe((w) => evaluate('lswolfe', first, w), x, t, d, f, g, gtd, options);
    return [found.loss, found.gradient, x, found.t, found.evaluations];
  });
  define('polyinterp', () => {
    const knots = (objects.at(1) as Tensor).split(1).map((row) => row.toArray() as unknown as optim.Knot);
    const [min, max] = [2, 3].map((i) => values.at(i) as number | undefined);
    return optim.polyinterp(knots, min, max);
  });
  define('checkgrad', () =>
    optim.checkgrad(
      (w) => evaluate('checkgrad', first, w),
      objects.at(2) as Tensor,
      values.at(3) as number | undefined,
    ),
  );
  define('FistaLS', () => {
    api.lua_settop(vm.L, 5);
    const [g, proximal] = [2, 3].map((i) => values.at(i) as (...operands: unknown[]) => unknown);
    const config = fieldsAt(5) as optim.FistaConfig;
    const before = { ...config } as Fields;
    const results = optim.FistaLS(
      (w) => evaluate('FistaLS', first, w, 'dx'),
      (w) => g(w) as number,
      proximal,
      objects.at(4) as Tensor,
      config,
    );
    writeBack(5, before, config as Fields);
    return results;
  });
  api.lua_pushvalue(vm.L, -1);
  vm.setGlobal('optim');
  openClasses(interpreter);
}
