/** @file Objects of JavaScript in Lua: userdata that hold a number, one for each object, and what they weigh. */
import { Tensor } from '../tensor/index.js';
import { COLLECT, NIL, REGISTRY, USERDATA } from './api.js';
import type { Vm } from './vm.js';

/** Stands behind the number in a userdata of ours: those of Lua's libraries have something else there. */
const MARK = 0x524f5031;

/** Bytes of new objects after which Lua collects its garbage, at least. */
const ALLOWANCE = 64 * 2 ** 20;

/** What the table of handles asks of the objects: their class and their memory. */
export interface ObjectKinds {
  /** The registry reference of the metatable. */
  metatable(object: object): number;
  /** Bytes that would go with the object. */
  weight(object: object): number;
}

/** The same object is always the same userdata. Lua keeps an object alive, JavaScript does not keep its userdata. */
export class Objects {
  private readonly vm: Vm;
  private readonly kinds: ObjectKinds;
  /** Number 0 is nobody's. */
  private readonly objects: (object | undefined)[] = [undefined];
  private readonly weights: number[] = [];
  private readonly free: number[] = [];
  /** The numbers of objects that have no room for one. */
  private readonly ids: Map<object, number> = new Map();
  /** A table of userdata by number, with weak values. */
  private readonly userdata: number;
  /** The metatable of a userdata that nobody holds: Lua finalises it at the end of each collection. */
  private readonly canary: number;
  /** By number, whether the userdata is there: for `sweep`. */
  private alive: Uint8Array = new Uint8Array(1024);
  /** What the objects weigh together. */
  bytes: number = 0;
  /** How often their weight has made Lua collect. */
  collections: number = 0;
  private limit: number = ALLOWANCE;

  constructor(vm: Vm, kinds: ObjectKinds) {
    this.vm = vm;
    this.kinds = kinds;
    const { api, L } = vm;
    api.lua_createtable(L, 0, 0);
    api.lua_createtable(L, 0, 1);
    vm.pushText('v');
    vm.setField(-2, '__mode');
    api.lua_setmetatable(L, -2);
    this.userdata = vm.ref();
    api.lua_createtable(L, 0, 1);
    vm.pushFunction(() => {
      this.sweep();
      this.pushCanary();
      return 1;
    });
    vm.setField(-2, '__gc');
    this.canary = vm.ref();
    this.pushCanary();
    vm.pop(1);
  }

  /** The object at `index`; undefined where something else is. */
  at(index: number): object | undefined {
    const { api, L, memory } = this.vm;
    if (api.lua_type(L, index) !== USERDATA) return undefined;
    const place = api.lua_touserdata(L, index) >> 2;
    return memory.words[place + 1] === MARK ? this.objects[memory.words[place]] : undefined;
  }

  push(object: object): void {
    const { api, L, memory } = this.vm;
    const known = this.idOf(object);
    api.lua_rawgeti(L, REGISTRY, this.userdata);
    if (known !== undefined) {
      api.lua_rawgeti(L, -1, known);
      if (api.lua_type(L, -1) !== NIL) {
        api.lua_remove(L, -2);
        return;
      }
      this.vm.pop(1);
    }
    // It may end a collection, at which objects without userdata are forgotten: the number is given out behind it.
    const place = api.lua_newuserdata(L, 8) >> 2;
    const id = this.idOf(object) ?? this.add(object);
    memory.words[place] = id;
    memory.words[place + 1] = MARK;
    api.lua_rawgeti(L, REGISTRY, this.kinds.metatable(object));
    api.lua_setmetatable(L, -2);
    api.lua_pushvalue(L, -1);
    api.lua_rawseti(L, -3, id);
    api.lua_remove(L, -2);
    if (this.bytes > this.limit) this.collect();
  }

  /** Those that Lua holds, or held not long ago. */
  *all(): Generator<object> {
    for (const object of this.objects) if (object) yield object;
  }

  /** Puts another object into the userdata of `object`, which nobody else may have seen. */
  replace(object: object, other: object): void {
    const id = this.ids.get(object) as number;
    this.ids.delete(object);
    this.ids.set(other, id);
    this.objects[id] = other;
  }

  /**
   * Tensors, of which scripts make millions, hold the number themselves: a map would cost more than the userdata. Another interpreter
   * may have written its own there.
   */
  private idOf(object: object): number | undefined {
    if (!(object instanceof Tensor)) return this.ids.get(object);
    return this.objects[object._handle] === object ? object._handle : undefined;
  }

  private add(object: object): number {
    const id = this.free.pop() ?? this.objects.length;
    this.objects[id] = object;
    if (object instanceof Tensor) object._handle = id;
    else this.ids.set(object, id);
    this.weights[id] = this.kinds.weight(object);
    this.bytes += this.weights[id];
    return id;
  }

  private pushCanary(): void {
    const { api, L } = this.vm;
    api.lua_newuserdata(L, 0);
    api.lua_rawgeti(L, REGISTRY, this.canary);
    api.lua_setmetatable(L, -2);
  }

  /**
   * Forgets the objects whose userdata Lua has collected: they are no longer in the table of userdata. Finalisers of their own would cost
   * more than all else about a tensor, and keep each userdata for another collection.
   */
  private sweep(): void {
    const { api, L } = this.vm;
    const { objects } = this;
    if (this.alive.length < objects.length) this.alive = new Uint8Array(2 * objects.length);
    const { alive } = this;
    alive.fill(0);
    api.lua_rawgeti(L, REGISTRY, this.userdata);
    api.lua_pushnil(L);
    while (api.lua_next(L, -2) !== 0) {
      alive[api.lua_tonumber(L, -2)] = 1;
      this.vm.pop(1);
    }
    this.vm.pop(1);
    for (let id = 1; id < objects.length; id++) if (alive[id] === 0 && objects[id]) this.forget(id);
  }

  private forget(id: number): void {
    const object = this.objects[id] as object;
    if (!(object instanceof Tensor)) this.ids.delete(object);
    this.objects[id] = undefined;
    this.bytes -= this.weights[id];
    this.free.push(id);
  }

  /** Lua counts a tensor as the few bytes of its userdata; so what lies behind them decides here when to collect. */
  private collect(): void {
    this.collections++;
    this.vm.api.lua_gc(this.vm.L, COLLECT, 0);
    this.limit = Math.max(2 * this.bytes, this.bytes + ALLOWANCE);
  }
}
