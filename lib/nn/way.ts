/** @file The way to a part of a module or criterion, in the errors of that part. */

/** The error of a part with the way to it, `module 2 of Sequential`, in front; of the same kind, and the part's own is its `cause`. */
export function errorInside(place: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const Kind = error instanceof RangeError ? RangeError : error instanceof TypeError ? TypeError : Error;
  return new Kind(`in ${place}: ${message}`, { cause: error });
}
