/** @file Classes of scripts that read and write their instances themselves: `object:write(file)`, `object:read(file)`. */
import { BodyFile } from '../../io/file/body-file.js';
import type { File } from '../../io/file/file.js';
import type { Body, Instance } from '../../io/t7/values.js';
import { FUNCTION } from '../api.js';
import type { Interpreter } from '../interpreter.js';
import type { SavedObjects } from './saved.js';

/** References to the functions of `scripts/files.ts` that know classes and upvalues, and what each open file has met. */
export interface SavedHelpers {
  dump: number;
  restore: number;
  create: number;
  ownForm: number;
  readonly met: WeakMap<File, SavedObjects>;
}

export class OwnForms {
  private readonly interpreter: Interpreter;
  private readonly helpers: SavedHelpers;
  /** The objects of the file, of which what is written inside is one. */
  private readonly objects: SavedObjects;
  /** References to the methods. */
  private readonly methods: number[] = [];

  constructor(interpreter: Interpreter, helpers: SavedHelpers, objects: SavedObjects) {
    this.interpreter = interpreter;
    this.helpers = helpers;
    this.objects = objects;
  }

  /** What writes an instance of a class; undefined where the class does not do that itself. */
  writer(typename: string, pushSelf: () => void): Instance['write'] {
    const method = this.method(typename, 'write');
    return method === undefined ? undefined : (body) => this.call(method, pushSelf, new BodyFile(body, 'w'));
  }

  /** Reads an instance; false where its class does not do that itself. */
  read(typename: string, version: number, body: Body, pushSelf: () => void): boolean {
    const method = this.method(typename, 'read');
    if (method === undefined) return false;
    this.call(method, pushSelf, new BodyFile(body, 'r'), version);
    return true;
  }

  release(): void {
    for (const ref of this.methods) this.interpreter.vm.unref(ref);
    this.methods.length = 0;
  }

  /** A reference to the method of a class. */
  private method(typename: string, name: 'read' | 'write'): number | undefined {
    const { vm } = this.interpreter;
    vm.pushRef(this.helpers.ownForm);
    vm.pushText(typename);
    vm.pushText(name);
    vm.call(2, 1);
    if (vm.api.lua_type(vm.L, -1) !== FUNCTION) {
      vm.pop(1);
      return undefined;
    }
    const ref = vm.ref();
    this.methods.push(ref);
    return ref;
  }

  private call(method: number, pushSelf: () => void, file: BodyFile, ...more: unknown[]): void {
    const { vm, values } = this.interpreter;
    this.helpers.met.set(file, this.objects);
    vm.pushRef(method);
    pushSelf();
    for (const value of [file, ...more]) values.push(value);
    vm.call(2 + more.length, 0);
  }
}
