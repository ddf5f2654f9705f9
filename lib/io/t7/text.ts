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

/** Whether UTF-8 can hold the text: half of a surrogate pair would be lost. */
export function isUnicode(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}
