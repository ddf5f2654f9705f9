/** @file Classes that work with and without `new`, as in Torch. */

type Class = abstract new (...args: never[]) => object;

/** A class that may be called: `Linear(3, 4)` is `new Linear(3, 4)`. */
export type Callable<C extends Class> = C & ((...args: ConstructorParameters<C>) => InstanceType<C>);
export type CallableClasses<N extends Record<string, Class>> = { readonly [K in keyof N]: Callable<N[K]> };

/**
 * Every class of a namespace made callable. `x.constructor`, `instanceof` and `class … extends nn.Linear` see one and the same class, and
 * its name is the key, whatever a bundler made of it.
 */
export function callable<N extends Record<string, Class>>(classes: N): CallableClasses<N> {
  const wrapped = Object.entries(classes).map(([name, plain]) => {
    Object.defineProperty(plain, 'name', { value: name });
    const both = new Proxy(plain, { apply: (target, _this, args) => Reflect.construct(target, args) });
    Object.defineProperty(plain.prototype, 'constructor', { value: both, writable: true, configurable: true });
    return [name, both];
  });
  return Object.fromEntries(wrapped) as CallableClasses<N>;
}
