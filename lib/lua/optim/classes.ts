/** @file optim.ConfusionMatrix and optim.Logger in Lua. */
import { ConfusionMatrix, Logger } from '../../optim/index.js';
import type { Interpreter } from '../interpreter.js';
import { pushPlainClass } from '../plain-class.js';
import { optimLua } from '../scripts/optim.js';

/** Fields that scripts read: those of Torch. */
const fields: ReadonlySet<string> = new Set([
  ...['mat', 'valids', 'unionvalids', 'nclasses', 'classes'],
  ...['totalValid', 'averageValid', 'averageUnionValid', 'name'],
]);

/** Adds the classes to the package, which is the global `optim`. */
export function openClasses(interpreter: Interpreter): void {
  const { vm, values, permissions } = interpreter;
  vm.loadOwn(optimLua, 'optim');
  values.push({
    ConfusionMatrix: (first: number | string[], classes?: unknown[]) => {
      const names = Array.isArray(first) ? first : (classes ?? []);
      return new ConfusionMatrix(Array.isArray(first) ? first.map(String) : first, names.map(String), 1);
    },
    Logger: (filename?: string, timestamp?: boolean) => {
      if (filename !== undefined) permissions.checkWrite('optim.Logger', filename);
      return new Logger(filename, timestamp, (line) => print(`${line}\n`));
    },
    get: (self: Record<string, unknown>, key: string) => (fields.has(key) ? self[key] : undefined),
    set: (self: Record<string, unknown>, key: string, value: unknown) => {
      if (!fields.has(key)) throw new TypeError(`${self.constructor.name}: expected one of its fields, got ${key}`);
      self[key] = value;
    },
  });
  pushPlainClass(interpreter, {
    typename: 'optim.ConfusionMatrix',
    kind: ConfusionMatrix,
    counts: { farFrr: '-> several' },
  });
  pushPlainClass(interpreter, { typename: 'optim.Logger', kind: Logger });
  vm.call(3, 0);

  /** Where Lua's own output goes, in order. */
  function print(text: string): void {
    vm.getGlobal('io');
    vm.getField(-1, 'write');
    vm.pushText(text);
    vm.call(1, 0);
    vm.pop(1);
  }
}
