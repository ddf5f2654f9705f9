/** @file Torch's random number generator: MT19937 and the distributions drawn from it, one number at a time. */

import { checkState, type GeneratorState, WORDS } from './generator-state.js';
import { cos, exp, log, sin, tan } from './rounded-math.js';

const SHIFT = 397;

/**
 * One stream of random numbers, equal to Torch7's for the same seed (M. Matsumoto, T. Nishimura, "Mersenne Twister",
 * ACM TOMACS 8, 1998, with the seeding of 2002; the distributions as in torch7's TH library).
 *
 * With d the next 32-bit draw and u = d / 2³², in [0, 1):
 *
 *     random()       d                         uniform(a, b)         a + u (b − a)
 *     random(b)      d mod b + 1               exponential(λ)        −ln(1 − u) / λ
 *     random(a, b)   d mod (b − a + 1) + a     cauchy(m, σ)          m + σ tan(π (u − ½))
 *     bernoulli(p)   1 if u ≤ p, else 0        geometric(p)          ⌊ln(1 − u) / ln p⌋ + 1
 *     normal(μ, σ)   μ + σ ρ cos(2πu₁), the next time μ + σ ρ sin(2πu₁); ρ = √(−2 ln(1 − u₂)), u₁ drawn before u₂
 *     logNormal(μ, σ)  exp(normal(μ, σ))
 *
 * The formulas are evaluated in Torch's order. What is made of draws, +, −, ×, /, √ and comparisons has Torch's bits; so
 * has the rest wherever Torch's C library rounds log, sin, cos, tan, exp correctly. glibc did while Torch7 was written,
 * until 2018; since then it rounds about 1 result in 1000 the other way, and not the same ones on every processor.
 *
 * A new generator is seeded by `seed()`. Errors: RangeError where Torch checks, before anything is drawn. Integer
 * arguments are truncated towards zero as by Torch's conversion to a C long; RangeError if they are NaN or outside
 * [−2⁶³, 2⁶³), where C leaves it undefined.
 */
export class Generator {
  private readonly words: Uint32Array = new Uint32Array(WORDS);
  private next: number = WORDS;
  private firstSeed: number = 0;
  private kept: number = 0;
  private hasKept: boolean = false;

  constructor() {
    this.seed();
  }

