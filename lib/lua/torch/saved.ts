/** @file Values of Lua as files of Torch's hold them, and back: tables, functions and instances of classes, each object once. */
import type { ClassDoor, FieldsOf, ReadInstance } from '../../io/t7/class-door.js';
import { NnDoor } from '../../io/t7/nn-door.js';
import { textOf } from '../../io/t7/text.js';
import { type Instance, LuaFunction, type LuaValue, TorchObject } from '../../io/t7/values.js';
import { Component } from '../../nn/component.js';
import { blank, type ComponentClass, Filling, fillFromTorch, torchTable } from '../../nn/torch-table.js';
import { BOOLEAN, FUNCTION, NIL, NUMBER, STRING, TABLE } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import { OwnForms, type SavedHelpers } from './own-forms.js';

type Table = Map<LuaValue, LuaValue>;

/** The objects of one file: what is met again is the same object. */
export class SavedObjects {
  private readonly interpreter: Interpreter;
  private readonly helpers: SavedHelpers;
  /** By address, with a reference that keeps the address taken. */
  private readonly written: Map<number, { object: object; ref: number }> = new Map();
  private readonly read: Map<object, number> = new Map();
  private readonly forms: OwnForms;
  /** The door of classes, those that scripts write included. */
  readonly door: ClassDoor;

  constructor(interpreter: Interpreter, helpers: SavedHelpers) {
    this.interpreter = interpreter;
    this.helpers = helpers;
    this.forms = new OwnForms(interpreter, helpers, this);
    const nn = new NnDoor();
    const filling = new Filling();
    const { derived, patches } = interpreter;
    this.door = {
      create: (typename) => {
        const kind = derived.get(typename)?.kind;
        const object = kind ? blank(kind) : nn.create(typename);
        if (object instanceof Component) patches.claim(object);
        return object;
      },
      read: (typename, version, made, body) =>
        this.forms.read(typename, version, body, () => this.pushBlank(typename, made)),
      prepare: (object: Component, instance: ReadInstance, fieldsOf: FieldsOf) =>
        nn.prepare(object, instance, fieldsOf),
      fill: (object: Component, instance: ReadInstance) => {
        if (derived.has(instance.typename)) fillFromTorch(object, instance.fields, filling);
        else nn.fill(object, instance);
      },
      write: (object) => {
        const instance = this.instanceOf(object) ?? nn.write(object);
        return instance && this.withKept(object, instance);
      },
    };
  }

  /** Forgets all objects. */
  release(): void {
    for (const { ref } of this.written.values()) this.interpreter.vm.unref(ref);
    for (const ref of this.read.values()) this.interpreter.vm.unref(ref);
    this.forms.release();
    this.written.clear();
    this.read.clear();
  }

  /** The value at `index`, for a file. */
  at(index: number): LuaValue {
    const { vm, objects } = this.interpreter;
    const { api, L } = vm;
    switch (api.lua_type(L, index)) {
      case NIL:
        return null;
      case BOOLEAN:
        return api.lua_toboolean(L, index) === 1;
      case NUMBER:
        return api.lua_tonumber(L, index);
      case STRING:
        return textOf(vm.bytes(index));
      case TABLE:
        return this.once(index, (at, known) => this.table(at, known));
      case FUNCTION:
        return this.once(index, (at, known) => this.function(at, known));
      default: {
        const object = objects.at(index);
        if (object) return object;
        throw new TypeError('expected a value that files can hold, got a coroutine or an object of another library');
      }
    }
  }

  /** Pushes a value of a file. */
  push(value: LuaValue | undefined): void {
    const { vm, values } = this.interpreter;
    const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
    if (!isObject) {
      values.push(value);
      return;
    }
    const known = this.read.get(value);
    if (known !== undefined) vm.pushRef(known);
    else if (Array.isArray(value))
      this.pushTable(
        value,
        value.map((each, i): [LuaValue, LuaValue] => [i + 1, each]),
      );
    else if (value instanceof Map) this.pushTable(value, value);
    else if (value instanceof TorchObject) this.pushInstance(value);
    else if (value instanceof LuaFunction) this.pushFunction(value);
    else {
      if (value instanceof Component) this.keepExtras(value);
      values.push(value);
    }
  }

  private once(index: number, make: (index: number, known: (object: object) => void) => object): object {
    const { vm } = this.interpreter;
    const { api, L } = vm;
    if (api.lua_checkstack(L, 8) === 0) throw new RangeError('stack overflow');
    const at = index < 0 ? api.lua_gettop(L) + index + 1 : index;
    const address = api.lua_topointer(L, at);
    const found = this.written.get(address);
    if (found) return found.object;
    return make(at, (object) => {
      api.lua_pushvalue(L, at);
      this.written.set(address, { object, ref: vm.ref() });
    });
  }

  private table(index: number, known: (object: object) => void): object {
    const fields: Table = new Map();
    const instance = this.instanceAt(index, fields);
    known(instance ?? fields);
    if (!instance?.write) this.entries(index, fields);
    return instance ?? fields;
  }

