/** @file Grey pixels as a PNG in a data URI, in plain JavaScript: pictures are made in browsers too. */

const crcs: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function joined(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Four bytes, the highest first. */
function word(x: number): number[] {
  return [x >>> 24, (x >>> 16) & 255, (x >>> 8) & 255, x & 255];
}

/** Length, type, data, CRC-32 of type and data (PNG, section 5.3). */
function chunk(type: string, data: ArrayLike<number>): Uint8Array {
  const body = joined(
    Array.from(type, (c) => c.charCodeAt(0)),
    data,
  );
  const crc = body.reduce((c, byte) => crcs[(c ^ byte) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff;
  return joined(word(data.length), body, word(crc));
}

/** zlib's format with blocks that are stored as they are (RFC 1950, RFC 1951 section 3.2.4). */
function stored(bytes: Uint8Array): Uint8Array {
  const most = 65535;
  const blocks = Array.from({ length: Math.ceil(bytes.length / most) }, (_, i) => {
    const block = bytes.subarray(i * most, (i + 1) * most);
    const n = block.length;
    const isLast = (i + 1) * most >= bytes.length ? 1 : 0;
    return joined([isLast, n & 255, n >>> 8, ~n & 255, (~n >>> 8) & 255], block);
  });
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return joined([0x78, 0x01], ...blocks, word(((b << 16) | a) >>> 0));
}

/** An image of 8-bit grey pixels, row by row. */
export function greyImage(width: number, height: number, pixels: readonly number[]): string {
  // Each line begins with its filter: none.
  const lines = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) lines.set(pixels.slice(y * width, (y + 1) * width), y * (width + 1) + 1);
  const bytes = joined(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', [...word(width), ...word(height), 8, 0, 0, 0, 0]),
    chunk('IDAT', stored(lines)),
    chunk('IEND', []),
  );
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}
