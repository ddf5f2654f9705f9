/** @file Where modules print that have something to tell. */

let write: (text: string) => void = (text) => console.log(text);

export function print(text: string): void {
  write(text);
}

/** Gives what modules print to `next`, from now on; returns what had it before. */
export function printTo(next: (text: string) => void): (text: string) => void {
  const before = write;
  write = next;
  return before;
}
