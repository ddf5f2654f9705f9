/** @file Engines that lack a part of WebAssembly, for the time of a call. */

export type Missing = 'WebAssembly' | 'SIMD' | 'relaxed SIMD' | 'memory' | 'growth' | 'instances';

class NoMemory extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  }
}

class FixedMemory extends WebAssembly.Memory {
  override grow(): number {
    throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
  }
}

function NoInstance(): never {
  throw 'no instances today';
}

function without(missing: Missing, { validate, Module, Instance, Memory }: typeof WebAssembly): unknown {
  const whole = { validate, Module, Instance, Memory };
  switch (missing) {
    case 'WebAssembly':
      return undefined;
    case 'SIMD':
      return { ...whole, validate: () => false };
    case 'relaxed SIMD': {
      // Relaxed is asked for before plain: the first question is answered no.
      let asked = 0;
      return { ...whole, validate: (binary: BufferSource) => asked++ > 0 && validate(binary) };
    }
    case 'memory':
      return { ...whole, Memory: NoMemory };
    case 'growth':
      return { ...whole, Memory: FixedMemory };
    case 'instances':
      return { ...whole, Instance: NoInstance };
  }
}

/** Runs with globalThis.WebAssembly replaced, and puts it back. */
export function engineWithout<T>(missing: Missing, run: () => T): T {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly') as PropertyDescriptor;
  Object.defineProperty(globalThis, 'WebAssembly', { ...own, value: without(missing, WebAssembly) });
  try {
    return run();
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', own);
  }
}