  /** The table at `index` as an instance with these fields, where it is one of a class. */
  private instanceAt(index: number, fields: Table): TorchObject | undefined {
    const { vm } = this.interpreter;
    const { api, L } = vm;
    if (api.lua_getmetatable(L, index) === 0) return undefined;
    vm.getField(-1, '__typename');
    vm.getField(-2, '__version');
    const typename = vm.text(-2);
    const version = Number(vm.text(-1) ?? 1);
    vm.pop(2);
    vm.pop(1);
    if (typename === undefined) return undefined;
    const address = api.lua_topointer(L, index);
    const write = this.forms.writer(typename, () => vm.pushRef((this.written.get(address) as { ref: number }).ref));
    return new TorchObject(typename, fields, version, write);
  }

  /** Adds what the table at `index` holds. */
  private entries(index: number, fields: Table): void {
    const { vm } = this.interpreter;
    const { api, L } = vm;
    api.lua_pushnil(L);
    while (api.lua_next(L, index) !== 0) {
      fields.set(this.at(-2), this.at(-1));
      vm.pop(1);
    }
  }

  private function(index: number, known: (object: object) => void): object {
    const { vm } = this.interpreter;
    const { api, L } = vm;
    vm.pushRef(this.helpers.dump);
    api.lua_pushvalue(L, index);
    vm.call(1, 2);
    const made = new LuaFunction(vm.bytes(-2));
    known(made);
    made.upvalues = this.at(-1);
    vm.pop(2);
    return made;
  }

  /** Of a class that a script wrote, or added methods to. */
  private instanceOf(object: object): TorchObject | undefined {
    if (!(object instanceof Component)) return undefined;
    const { typename } = object;
    const { values, derived, patches } = this.interpreter;
    const write = this.forms.writer(typename, () => values.push(object));
    if (write) return new TorchObject(typename, null, versionOf(object), write);
    if (derived.has(typename)) return new TorchObject(typename, torchTable(object));
    return patches.has(object) ? new TorchObject(typename, torchTable(object), versionOf(object)) : undefined;
  }

  /** The instance with the fields that only Lua can hold. */
  private withKept(object: object, instance: Instance): Instance {
    const { vm, kept } = this.interpreter;
    if (!(instance.fields instanceof Map) || !kept.push(object)) return instance;
    const own: Table = new Map();
    this.entries(vm.api.lua_gettop(vm.L), own);
    vm.pop(1);
    const buffers = ['output', 'gradInput', 'rOutput', 'rGradInput'];
    for (const [name, value] of own) if (!buffers.includes(name as string)) instance.fields.set(name, value);
    return instance;
  }

  private pushTable(object: object, entries: Iterable<[LuaValue, LuaValue]>): void {
    const { vm } = this.interpreter;
    const { api, L } = vm;
    if (api.lua_checkstack(L, 8) === 0) throw new RangeError('stack overflow');
    api.lua_createtable(L, 0, 0);
    this.fill(object, entries);
  }

  /** Fills the table at the top of the stack, which is the object from now on. */
  private fill(object: object, entries: Iterable<[LuaValue, LuaValue]>): void {
    const { vm } = this.interpreter;
    const { api, L } = vm;
    api.lua_pushvalue(L, -1);
    this.read.set(object, vm.ref());
    for (const [key, value] of entries) {
      this.push(key);
      this.push(value);
      api.lua_rawset(L, -3);
    }
  }

  /** Pushes an instance before its class reads it. */
  private pushBlank(typename: string, made: object): void {
    if (made instanceof Component) {
      this.interpreter.values.push(made);
      return;
    }
    const { vm } = this.interpreter;
    this.pushCreated(typename);
    vm.api.lua_pushvalue(vm.L, -1);
    this.read.set(made, vm.ref());
  }

  private pushCreated(typename: string): void {
    const { vm } = this.interpreter;
    vm.pushRef(this.helpers.create);
    vm.pushText(typename);
    vm.call(1, 1);
  }

  private pushInstance(object: TorchObject): void {
    this.pushCreated(object.typename);
    this.fill(object, object.fields instanceof Map ? object.fields : []);
  }

  private pushFunction(made: LuaFunction): void {
    const { vm } = this.interpreter;
    vm.pushRef(this.helpers.restore);
    vm.pushText(made.bytecode);
    vm.call(1, 2);
    // Upvalues may hold the function itself.
    vm.api.lua_insert(vm.L, -2);
    vm.api.lua_pushvalue(vm.L, -1);
    this.read.set(made, vm.ref());
    vm.api.lua_insert(vm.L, -2);
    this.push(made.upvalues);
    vm.call(1, 0);
  }

  /** Tables that a file had in fields which no class declares are Lua's. */
  private keepExtras(component: Component): void {
    const { vm, kept } = this.interpreter;
    const extras = component.extras ?? {};
    for (const [name, value] of Object.entries(extras)) {
      const isLua =
        Array.isArray(value) || value instanceof Map || value instanceof LuaFunction || value instanceof TorchObject;
      if (!isLua) continue;
      delete extras[name];
      kept.pushNew(component);
      this.push(value);
      vm.setField(-2, name);
      vm.pop(1);
    }
    const parts = Object.values(component).flatMap((part) => (Array.isArray(part) ? part : [part]));
    for (const part of parts) if (part instanceof Component) this.keepExtras(part);
  }
}

function versionOf(component: Component): number {
  return (component.constructor as ComponentClass).torchVersion;
}
