/** @file A count of typed arrays, for what has to make none. */
import { type Precision, precisions } from './arrays.js';

/** How many arrays of floating-point numbers `run` makes, by constructors or by methods. */
export function arraysMade(run: () => void): number {
  let made = 0;
  const restore: (() => void)[] = [];
  const replace = (owner: object, name: string, make: (own: never) => unknown): void => {
    const own = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
    Object.defineProperty(owner, name, { ...own, value: make(own.value as never) });
    restore.push(() => Object.defineProperty(owner, name, own));
  };
  for (const { name } of precisions) {
    replace(
      globalThis,
      name,
      (own: Precision) =>
        new Proxy(own, {
          construct(target, args, newTarget) {
            made++;
            return Reflect.construct(target, args, newTarget);
          },
        }),
    );
  }
  for (const name of ['subarray', 'slice', 'map', 'filter']) {
    replace(
      Object.getPrototypeOf(Float64Array.prototype),
      name,
      (own: (...args: unknown[]) => unknown) =>
        function (this: unknown, ...args: unknown[]) {
          made++;
          return own.apply(this, args);
        },
    );
  }
  try {
    run();
  } finally {
    for (const undo of restore) undo();
  }
  return made;
}
