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
  reader: number;
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

  /** What writes an instance of the class whose metatable is at `index`; undefined where the class does not do that itself. */
  writer(index: number, pushSelf: () => void): Instance['write'] {
    this.interpreter.vm.getField(index, 'write');
    const method = this.method();
    return method === undefined ? undefined : (body) => this.call(method, pushSelf, new BodyFile(body, 'w'));
  }

  /** Reads an instance; false where its class does not do that itself. */
  read(typename: string, body: Body, pushSelf: () => void): boolean {
    const { vm } = this.interpreter;
    vm.pushRef(this.helpers.reader);
    vm.pushText(typename);
    vm.call(1, 1);
    const method = this.method();
    if (method === undefined) return false;
    this.call(method, pushSelf, new BodyFile(body, 'r'));
    return true;
  }

  release(): void {
    for (const ref of this.methods) this.interpreter.vm.unref(ref);
    this.methods.length = 0;
  }

  /** Takes the value at the top, and keeps it where it is a function. */
  private method(): number | undefined {
    const { vm } = this.interpreter;
    if (vm.api.lua_type(vm.L, -1) !== FUNCTION) {
      vm.pop(1);
      return undefined;
    }
    const ref = vm.ref();
    this.methods.push(ref);
    return ref;
  }

  private call(method: number, pushSelf: () => void, file: BodyFile): void {
    const { vm, values } = this.interpreter;
    this.helpers.met.set(file, this.objects);
    vm.pushRef(method);
    pushSelf();
    values.push(file);
    vm.call(2, 0);
  }
}