  /**
   * Starts the stream of `seed` and drops a kept normal. MT19937 is seeded with the low 32 bits of the two's complement
   * of `seed`: −1 and 2³² − 1 start the same stream, so do 0 and 2³².
   */
  manualSeed(seed: number): void {
    this.firstSeed = toLong(seed, 'manualSeed', 'seed');
    const words = this.words;
    let word = this.firstSeed >>> 0;
    words[0] = word;
    for (let j = 1; j < WORDS; j++) {
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + j) >>> 0;
      words[j] = word;
    }
    this.next = WORDS;
    this.hasKept = false;
  }

  /**
   * Seeds from entropy and returns the seed. Torch reads 64 bits of /dev/urandom but only 32 of them reach MT19937;
   * here it is those 32, from the platform's crypto, or from the clock and Math.random where there is none. So
   * `manualSeed(initialSeed())` always repeats a stream, which in Torch fails when 64 bits do not fit a Lua number.
   */
  seed(): number {
    const seed = entropy();
    this.manualSeed(seed);
    return seed;
  }

  /** The seed of the last `manualSeed` or `seed`. */
  initialSeed(): number {
    return this.firstSeed;
  }

  /**
   * An integer: of 0 … 2³² − 1 without arguments, of 1 … a with one, of a … b (both inclusive) with two. Ranges longer
   * than 2³² are reached only in their first 2³² values. RangeError unless a > 0, b ≥ a respectively.
   */
  random(a?: number, b?: number): number {
    if (a === undefined) return this.draw();
    if (b === undefined) {
      const last = toLong(a, 'random', 'upper bound');
      if (!(last > 0)) throw new RangeError(`torch.random: expected upper bound > 0, got ${a}`);
      return (this.draw() % last) + 1;
    }
    const low = toLong(a, 'random', 'lower bound');
    const high = toLong(b, 'random', 'upper bound');
    if (!(high >= low)) throw new RangeError(`torch.random: expected upper bound >= lower bound ${a}, got ${b}`);
    return (this.draw() % (high - low + 1)) + low;
  }

  /** A real of [a, b) up to rounding, one of 2³². No checks: b < a gives (b, a]. */
  uniform(a: number = 0, b: number = 1): number {
    return this.unit() * (b - a) + a;
  }

  /** A real of the normal distribution. RangeError unless stdv > 0. */
  normal(mean: number = 0, stdv: number = 1): number {
    if (!(stdv > 0)) throw new RangeError(`torch.normal: expected stdv > 0, got ${stdv}`);
    if (this.hasKept) {
      this.hasKept = false;
      return this.kept * stdv + mean;
    }
    const angle = 2 * Math.PI * this.unit();
    const rho = Math.sqrt(-2 * log(1 - this.unit()));
    this.kept = rho * sin(angle);
    this.hasKept = true;
    return rho * cos(angle) * stdv + mean;
  }

  /** A real of density λ exp(−λx). λ has no default and no range check, as in Torch. */
  exponential(lambda: number): number {
    if (lambda === undefined) throw new TypeError('torch.exponential: expected lambda, got undefined');
    return (-1 / lambda) * log(1 - this.unit());
  }

  /** A real of density σ / (π (σ² + (x − median)²)). No checks, as in Torch. */
  cauchy(median: number = 0, sigma: number = 1): number {
    return median + sigma * tan(Math.PI * (this.unit() - 0.5));
  }

  /** exp of a normal with this mean and stdv; shares the kept value of `normal`. RangeError unless stdv > 0. */
  logNormal(mean: number = 1, stdv: number = 2): number {
    if (!(stdv > 0)) throw new RangeError(`torch.logNormal: expected stdv > 0, got ${stdv}`);
    return exp(this.normal(mean, stdv));
  }

  /**
   * An integer i ≥ 1 with probability (1 − p) pⁱ⁻¹. RangeError unless 0 < p < 1. Values of 2³¹ and more, which p within
   * about 1e-8 of 1 can give, are returned as they are; a C int cannot hold them.
   */
  geometric(p: number): number {
    if (!(p > 0 && p < 1)) throw new RangeError(`torch.geometric: expected 0 < p < 1, got ${p}`);
    return Math.trunc(log(1 - this.unit()) / log(p)) + 1;
  }

  /** 1 with probability p, else 0; p = 0 still gives 1 for the draw 0. RangeError unless 0 ≤ p ≤ 1. */
  bernoulli(p: number = 0.5): number {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`torch.bernoulli: expected 0 <= p <= 1, got ${p}`);
    return this.unit() <= p ? 1 : 0;
  }

  /**
   * `nSample` indices of 0 … n − 1, index i with probability pᵢ / Σp, one draw each: the first i whose cumulated sum
   * (p₀ + … + pᵢ) / Σp is not below u. Without replacement the mass of a drawn index is taken out of the cumulated sums
   * in place, and they are divided by what is left: rounding accumulates as in Torch. All sums are float64.
   *
   * As in Torch the weights' signs are not checked, and asking without replacement for more samples than there are
   * positive weights repeats indices or gives some of weight 0.
   *
   * RangeError unless nSample > 0, nSample ≤ n without replacement, and Σp > 0.
   */
  multinomial(probabilities: ArrayLike<number>, nSample: number, replacement: boolean = false): number[] {
    checkUsable(probabilities, nSample, replacement);
    const n = probabilities.length;
    const cumulated = new Float64Array(n);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += probabilities[i];
      cumulated[i] = sum;
    }
    for (let i = 0; i < n; i++) cumulated[i] /= sum;

    const samples: number[] = [];
    for (let s = 0; s < Math.trunc(nSample); s++) {
      const index = firstNotBelow(cumulated, this.unit());
      samples.push(index);
      if (!replacement) removeMass(cumulated, index);
    }
    return samples;
  }

  /** 0 … n − 1 in random order: each place i is exchanged with place i + d mod (n − i). RangeError unless n > 0. */
  permutation(n: number): number[] {
    const count = toLong(n, 'randperm', 'n');
    if (!(count > 0)) throw new RangeError(`torch.randperm: expected n > 0, got ${n}`);
    const order: number[] = [];
    for (let i = 0; i < count; i++) order.push(i);
    for (let i = 0; i < count - 1; i++) {
      const other = i + (this.draw() % (count - i));
      [order[i], order[other]] = [order[other], order[i]];
    }
    return order;
  }

  /** A copy of where the stream stands, a kept normal included. */
  getRNGState(): GeneratorState {
    const normal = this.hasKept ? this.kept : null;
    return { seed: this.firstSeed, words: Array.from(this.words), next: this.next, normal };
  }

  /** Continues from a copy of `state`. TypeError or RangeError, and no change, if it is not a generator's state. */
  setRNGState(state: GeneratorState): void {
    checkState(state);
    this.words.set(state.words);
    this.next = state.next;
    this.firstSeed = state.seed;
    this.hasKept = state.normal !== null;
    this.kept = state.normal ?? 0;
  }

  /** In [0, 1). */
  private unit(): number {
    return this.draw() / 4294967296;
  }

  private draw(): number {
    if (this.next === WORDS) {
      twist(this.words);
      this.next = 0;
    }
    let y = this.words[this.next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }
}

