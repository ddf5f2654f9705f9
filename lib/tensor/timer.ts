/** @file Timer: seconds that have passed, as torch.Timer tells them. */

/** Seconds: `real` of the clock, `user` and `sys` of the process's processors (0 where there is no process to ask). */
export interface Times {
  real: number;
  user: number;
  sys: number;
}

function now(): Times {
  const { process } = globalThis as { process?: { cpuUsage?: () => { user: number; system: number } } };
  const { user, system } = process?.cpuUsage?.() ?? { user: 0, system: 0 };
  return { real: performance.now() / 1e3, user: user / 1e6, sys: system / 1e6 };
}

function difference(a: Times, b: Times): Times {
  return { real: a.real - b.real, user: a.user - b.user, sys: a.sys - b.sys };
}

/** Runs from when it is made; stopped, it keeps its time until it is resumed. */
export class Timer {
  #start: Times = now();
  /** The time told, while it is stopped. */
  #kept: Times | undefined = undefined;

  /** Begins anew at 0; stopped, it stays so. */
  reset(): this {
    this.#start = now();
    if (this.#kept) this.#kept = { real: 0, user: 0, sys: 0 };
    return this;
  }

  stop(): this {
    this.#kept ??= this.time();
    return this;
  }

  resume(): this {
    if (this.#kept) this.#start = difference(now(), this.#kept);
    this.#kept = undefined;
    return this;
  }

  /** What has passed since it was made or reset, without the time it was stopped. */
  time(): Times {
    return this.#kept ? { ...this.#kept } : difference(now(), this.#start);
  }
}
