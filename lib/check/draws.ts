/** @file Draws: where the default generator stood, so that a stochastic module draws the same mask at every forward. */
import { type GeneratorState, generator } from '../tensor/index.js';

export class Draws {
  private readonly start: GeneratorState = generator.getRNGState();
  private stochastic: boolean = true;

  /** Puts the default generator where it stood. */
  rewind(): void {
    if (this.stochastic) generator.setRNGState(this.start);
  }

  /** Notes whether anything was drawn since: rewinding costs time where nothing is. */
  notice(): void {
    this.stochastic = !this.untouched();
  }

  untouched(): boolean {
    return sameState(this.start, generator.getRNGState());
  }
}

export function sameState(a: GeneratorState, b: GeneratorState): boolean {
  return (
    a.next === b.next && a.normal === b.normal && a.seed === b.seed && a.words.every((word, i) => word === b.words[i])
  );
}

/** Runs f and puts the default generator back. */
export function keepingGenerator<T>(f: () => T): T {
  const state = generator.getRNGState();
  try {
    return f();
  } finally {
    generator.setRNGState(state);
  }
}