/** What `Generator.multinomial` refuses. */
export function checkUsable(probabilities: ArrayLike<number>, nSample: number, replacement: boolean = false): void {
  const n = probabilities.length;
  const count = toLong(nSample, 'multinomial', 'nSample');
  if (!(count > 0)) throw new RangeError(`torch.multinomial: expected nSample > 0, got ${nSample}`);
  if (!replacement && count > n) {
    throw new RangeError(`torch.multinomial: expected nSample <= ${n} without replacement, got ${nSample}`);
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += probabilities[i];
  if (!(sum > 0)) throw new RangeError(`torch.multinomial: expected sum of probabilities > 0, got ${sum}`);
}

/** Replaces all words by the next 624 of the recurrence. */
function twist(words: Uint32Array): void {
  let j = 0;
  for (; j < WORDS - SHIFT; j++) words[j] = words[j + SHIFT] ^ mixed(words[j], words[j + 1]);
  for (; j < WORDS - 1; j++) words[j] = words[j + SHIFT - WORDS] ^ mixed(words[j], words[j + 1]);
  words[j] = words[SHIFT - 1] ^ mixed(words[j], words[0]);
}

/** The top bit of u joined to the low bits of v, times the matrix of MT19937. */
function mixed(u: number, v: number): number {
  return (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (-(v & 1) & 0x9908b0df);
}

/** The first place whose value is not below u. The last never is: it is 1, or NaN after the last mass was taken. */
function firstNotBelow(cumulated: Float64Array, u: number): number {
  let left = 0;
  let right = cumulated.length;
  while (left < right) {
    const middle = left + ((right - left) >> 1);
    if (cumulated[middle] < u) left = middle + 1;
    else right = middle;
  }
  return left;
}

/** Takes the mass of `index` out of the cumulated sums and divides by the mass that is left. */
function removeMass(cumulated: Float64Array, index: number): void {
  const mass = cumulated[index] - (index === 0 ? 0 : cumulated[index - 1]);
  const rest = 1 - mass;
  for (let k = 0; k < index; k++) cumulated[k] /= rest;
  for (let k = index; k < cumulated.length; k++) cumulated[k] = (cumulated[k] - mass) / rest;
}

function toLong(x: number, method: string, name: string): number {
  const whole = Math.trunc(x);
  if (!(whole >= -(2 ** 63) && whole < 2 ** 63)) {
    throw new RangeError(`torch.${method}: expected ${name} to be an integer of [-2^63, 2^63), got ${x}`);
  }
  return whole;
}

function entropy(): number {
  if (typeof globalThis.crypto?.getRandomValues === 'function') {
    return globalThis.crypto.getRandomValues(new Uint32Array(1))[0];
  }
  return ((Math.random() * 4294967296) ^ Date.now()) >>> 0;
}
