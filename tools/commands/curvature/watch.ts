/** @file What long work tells of itself, and hears of those who want it to end. */
import type { Stage } from '../../progress-line.js';

class Stopped extends Error {
  override readonly name: string = 'Stopped';
}

/** Told at every unit of work: a product, a point. */
export class Watch {
  /** The stages that were ended before their time, or never begun. */
  readonly leftOut: string[] = [];
  private readonly tell: (stage: Stage) => void;
  private readonly isStopped: () => boolean;
  private present: Stage = { name: '', done: 0, total: 0 };

  constructor(tell: (stage: Stage) => void, isStopped: () => boolean) {
    this.tell = tell;
    this.isStopped = isStopped;
  }

  /**
   * What `work` gives; undefined, and noted, where it was ended. `hasPart` says whether it left something that is of use
   * nevertheless.
   */
  stage<T>(name: string, total: number, work: () => T, hasPart: () => boolean = () => false): T | undefined {
    this.present = { name, done: 0, total };
    try {
      this.advance(0);
      return work();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      this.leftOut.push(hasPart() ? `a part of ${name}` : name);
      return undefined;
    }
  }

  /** Before some more of the present stage: throws what `stage` catches, where it has to end. */
  readonly advance = (units: number): void => {
    if (this.isStopped()) throw new Stopped();
    this.present.done += units;
    this.tell(this.present);
  };

  /** After a unit of work that gives what it has when it is ended: whether there may be another. */
  readonly goesOn = (): boolean => {
    this.present.done++;
    this.tell(this.present);
    if (!this.isStopped() || this.present.done === this.present.total) return true;
    this.leftOut.push(`a part of ${this.present.name}`);
    return false;
  };
}
