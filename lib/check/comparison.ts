/** @file Comparison: keeps the worst of many compared elements and makes a verdict of it. */
import type { Verdict } from './report.js';
import { elementName, largest, type Result } from './section.js';

interface Worst {
  error: number;
  what: string;
  expected: number;
  got: number;
}

/**
 * Errors are relative to a scale that the caller gives. Elements that could not be judged (differences across a kink)
 * are counted: a verdict in which they are the majority fails, so that no check passes because everything was left
 * out.
 */
export class Comparison {
  private readonly who: string;
  private readonly property: string;
  private readonly bound: number;
  private worst: Worst = { error: 0, what: '', expected: 0, got: 0 };
  private compared: number = 0;
  private skipped: number = 0;
  private fault: string = '';

  /** `who` is the class and the method: `Linear(3 -> 4).backward`. */
  constructor(who: string, property: string, bound: number) {
    this.who = who;
    this.property = property;
    this.bound = bound;
  }

  get failed(): boolean {
    return !(this.worst.error <= this.bound) || this.fault !== '';
  }

  add(what: string, expected: number, got: number, scale: number): void {
    this.compared++;
    const gap = Object.is(expected, got) ? 0 : Math.abs(got - expected);
    const error = gap === 0 ? 0 : gap / scale;
    if (Number.isNaN(this.worst.error) || error <= this.worst.error) return;
    this.worst = { error, what, expected, got };
  }

  /** A figure that is its own error: an order that was missed, a count of allocations. */
  measure(what: string, error: number, expected: number, got: number): void {
    this.compared++;
    if (error > this.worst.error || this.worst.what === '') this.worst = { error, what, expected, got };
  }

  skip(): void {
    this.skipped++;
  }

  /** Something other than a number is wrong. */
  fail(message: string): void {
    if (this.fault === '') this.fault = message;
  }

  /**
   * All elements of two results, `got` naming them; the scale is the largest of the section on either side, or
   * `floor`. `where` says under which circumstances.
   */
  addResults(expected: Result, got: Result, floor: number, where: string = ''): void {
    if (expected.length !== got.length) {
      this.fail(`expected ${expected.length} tensors, got ${got.length}${where}`);
      return;
    }
    got.forEach(({ name, size, values }, k) => {
      const wanted = expected[k].values;
      if (values.length !== wanted.length) {
        this.fail(`${name}${where}: expected ${wanted.length} elements, got ${values.length}`);
        return;
      }
      const scale = Math.max(largest(wanted), largest(values), floor) || Number.MIN_VALUE;
      for (let i = 0; i < values.length; i++) {
        if (Object.is(wanted[i], values[i])) this.compared++;
        else this.add(`${elementName(name, size, i)}${where}`, wanted[i], values[i], scale);
      }
    });
  }

  verdict(): Verdict {
    const { error, what, expected, got } = this.worst;
    const tooFew = this.skipped > this.compared;
    const passed = !this.failed && !tooFew && this.compared > 0;
    let text = what === '' ? `${this.compared} compared, all equal` : `${what}: expected ${expected}, got ${got}`;
    if (this.fault !== '') text = this.fault;
    else if (tooFew || this.compared === 0) {
      const all = this.skipped + this.compared;
      text = `${this.skipped} of ${all} elements could not be judged: differences do not converge`;
    } else if (this.skipped > 0) text += ` (${this.skipped} of ${this.skipped + this.compared} skipped at kinks)`;
    return {
      property: this.property,
      passed,
      error: this.fault !== '' || (!passed && error <= this.bound) ? Infinity : error,
      bound: this.bound,
      message: `${this.who}: ${text}`,
    };
  }
}
