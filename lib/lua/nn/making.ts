/** @file Components that scripts make: of this library's classes, and of those that a script writes, whose base is made at the end. */
import { Component } from '../../nn/component.js';
import type { ComponentClass } from '../../nn/torch-table.js';
import type { Interpreter } from '../interpreter.js';
import { operands } from '../torch/calls.js';
import { constructorBase, torchsArguments } from './index-base.js';
import type { KeptTables } from './kept-tables.js';
import type { Patches } from './patches.js';

/** What comes through Lua has labels that count from 1. */
function countLabelsFromOne(component: Component): void {
  const own = component as unknown as Record<string, unknown>;
  if ('indexBase' in own) own.indexBase = 1;
  for (const part of Object.values(own)) if (part instanceof Component) countLabelsFromOne(part);
}

export class Making {
  private readonly interpreter: Interpreter;
  private readonly kept: KeptTables;
  private readonly patches: Patches;
  /** Objects of classes written in Lua whose base's constructor has not run. */
  private readonly unfinished: WeakSet<object> = new WeakSet();

  constructor(interpreter: Interpreter, kept: KeptTables, patches: Patches) {
    this.interpreter = interpreter;
    this.kept = kept;
    this.patches = patches;
  }

  construct(kind: ComponentClass, args: readonly unknown[], as: ComponentClass = kind): Component {
    const given = operands(torchsArguments(kind.name, args), constructorBase(kind.name));
    const made = Reflect.construct(kind, given, as) as Component;
    countLabelsFromOne(made);
    this.patches.claim(made, given);
    return made;
  }

  /** An object of a class written in Lua, before anything has run. */
  blank(kind: ComponentClass): Component {
    const blank = Object.create(kind.prototype) as Component;
    this.unfinished.add(blank);
    return blank;
  }

  /** Finishes a blank object by the constructor of its base; others stay what they are. */
  finish(self: Component, base: ComponentClass, args: readonly unknown[]): Component {
    if (!this.unfinished.has(self)) return self;
    const made = this.construct(base, args, self.constructor as ComponentClass);
    Object.assign(made, Object.fromEntries(Object.entries(self).filter(([, value]) => value !== undefined)));
    this.kept.move(self, made);
    this.interpreter.objects.replace(self, made);
    return made;
  }
}
