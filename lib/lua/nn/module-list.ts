/** @file `container.modules` in Lua: a list that is the container's own. Places count from 1. */
import type { Container } from '../../nn/container.js';
import { Module } from '../../nn/module.js';

export class ModuleList {
  private readonly container: Container;

  constructor(container: Container) {
    this.container = container;
  }

  size(): number {
    return this.container.size();
  }

  get(i: unknown): Module | undefined {
    return typeof i === 'number' && i >= 1 && i <= this.size() ? this.container.get(i - 1) : undefined;
  }

  /** Puts a module at a place, one place behind the last included; nothing takes the last away. */
  set(i: unknown, module: unknown): void {
    const n = this.size();
    const last = module === undefined ? n : n + 1;
    if (typeof i !== 'number' || !Number.isInteger(i) || i < 1 || i > last) {
      throw new RangeError(`${this.container.describe()}.modules: expected a place in 1..${last}, got ${i}`);
    }
    if (module === undefined) {
      if (i !== n)
        throw new RangeError(`${this.container.describe()}.modules: expected to clear the last place, got ${i}`);
      this.container.remove();
      return;
    }
    if (!(module instanceof Module)) throw new TypeError(`${this.container.describe()}.modules: expected a module`);
    const old = i <= n ? this.container.remove(i - 1) : undefined;
    try {
      this.container.insert(module, i - 1);
    } catch (error) {
      if (old) this.container.insert(old, i - 1);
      throw error;
    }
  }

  insert(...args: unknown[]): void {
    const [place, module] = args.length > 1 ? args : [this.size() + 1, args[0]];
    this.container.insert(module as Module, (place as number) - 1);
  }

  remove(i: unknown = this.size()): Module | undefined {
    return this.size() === 0 ? undefined : this.container.remove((i as number) - 1);
  }

  /** All modules of a list in place of those that are there. */
  assign(value: unknown): void {
    const modules = value instanceof ModuleList ? value.all() : value;
    if (!Array.isArray(modules) || !modules.every((module) => module instanceof Module)) {
      throw new TypeError(`${this.container.describe()}: expected field modules to be a table of modules`);
    }
    while (this.size() > 0) this.container.remove();
    for (const module of modules) this.container.add(module);
  }

  private all(): Module[] {
    return this.container.modules.slice();
  }
}
