/** @file Torch's files and saved objects in Lua: DiskFile, MemoryFile, torch.save and its like. */

import { replaceAtomically } from '../../io/atomic.js';
import { BodyFile } from '../../io/file/body-file.js';
import { DiskBytes } from '../../io/file/disk-bytes.js';
import { DiskFile, openBytes } from '../../io/file/disk-file.js';
import { File } from '../../io/file/file.js';
import type { FileMode } from '../../io/file/file-state.js';
import { MemoryBytes } from '../../io/file/memory-bytes.js';
import { MemoryFile } from '../../io/file/memory-file.js';
import { nodeModule } from '../../io/node.js';
import { encodingOf, type Mode, readObject, writeObject } from '../../io/t7/objects.js';
import { ReadReferences, WriteReferences } from '../../io/t7/references.js';
import { Storage } from '../../tensor/index.js';
import type { Interpreter } from '../interpreter.js';
import { pushPlainClass } from '../plain-class.js';
import { filesLua } from '../scripts/files.js';
import { SavedObjects } from './saved.js';

const counts = { seek: 'index', position: '-> index' };

/** Adds files to the package torch. */
export function openFiles(interpreter: Interpreter): void {
  const { vm, values, objects, permissions } = interpreter;
  /** What each open file has met. */
  const met = new WeakMap<File, SavedObjects>();
  const helpers = { dump: 0, restore: 0, create: 0, ownForm: 0, met };

  const savedOf = (file: File): SavedObjects => {
    let saved = met.get(file);
    if (!saved) {
      saved = new SavedObjects(interpreter, helpers);
      met.set(file, saved);
      file.door = saved.door;
    }
    return saved;
  };
  const fileAt = (method: string): File => {
    const file = objects.at(1);
    if (file instanceof File) return file;
    throw new TypeError(`bad argument #1 to '${method}' (torch.File expected)`);
  };
  const once = <R>(use: (saved: SavedObjects) => R): R => {
    const saved = new SavedObjects(interpreter, helpers);
    try {
      return use(saved);
    } finally {
      saved.release();
    }
  };

  const own = {
    readObject: () => {
      const file = fileAt('readObject');
      const saved = savedOf(file);
      saved.push(file.readObject());
      return 1;
    },
    writeObject: () => {
      const file = fileAt('writeObject');
      file.writeObject(savedOf(file).at(2));
      return 0;
    },
    close: () => {
      const file = fileAt('close');
      file.close();
      met.get(file)?.release();
      return 0;
    },
  };

  vm.loadOwn(filesLua, 'files');
  values.push({
    openDisk: (path: string, mode: FileMode = 'r', quiet = false) => {
      if (mode !== 'r') permissions.checkWrite('torch.DiskFile', path);
      try {
        return new DiskFile(path, mode);
      } catch (error) {
        if (quiet && !(error instanceof TypeError)) return undefined;
        throw error;
      }
    },
    checkExec: (what: string) => permissions.checkExec(what),
    openMemory: (...args: [FileMode?] | [Storage, FileMode?]) => Reflect.construct(MemoryFile, args),
  });
  for (const [name, f] of Object.entries({
    save: (): number => {
      const path = vm.text(1) as string;
      const mode = vm.text(2) as Mode;
      const referenced = values.at(3) === true;
      permissions.checkWrite('torch.save', path);
      once((saved) => {
        const object = saved.at(4);
        replaceAtomically(path, (file) => {
          const bytes = new DiskBytes(path, nodeModule('node:fs'), file);
          writeObject(bytes, encodingOf(bytes, mode), new WriteReferences(), referenced, object, saved.door);
          bytes.flush();
        });
      });
      return 0;
    },
    load: (): number => {
      const path = vm.text(1) as string;
      const bytes = openBytes(path, 'r');
      try {
        once((saved) => {
          const references = values.at(3) === true ? new ReadReferences() : undefined;
          saved.push(readObject(bytes, encodingOf(bytes, vm.text(2) as Mode), references, saved.door, true));
        });
      } finally {
        bytes.close();
      }
      return 1;
    },
    serialize: (): number => {
      once((saved) => {
        const bytes = new MemoryBytes('torch.serialize', new Storage('Char', 1), 1);
        writeObject(bytes, encodingOf(bytes, vm.text(1) as Mode), new WriteReferences(), true, saved.at(2), saved.door);
        vm.pushText(bytes.window.subarray(0, bytes.size));
      });
      return 1;
    },
    deserialize: (): number => {
      once((saved) => {
        const bytes = MemoryBytes.of('torch.deserialize', vm.bytes(2));
        saved.push(readObject(bytes, encodingOf(bytes, vm.text(1) as Mode), new ReadReferences(), saved.door, true));
      });
      return 1;
    },
  })) {
    vm.pushFunction(f);
    vm.setField(-2, name);
  }
  pushPlainClass(interpreter, { typename: 'torch.File', kind: File, counts, own });
  pushPlainClass(interpreter, { typename: 'torch.DiskFile', kind: DiskFile, counts, own });
  pushPlainClass(interpreter, { typename: 'torch.MemoryFile', kind: MemoryFile, counts, own });
  pushPlainClass(interpreter, { typename: 'torch.BodyFile', kind: BodyFile, counts, own });
  vm.call(5, 4);
  helpers.ownForm = vm.ref();
  helpers.create = vm.ref();
  helpers.restore = vm.ref();
  helpers.dump = vm.ref();
}
