/** @file Strings of Lua, which are bytes, and text. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Text where the bytes are UTF-8 and no longer than a string can be, otherwise the bytes. */
export function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return decoder.decode(bytes);
  } catch {
    return bytes;
  }
}

/** The text in UTF-8; undefined for text that UTF-8 cannot hold, with half of a surrogate pair. */
export function bytesOf(text: string): Uint8Array | undefined {
  return /[\ud800-\udfff]/u.test(text) ? undefined : encoder.encode(text);
}
