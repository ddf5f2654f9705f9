/** @file Methods that a script assigns to classes of this library: JavaScript calls them, too, on the objects that this script made. */
import { Component } from '../../nn/component.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import { hasMethod, lineOf, nameOf, registry } from './registered.js';
import { type CallLua, ownName, ScriptedClass } from './scripted-class.js';

/** A component and all that are parts of it. */
function* partsOf(component: Component, seen: Set<unknown>): Generator<Component> {
  if (seen.has(component)) return;
  seen.add(component);
  yield component;
  for (const part of Object.values(component).flat()) if (part instanceof Component) yield* partsOf(part, seen);
}

/**
 * Classes are shared with other interpreters and with TypeScript: they stay as they are. An object of a class with such methods gets a
 * prototype between it and its class. Without such methods nothing differs.
 */
export class Patches {
  private readonly call: (typename: string) => CallLua;
  /** Names of methods, by the class that they were assigned to. */
  private readonly assigned: Map<string, Set<string>> = new Map();
  /** By the name of the class that is between it and its objects. */
  private readonly between: Map<string, ScriptedClass> = new Map();
  /** What was made for the script: others' objects are left alone. */
  private readonly own: WeakSet<Component> = new WeakSet();
  /** Prototypes between an object and its class, for methods that the script gave to the object alone. */
  private readonly ofOne: WeakMap<object, ScriptedClass> = new WeakMap();
  private readonly callField: CallLua;

  constructor(call: (typename: string) => CallLua, callField: CallLua) {
    this.call = call;
    this.callField = callField;
  }

  /** A function was assigned to a field of an object, of which its class has a method. */
  override(object: Component, method: string): void {
    if (!this.own.has(object) || !(ownName(method) in object)) return;
    const prototype = Object.getPrototypeOf(object);
    const known = this.ofOne.get(prototype);
    const kind = known ?? new ScriptedClass(prototype.constructor, object.typename, this.callField);
    kind.define(method);
    if (known) return;
    this.ofOne.set(kind.kind.prototype, kind);
    Object.setPrototypeOf(object, kind.kind.prototype);
  }

  /** An object was made for the script, with all that is in it but for what it was made of. */
  claim(component: Component, operands: readonly unknown[] = []): void {
    for (const part of partsOf(component, new Set(operands))) {
      this.own.add(part);
      if (this.assigned.size > 0) this.place(part);
    }
  }

  /** The class that objects of a registered class have now. */
  kindOf(name: string): ComponentClass {
    return this.between.get(name)?.kind ?? registry[name];
  }

  /** Whether an object's class is one of this library, with methods of the script's. */
  has(component: Component): boolean {
    const prototype = Object.getPrototypeOf(component);
    return this.ofOne.has(prototype) || this.isBetween(prototype);
  }

  private isBetween(prototype: object): boolean {
    return this.between.get(prototype.constructor.name)?.kind.prototype === prototype;
  }

  /** A method was assigned to a class; `objects` are all that Lua holds, `derived` the script's own classes. */
  assign(name: string, method: string, objects: Iterable<object>, derived: Iterable<ScriptedClass>): void {
    const names = this.assigned.get(name) ?? new Set();
    this.assigned.set(name, names.add(method));
    for (const { kind } of derived) this.put(kind.prototype);
    for (const object of objects) {
      if (!(object instanceof Component)) continue;
      for (const part of partsOf(object, new Set())) if (this.own.has(part)) this.place(part);
    }
  }

  private place(component: Component): void {
    const prototype = Object.getPrototypeOf(component) as Component;
    if (this.ofOne.has(prototype)) this.put(prototype);
    else if (nameOf(prototype) !== undefined || this.isBetween(prototype)) this.put(component);
  }

  /** Puts the class of the script's methods under `object`, a component or the prototype of a class that a script wrote. */
  private put(object: Component): void {
    const above = Object.getPrototypeOf(object) as Component;
    const name = nameOf(above) ?? (this.isBetween(above) ? above.constructor.name : undefined);
    if (name === undefined) return;
    const methods = this.methodsFor(name);
    if (methods.length === 0) return;
    const typename = `nn.${name}`;
    const between = this.between.get(name) ?? new ScriptedClass(registry[name], typename, this.call(typename));
    this.between.set(name, between);
    const { prototype } = between.kind;
    for (const method of methods) between.define(method);
    if (above !== prototype) Object.setPrototypeOf(object, prototype);
  }

  /** The methods that objects of a class take from the script: assigned to it, or to a class above and not written anew below that. */
  private methodsFor(name: string): string[] {
    const found: string[] = [];
    const line = lineOf(name);
    for (const [depth, at] of line.entries()) {
      for (const method of this.assigned.get(at) ?? []) {
        const isHidden = line.slice(0, depth).some((below) => hasMethod(below, ownName(method)));
        if (!isHidden && !found.includes(method)) found.push(method);
      }
    }
    return found.filter((method) => ownName(method) in registry[name].prototype);
  }
}
