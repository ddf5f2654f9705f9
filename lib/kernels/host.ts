/** @file The process that the kernels run in: Node's, whose own modules are asked for when they are needed and never imported. */

/** What is used of Node's own modules. */
interface Builtin {
  createRequire(from: string): (name: string) => unknown;
  Worker: new (source: string, options: object) => NodeWorker;
}

export interface NodeWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  unref(): void;
  terminate(): unknown;
}

/** What is used of Node's process. */
export interface Host {
  platform: string;
  env?: Record<string, string | undefined>;
  /** Undefined before Node 20.16. */
  getBuiltinModule?(name: string): Partial<Builtin> | undefined;
}

/** Undefined in a browser. */
export const host: Host | undefined = (globalThis as { process?: Host }).process;
