/** @file Errors on their way out of Lua. */

/** A Lua error that nothing caught: the message, which says file and line, and where it came from. */
export class LuaError extends Error {
  override readonly name: string = 'LuaError';
  /** Lua's `debug.traceback`. */
  readonly traceback: string;
  /** A registry reference to the value, where it is no text. */
  readonly value: number | undefined;

  constructor(message: string, traceback: string, value?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.traceback = traceback;
    this.value = value;
  }
}
