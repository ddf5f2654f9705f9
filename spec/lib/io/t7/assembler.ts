/** @file .t7 files put together by hand, number by number. */

/** Bytes of one part of a file; text in its own bytes. */
type Part = Uint8Array | Part[];

function numbers(width: number, put: (view: DataView, at: number, value: number) => void) {
  return (...values: number[]): Uint8Array => {
    const bytes = new Uint8Array(values.length * width);
    const view = new DataView(bytes.buffer);
    for (const [i, value] of values.entries()) put(view, i * width, value);
    return bytes;
  };
}

export const int: (...values: number[]) => Uint8Array = numbers(4, (view, at, value) => view.setInt32(at, value, true));
export const double: (...values: number[]) => Uint8Array = numbers(8, (view, at, value) =>
  view.setFloat64(at, value, true),
);
export const long: (...values: number[]) => Uint8Array = numbers(8, (view, at, value) =>
  view.setBigInt64(at, BigInt(value), true),
);

function flat(part: Part): Uint8Array[] {
  return Array.isArray(part) ? part.flatMap(flat) : [part];
}

export function bytes(...parts: Part[]): Uint8Array {
  return new Uint8Array(Buffer.concat(flat(parts)));
}

/** A length and so many bytes; each character is one. */
export function chars(text: string): Uint8Array {
  return bytes(int(text.length), Buffer.from(text, 'latin1'));
}

export const nil: Uint8Array = int(0);
export const number = (value: number): Uint8Array => bytes(int(1), double(value));
export const string = (text: string): Uint8Array => bytes(int(2), chars(text));
export const table = (index: number, size: number, ...entries: Part[]): Uint8Array =>
  bytes(int(3, index, size), entries);
/** The head of an instance; its contents follow. */
export const instance = (index: number, typename: string, ...contents: Part[]): Uint8Array =>
  bytes(int(4, index), chars('V 1'), chars(typename), contents);
