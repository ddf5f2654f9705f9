/** @file Whether one vector still holds what another does, asked before every product. */
import { kernels } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';

/** What is used of Node's Buffer, which compares memory as fast as it can be read. */
interface NodeBuffer {
  from(memory: ArrayBufferLike, offset: number, length: number): Uint8Array;
  compare(a: Uint8Array, b: Uint8Array): number;
}

/**
 * A question that allocates nothing: do the contiguous x and y, of one type and size, hold the same bits? Where there is no Buffer, the
 * same numbers.
 */
export function sameBits(x: Tensor, y: Tensor): () => boolean {
  const n = x.nElement();
  const { Buffer } = globalThis as { Buffer?: NodeBuffer };
  if (!Buffer) return () => kernels.equal(n, vector(x), x._offset, vector(y), y._offset);
  const [a, b] = [x, y].map((t) => {
    const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = vector(t);
    return Buffer.from(buffer, byteOffset + t._offset * size, n * size);
  });
  return () => Buffer.compare(a, b) === 0;
}
