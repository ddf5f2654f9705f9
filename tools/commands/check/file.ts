/** @file Modules in a user's file, and inputs that they take. */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Criterion } from '../../../lib/nn/criterion.js';
import { Module } from '../../../lib/nn/module.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { CommandError, UsageError } from '../../io.js';
import type { Example, ExampleMaker } from './examples/index.js';

type Exports = Record<string, unknown>;

const extension = /\.[cm]?[jt]s$/;

/** Whether an argument is a file and not a class. */
export function isFile(argument: string): boolean {
  return extension.test(argument) || argument.includes('/');
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** The ES module of tsx that registers it, in the copy that the file at `path` would import. */
function tsxBeside(path: string): string {
  // `require` cannot be asked for what `import` would get, so the way goes over the package's own description.
  const description = createRequire(path).resolve('tsx/package.json');
  const { exports } = JSON.parse(readFileSync(description, 'utf8')) as {
    exports: { './esm/api': { import: { default: string } } };
  };
  return join(dirname(description), exports['./esm/api'].import.default);
}

/** Imports TypeScript where Node itself does not, with the tsx that is installed beside the file. */
async function importWithTsx(path: string): Promise<Exports> {
  let entry: string;
  try {
    entry = tsxBeside(path);
  } catch (error) {
    const ways = 'run npm install --save-dev tsx there, use Node 22.18 or newer, or compile it to JavaScript';
    throw new CommandError(
      `${path}: this Node reads no TypeScript, and tsx is not installed beside the file; ${ways}`,
      { cause: error },
    );
  }
  const { register } = (await import(pathToFileURL(entry).href)) as { register: () => () => Promise<void> };
  const unregister = register();
  try {
    // Node remembers that it failed on the bare address.
    return (await import(`${pathToFileURL(path).href}?typescript`)) as Exports;
  } finally {
    await unregister();
  }
}

async function importFile(given: string): Promise<Exports> {
  const path = resolve(given);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`cannot read ${given}: no such file`);
  try {
    try {
      return (await import(pathToFileURL(path).href)) as Exports;
    } catch (error) {
      if (codeOf(error) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
      return await importWithTsx(path);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${given}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const shapes: readonly number[][] = [
  ...[5, 4, 3, 2, 6, 8, 10, 1, 7, 9, 16, 64].flatMap((n) => [[3, n], [n]]),
  [2, 3, 6, 6],
  [3, 6, 6],
  [2, 1, 8, 8],
  [2, 4, 5],
  [2, 2, 4, 4, 4],
];

/** Random numbers in the first shape that the module takes; the width of its first weight is tried before others. */
function inputFor(module: Module, name: string): Tensor {
  const [weight] = module.parameters()[0];
  const width = weight?.dim() > 1 ? [[3, weight.size(1)]] : [];
  for (const shape of [...width, ...shapes]) {
    const input = torch.randn(...shape);
    try {
      module.forward(input);
      return input;
    } catch (error) {
      // Another shape may do: only what is said about shapes and kinds is passed over.
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    }
  }
  throw new CommandError(`${name}: found no input that it takes; export { module, input }`);
}

/** Whether it looks like a module without being one of this library. */
function isForeign(value: unknown): boolean {
  return typeof (value as Partial<Module> | null)?.updateOutput === 'function' && !(value instanceof Module);
}

function isClass(value: unknown): value is new () => object {
  return typeof value === 'function' && (value.prototype instanceof Module || value.prototype instanceof Criterion);
}

/** An export as an example, or undefined where it has nothing to check. */
function exampleMaker(name: string, value: unknown): ExampleMaker | undefined {
  const { module, criterion, input, target } = (typeof value === 'object' && value !== null ? value : {}) as Exports;
  if ([value, module].some(isForeign)) {
    throw new CommandError(
      `${name}: expected a module of this torch-rop, got one of another copy; install one copy only`,
    );
  }
  if (module instanceof Module) {
    return () => [{ module, input: input === undefined ? inputFor(module, name) : input } as Example];
  }
  if (criterion instanceof Criterion && input !== undefined && target !== undefined) {
    return () => [{ criterion, input, target } as Example];
  }
  if (value instanceof Module) return () => [{ module: value, input: inputFor(value, name) }];
  if (isClass(value)) {
    return () => {
      const made = new value();
      if (made instanceof Module) return [{ module: made, input: inputFor(made, name) }];
      throw new CommandError(`${name}: expected { criterion, input, target } of a criterion, got its class`);
    };
  }
  return undefined;
}

/**
 * What a file exports, by name: `file.ts` for the default export, `file.ts:Name` for the others.
 *
 * @throws UsageError when there is no such file; CommandError when it cannot be loaded, or exports nothing to check.
 */
export async function readSubjects(path: string): Promise<Map<string, ExampleMaker>> {
  const subjects = new Map<string, ExampleMaker>();
  for (const [key, value] of Object.entries(await importFile(path))) {
    const name = key === 'default' ? path : `${path}:${key}`;
    for (const [i, entry] of (Array.isArray(value) ? value : [value]).entries()) {
      const label = Array.isArray(value) ? `${name}[${i}]` : name;
      const maker = exampleMaker(label, entry);
      if (maker) subjects.set(label, maker);
    }
  }
  if (subjects.size === 0) {
    throw new CommandError(
      `${path}: expected exports that are modules, classes of modules, or { module, input }, got none`,
    );
  }
  return subjects;
}
