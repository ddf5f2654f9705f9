/** @file Values of Lua as values of JavaScript, and back. */
import { Tensor } from '../tensor/index.js';
import { BOOLEAN, FUNCTION, NUMBER, STRING, TABLE } from './api.js';
import type { Objects } from './objects.js';
import type { Vm } from './vm.js';

/** Deeper tables are taken to hold themselves. */
const DEEPEST = 100;

/** Several results of one call. */
export class Results {
  readonly values: readonly unknown[];

  constructor(...values: unknown[]) {
    this.values = values;
  }
}

/** A function of Lua, good until the call that it was an argument of has ended. */
export type Callback = (...args: unknown[]) => unknown;

/**
 * nil is undefined; numbers, booleans and text are what they are. Tables become arrays where they have a first element, otherwise
 * objects; arrays and plain objects become new tables; all other objects are userdata.
 */
export class Values {
  private readonly vm: Vm;
  private readonly objects: Objects;
  /** References to functions that were given to calls that have not ended. */
  private readonly borrowed: number[] = [];

  constructor(vm: Vm, objects: Objects) {
    this.vm = vm;
    this.objects = objects;
  }

  at(index: number, depth: number = 0): unknown {
    const { api, L } = this.vm;
    switch (api.lua_type(L, index)) {
      case NUMBER:
        return api.lua_tonumber(L, index);
      case BOOLEAN:
        return api.lua_toboolean(L, index) === 1;
      case STRING:
        return this.vm.text(index);
      case TABLE:
        return this.table(index, depth);
      case FUNCTION:
        return this.callback(index);
      default:
        return this.objects.at(index);
    }
  }

  /** Values from place `first` of the stack to its top. */
  from(first: number): unknown[] {
    const top = this.vm.api.lua_gettop(this.vm.L);
    const values: unknown[] = [];
    for (let i = first; i <= top; i++) values.push(this.at(i));
    return values;
  }

  push(value: unknown): void {
    const { api, L } = this.vm;
    if (typeof value === 'number') api.lua_pushnumber(L, value);
    else if (value instanceof Tensor) this.objects.push(value);
    else if (value === undefined || value === null) api.lua_pushnil(L);
    else if (typeof value === 'boolean') api.lua_pushboolean(L, value ? 1 : 0);
    else if (typeof value === 'string' || value instanceof Uint8Array) this.vm.pushText(value);
    else if (typeof value === 'function') this.pushFunction(value as (...args: unknown[]) => unknown);
    else if (Array.isArray(value)) this.pushList(value);
    else if (Object.getPrototypeOf(value) === Object.prototype) this.pushTable(value as Record<string, unknown>);
    else this.objects.push(value as object);
  }

  /** How many functions are lent to calls that run: what `release` takes back to. */
  mark(): number {
    return this.borrowed.length;
  }

  /** Ends a call: the functions that were its arguments are no longer good. */
  release(mark: number): void {
    while (this.borrowed.length > mark) this.vm.unref(this.borrowed.pop() as number);
  }

  /** Pushes what a function returned, and returns how many values that is. */
  pushResults(result: unknown): number {
    if (result === undefined) return 0;
    if (!(result instanceof Results)) {
      this.push(result);
      return 1;
    }
    this.vm.reserve(result.values.length);
    for (const value of result.values) this.push(value);
    return result.values.length;
  }

  private pushFunction(f: (...args: unknown[]) => unknown): void {
    this.vm.pushFunction(() => {
      const mark = this.mark();
      try {
        return this.pushResults(f(...this.from(1)));
      } finally {
        this.release(mark);
      }
    });
  }

  private callback(index: number): Callback {
    const { vm } = this;
    vm.api.lua_pushvalue(vm.L, index);
    const ref = vm.ref();
    this.borrowed.push(ref);
    return (...args) => {
      vm.pushRef(ref);
      vm.reserve(args.length);
      for (const arg of args) this.push(arg);
      vm.call(args.length, 1);
      const result = this.at(-1);
      vm.pop(1);
      return result;
    };
  }

  private table(index: number, depth: number): unknown[] | Record<string, unknown> {
    const { api, L } = this.vm;
    if (depth > DEEPEST) throw new RangeError(`expected tables at most ${DEEPEST} deep, got one that holds itself`);
    if (api.lua_checkstack(L, 4) === 0) throw new RangeError('stack overflow');
    const from = index < 0 ? api.lua_gettop(L) + index + 1 : index;
    const n = api.lua_objlen(L, from);
    if (n > 0) {
      const list: unknown[] = [];
      for (let i = 1; i <= n; i++) {
        api.lua_rawgeti(L, from, i);
        list.push(this.at(-1, depth + 1));
        this.vm.pop(1);
      }
      return list;
    }
    const fields: Record<string, unknown> = {};
    let count = 0;
    api.lua_pushnil(L);
    for (; api.lua_next(L, from) !== 0; count++) {
      if (api.lua_type(L, -2) === STRING) fields[this.vm.text(-2) as string] = this.at(-1, depth + 1);
      this.vm.pop(1);
    }
    return count === 0 ? [] : fields;
  }

  private pushList(list: readonly unknown[]): void {
    const { api, L } = this.vm;
    api.lua_checkstack(L, 4);
    api.lua_createtable(L, list.length, 0);
    for (const [i, value] of list.entries()) {
      this.push(value);
      api.lua_rawseti(L, -2, i + 1);
    }
  }

  private pushTable(fields: Readonly<Record<string, unknown>>): void {
    const { api, L } = this.vm;
    api.lua_checkstack(L, 4);
    api.lua_createtable(L, 0, 8);
    for (const [name, value] of Object.entries(fields)) {
      this.push(value);
      this.vm.setField(-2, name);
    }
  }
}
