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
  /** How many userdata hold the number: for a moment two, when one is dead and not finalised yet. */
  private readonly holders: number[] = [];
  private readonly weights: number[] = [];
  private readonly free: number[] = [];
  /** The numbers of objects that have no room for one. */
  private readonly ids: Map<object, number> = new Map();
  /** A table of userdata by number, with weak values. */
  private readonly userdata: number;
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
    const id = known ?? this.add(object);
    this.holders[id]++;
    const place = api.lua_newuserdata(L, 8) >> 2;
    memory.words[place] = id;
    memory.words[place + 1] = MARK;
    api.lua_rawgeti(L, REGISTRY, this.kinds.metatable(object));
    api.lua_setmetatable(L, -2);
    api.lua_pushvalue(L, -1);
    api.lua_rawseti(L, -3, id);
    api.lua_remove(L, -2);
    if (this.bytes > this.limit) this.collect();
  }

  /** `__gc` of every metatable of ours. */
  finalise(): void {
    const { api, L, memory } = this.vm;
    const id = memory.words[api.lua_touserdata(L, 1) >> 2];
    if (--this.holders[id] > 0) return;
    const object = this.objects[id] as object;
    if (!(object instanceof Tensor)) this.ids.delete(object);
    this.objects[id] = undefined;
    this.bytes -= this.weights[id];
    this.free.push(id);
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
    this.holders[id] = 0;
    this.weights[id] = this.kinds.weight(object);
    this.bytes += this.weights[id];
    return id;
  }

  /** Lua counts a tensor as the few bytes of its userdata; so what lies behind them decides here when to collect. */
  private collect(): void {
    this.collections++;
    this.vm.api.lua_gc(this.vm.L, COLLECT, 0);
    this.limit = Math.max(2 * this.bytes, this.bytes + ALLOWANCE);
  }
}
