/** @file The data of an objective: one batch, or batches that are gone through in every pass. */
import type { Activation } from '../nn/activation.js';
import type { Target } from '../nn/criterion.js';

export interface Batch {
  input: Activation;
  target: Target;
}
/** One batch, or batches that can be iterated any number of times. */
export type Batches = Batch | Iterable<Batch>;

export interface DataOptions {
  /** Called after each batch of a pass over several: how many are done, and of how many, once a pass has counted them. */
  onBatch?: (done: number, batches: number | undefined) => void;
}

/** What there was in a pass: batches, and what these weigh in the average. */
interface Amount {
  count: number;
  weight: number;
}

/** An iterator, which can be gone through once, is made a list. Errors are in the name of Objective. */
export class Data {
  /** The batch, where there is one and passes do not go over an iterable. */
  readonly single: Batch | undefined;
  private readonly batches: Iterable<Batch>;
  private readonly onBatch: DataOptions['onBatch'];
  private first: Amount | undefined = undefined;

  /** @throws TypeError for what is neither a batch nor an iterable. */
  constructor(batches: Batches, { onBatch }: DataOptions = {}) {
    this.onBatch = onBatch;
    if (typeof batches !== 'object' || batches === null) {
      throw new TypeError(
        `Objective: expected batches { input, target }, or an iterable of them, got ${typeof batches}`,
      );
    }
    if (Symbol.asyncIterator in batches) {
      throw new TypeError(
        'Objective: expected batches that can be iterated any number of times, got an asynchronous iterable: collect them first',
      );
    }
    if (Symbol.iterator in batches) {
      const oneShot = (batches[Symbol.iterator]() as unknown) === batches;
      this.batches = oneShot ? [...batches] : batches;
    } else {
      this.single = batches;
      this.batches = [batches];
    }
  }

  /** Every batch. @throws TypeError for what is not one; in the end, RangeError where there was none. */
  *[Symbol.iterator](): Generator<Batch> {
    let none = true;
    for (const batch of this.batches) {
      if (batch?.input === undefined || batch.target === undefined) {
        throw new TypeError('Objective: expected batches { input, target }, got something without');
      }
      none = false;
      yield batch;
    }
    if (none) throw new RangeError('Objective: expected at least one batch, got none');
  }

  firstBatch(): Batch {
    const [batch] = this;
    return batch;
  }

  /**
   * Calls `visit`, which returns the weight of a batch, for each, and returns the sum of weights.
   *
   * @throws Error where there is more or less than in the first pass.
   */
  pass(visit: (batch: Batch) => number): number {
    const amount = { count: 0, weight: 0 };
    for (const batch of this) {
      amount.weight += visit(batch);
      amount.count++;
      if (!this.single) this.onBatch?.(amount.count, this.first?.count);
    }
    this.first ??= amount;
    this.checkAmount(amount, this.first);
    return amount.weight;
  }

  /** What `look` finds first, with the batch in which it does where there are several. */
  find(look: (batch: Batch) => string | undefined): string | undefined {
    let i = 0;
    for (const batch of this) {
      const found = look(batch);
      if (found) return this.single ? found : `${found}, in batch ${i}`;
      i++;
    }
    return undefined;
  }

  private checkAmount(now: Amount, first: Amount): void {
    const complain = (expected: string, got: number): Error =>
      new Error(
        `Objective: expected ${expected}, as in the first pass, got ${got}: every pass has to see the same data`,
      );
    if (now.count !== first.count) throw complain(`${first.count} batches`, now.count);
    // The order may be another one, and the rounding with it.
    if (Math.abs(now.weight - first.weight) > 1e-9 * Math.abs(first.weight)) {
      throw complain(`batches of ${first.weight} terms`, now.weight);
    }
  }
}
