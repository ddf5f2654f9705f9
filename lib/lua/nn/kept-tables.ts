/** @file Tables of Lua that belong to objects of JavaScript: the fields that hold what only Lua can. */
import type { Vm } from '../vm.js';

/** One table an object, as long as the object lives, in whichever of the two worlds. */
export class KeptTables {
  private readonly vm: Vm;
  private readonly refs: WeakMap<object, number> = new WeakMap();
  private readonly dead: FinalizationRegistry<number>;

  constructor(vm: Vm) {
    this.vm = vm;
    this.dead = new FinalizationRegistry((ref) => vm.unref(ref));
  }

  /** Pushes the object's table; nothing, and false, where it has none. */
  push(object: object): boolean {
    const ref = this.refs.get(object);
    if (ref === undefined) return false;
    this.vm.pushRef(ref);
    return true;
  }

  /** Pushes the object's table, a new one where it has none. */
  pushNew(object: object): void {
    if (this.push(object)) return;
    const { api, L } = this.vm;
    api.lua_createtable(L, 0, 4);
    api.lua_pushvalue(L, -1);
    this.set(object, this.vm.ref());
  }

  /** Makes the table of one object that of another. */
  move(from: object, to: object): void {
    const ref = this.refs.get(from);
    if (ref === undefined) return;
    this.refs.delete(from);
    this.dead.unregister(from);
    this.set(to, ref);
  }

  private set(object: object, ref: number): void {
    this.refs.set(object, ref);
    this.dead.register(object, ref, object);
  }
}
