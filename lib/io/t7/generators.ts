/** @file Random number generators in .t7 files: the bytes of Torch's own record. */
import { Generator, type Tensor, torch } from '../../tensor/index.js';
import type { Bytes } from '../file/bytes.js';
import type { Encoding } from '../file/encoding.js';
import { FileFormatError } from './format-error.js';

export const generatorClass = 'torch.Generator';

export function writeGenerator(encoding: Encoding, generator: Generator): void {
  encoding.write('Byte', torch.getRNGState(generator)._storage.data);
}

/** @throws FileFormatError for what is no state of a generator */
export function readGenerator(bytes: Bytes, encoding: Encoding): Generator {
  const { position } = bytes;
  const generator = new Generator();
  const state: Tensor = torch.getRNGState(generator);
  const n = state.nElement();
  const got = encoding.read('Byte', state._storage.data, n);
  if (got < n) throw new FileFormatError(bytes.name, bytes.position, `${n} bytes of a generator`, `${got} of them`);
  try {
    torch.setRNGState(generator, state);
  } catch (cause) {
    throw new FileFormatError(bytes.name, position, 'the state of a seeded generator', 'other bytes', { cause });
  }
  return generator;
}
