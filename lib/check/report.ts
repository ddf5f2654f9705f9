/** @file Report: what a check found, one verdict a property. */

/** One property of a module, criterion or network, checked. */
export interface Verdict {
  property: string;
  passed: boolean;
  /** The figure that was measured, and what it may be at most. */
  error: number;
  bound: number;
  /** Class, method, worst element, expected and got. */
  message: string;
}

/** All verdicts on one subject; `toString` is a short aligned table. */
export class Report {
  readonly subject: string;
  readonly verdicts: readonly Verdict[];

  constructor(subject: string, verdicts: readonly Verdict[]) {
    if (verdicts.length === 0) throw new RangeError(`Report(${subject}): expected at least one verdict, got none`);
    this.subject = subject;
    this.verdicts = verdicts;
  }

  get passed(): boolean {
    return this.verdicts.every((verdict) => verdict.passed);
  }

  /** The verdict farthest beyond its bound, or nearest to it when all passed. */
  get worst(): Verdict {
    return this.verdicts.reduce((worst, verdict) => (severity(verdict) > severity(worst) ? verdict : worst));
  }

  toString(): string {
    const failed = this.verdicts.filter((verdict) => !verdict.passed).length;
    const width = Math.max(...this.verdicts.map(({ property }) => property.length));
    const lines = this.verdicts.map((verdict) => {
      const { property, passed, error, bound, message } = verdict;
      const figures = `${error.toExponential(1).padStart(8)} <= ${bound.toExponential(0)}`;
      return `  ${passed ? 'ok  ' : 'FAIL'} ${property.padEnd(width)}  ${figures}  ${passed ? '' : message}`.trimEnd();
    });
    const count = this.verdicts.length;
    const head = failed === 0 ? `${count} properties hold` : `${failed} of ${count} properties FAIL`;
    return [`${this.subject}: ${head}`, ...lines].join('\n');
  }
}

/** Above 1 for what failed, however its bound is. */
function severity({ passed, error, bound }: Verdict): number {
  if (!passed) return Number.isNaN(error) || bound === 0 ? Infinity : Math.max(2, error / bound);
  return error === 0 ? 0 : error / bound;
}
