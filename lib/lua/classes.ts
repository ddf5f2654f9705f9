/** @file The classes of objects in Lua: a metatable for each, by Torch's name of the class. */
import { type ElementType, Storage, Tensor } from '../tensor/index.js';
import type { ObjectKinds } from './objects.js';
import type { Vm } from './vm.js';

/** Below this a tensor weighs what it has, and nobody asks whether others share its memory. */
const LIGHT = 4096;

/** A guess at what an object takes beside tensors. */
const OBJECT = 256;

export class Classes implements ObjectKinds {
  private readonly vm: Vm;
  private readonly refs: Map<string, number> = new Map();
  private readonly tensors: Map<ElementType, number> = new Map();
  private readonly storages: Map<ElementType, number> = new Map();
  /** Large storages whose weight some tensor, or the storage itself, bears. */
  private readonly weighed: WeakSet<Storage> = new WeakSet();
  private readonly others: ((object: object) => string | undefined)[] = [];

  constructor(vm: Vm) {
    this.vm = vm;
  }

  /** Leaves a new metatable at the top of the stack, which objects of that name have from now on. */
  pushNew(typename: string): void {
    const { vm } = this;
    vm.api.lua_createtable(vm.L, 0, 16);
    vm.pushText(typename);
    vm.setField(-2, '__typename');
    vm.api.lua_pushvalue(vm.L, -1);
    this.refs.set(typename, vm.ref());
  }

  /** As `pushNew`, for tensors or storages of a type. */
  pushNewOf(kind: typeof Tensor | typeof Storage, type: ElementType): void {
    const typename = `torch.${type.name}${kind.name}`;
    this.pushNew(typename);
    (kind === Tensor ? this.tensors : this.storages).set(type, this.ref(typename));
  }

  /** The registry reference of a metatable, by its name. */
  ref(typename: string): number {
    return this.refs.get(typename) as number;
  }

  /** Adds a rule that gives objects of one kind the name of their class. */
  name(rule: (object: object) => string | undefined): void {
    this.others.push(rule);
  }

  metatable(object: object): number {
    let ref: number | undefined;
    if (object instanceof Tensor) ref = this.tensors.get(object.elementType);
    else if (object instanceof Storage) ref = this.storages.get(object.elementType);
    else {
      for (const rule of this.others) ref ??= this.refs.get(rule(object) ?? '');
    }
    if (ref === undefined)
      throw new TypeError(`Lua: expected an object of a known class, got ${object.constructor.name}`);
    return ref;
  }

  weight(object: object): number {
    if (!(object instanceof Tensor || object instanceof Storage)) return OBJECT;
    const storage = object instanceof Tensor ? object._storage : object;
    const bytes = storage.data.byteLength;
    if (bytes < LIGHT) return bytes + OBJECT;
    if (this.weighed.has(storage)) return OBJECT;
    this.weighed.add(storage);
    return bytes;
  }
}
