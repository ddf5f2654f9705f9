/** @file The numbers that constructors are told: what is said of one that is none, or not of the kind that is asked for. */

/** A kind of number: what an error says behind the name of one, and whether x is of the kind. */
export interface NumberRule {
  readonly words: string;
  readonly holds: (x: number) => boolean;
  /** Whether it may be left out. */
  readonly optional?: true;
}

/** Infinite ones, too. */
export const anyNumber: NumberRule = { words: 'to be a number', holds: (x) => !Number.isNaN(x) };

export const wholeNumber: NumberRule = { words: 'to be a whole number', holds: Number.isInteger };

/** Whole numbers from `least` up. */
export function from(least: number): NumberRule {
  return { words: `from ${least} up`, holds: (x) => Number.isInteger(x) && x >= least };
}

/** Of which there is one at least. */
export const count: NumberRule = from(1);

export const positive: NumberRule = { words: '> 0', holds: (x) => x > 0 };

/** One of the kind, or undefined. */
export function orNone(rule: NumberRule): NumberRule {
  return { ...rule, optional: true };
}

/** @throws TypeError unless the value is a number. */
export function checkIsNumber(who: string, what: string, value: unknown): asserts value is number {
  if (typeof value === 'number') return;
  throw new TypeError(`${who}: expected ${what} to be a number, got ${value === null ? 'null' : typeof value}`);
}

/** @throws TypeError unless the value is a number; RangeError unless it is one of the kind, as NaN never is. */
export function checkNumber(who: string, what: string, value: unknown, rule: NumberRule = anyNumber): void {
  if (value === undefined && rule.optional) return;
  checkIsNumber(who, what, value);
  if (!rule.holds(value)) throw new RangeError(`${who}: expected ${what} ${rule.words}, got ${value}`);
}

/** Checks each of several numbers of a kind, by their names. */
export function checkNumbers(who: string, values: Readonly<Record<string, unknown>>, rule?: NumberRule): void {
  for (const [what, value] of Object.entries(values)) checkNumber(who, what, value, rule);
}
