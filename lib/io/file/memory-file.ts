/** @file Torch's MemoryFile: a File in a CharStorage. */
import { Storage } from '../../tensor/index.js';
import { File } from './file.js';
import type { FileMode } from './file-state.js';
import { MemoryBytes } from './memory-bytes.js';

/** The bytes are those of the storage but for its last element, a zero. What is written grows it. */
export class MemoryFile extends File {
  declare protected readonly bytes: MemoryBytes;

  /** Over a storage of Chars that ends with 0, or over a new one. */
  constructor(first?: Storage | FileMode, second?: FileMode) {
    const [storage, mode = 'rw'] = first instanceof Storage ? [first, second] : [new Storage('Char', 1), first];
    if (!['r', 'w', 'rw'].includes(mode)) {
      throw new TypeError(`MemoryFile: expected the mode 'r', 'w' or 'rw', got '${mode}'`);
    }
    const { data, elementType } = storage;
    if (elementType.name !== 'Char')
      throw new TypeError(`MemoryFile: expected a CharStorage, got a ${elementType.name}Storage`);
    if (data.length === 0 || data[data.length - 1] !== 0) {
      throw new RangeError(`MemoryFile: expected a storage that ends with 0, got ${data.at(-1) ?? 'an empty one'}`);
    }
    super(new MemoryBytes('MemoryFile', storage, 1), mode);
  }

  /** The storage itself: all that the file holds, and a zero behind it. */
  storage(): Storage {
    this.check('storage');
    return this.bytes.storage.resize(this.bytes.size + 1);
  }

  /** `torch.MemoryFile [status: open -- mode: rw]` */
  override toString(): string {
    return `torch.MemoryFile ${this.status().replace('mode', 'mode:')}`;
  }

  protected override describe(): string {
    return 'MemoryFile';
  }
}
