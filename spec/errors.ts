/** @file What specs ask of errors: the whole message, and the class. */
import * as assert from 'uvu/assert';

/** The error that `work` throws; not throwing is one too. */
export function thrown(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error, got none');
}

/** `work` throws an error of exactly this class with exactly this message. */
export function fails(work: () => unknown, Kind: abstract new (...args: never[]) => Error, message: string): void {
  const error = thrown(work);
  assert.is(error.message, message);
  assert.is(error.constructor, Kind);
}
