/** @file Draws from one distribution, many and cheaply: the alias method. Double and Float only. */
import type { Changes, Reads } from './calls.js';
import { checkFloating, checkType, kindOf, tensorOf } from './operands.js';
import { generator } from './random.js';
import { Tensor } from './tensor.js';

/** Row i stands for i with probability q[i], else for alias[i] (Long). */
export type AliasTable = [alias: Tensor, q: Tensor];

/**
 * (M. Vose, IEEE Trans. Software Eng. 17, 1991.) Torch's draws: a uniform one for the row, and one for the choice in it. But
 * where the choice falls on the alias, Torch's code returns the index before it, and never the first; here it is the alias.
 */
export interface Alias {
  /**
   * The table of a vector of K probabilities, which sum to 1; into the tensors of `table`, if there is one. RangeError unless
   * all of them are above 0, as in Torch.
   */
  multinomialAliasSetup: Reads<[table?: AliasTable], AliasTable>;
  /** Fills a Long vector with indices drawn, with replacement, by a table of `multinomialAliasSetup`, from the common generator. */
  multinomialAlias: Changes<[table: AliasTable]>;
}

function checkLong(name: string, x: unknown): void {
  const tensor = tensorOf(name, x);
  if (tensor.elementType.name !== 'Long') {
    throw new TypeError(`torch.${name}: expected a LongTensor, got ${tensor.describe()}`);
  }
}

function checkTable(name: string, table: AliasTable): void {
  if (!Array.isArray(table)) throw new TypeError(`torch.${name}: expected a table [alias, q], got ${kindOf(table)}`);
  checkLong(name, table[0]);
  checkFloating(name, tensorOf(name, table[1]));
}

/** Levels K·p to 1: what a small row lacks is filled up from a large one, which is its alias from then on. */
function leveled(probabilities: readonly number[], cast: (value: number) => number): { alias: number[]; q: number[] } {
  const n = probabilities.length;
  const q = probabilities.map((p) => cast(n * p));
  const alias = new Array<number>(n).fill(-1);
  const small = q.flatMap((value, i) => (value < 1 ? [i] : []));
  const large = q.flatMap((value, i) => (value < 1 ? [] : [i]));
  while (small.length > 0 && large.length > 0) {
    const giver = large[large.length - 1];
    const taker = small.pop() as number;
    alias[taker] = giver;
    q[giver] = cast(q[giver] - (1 - q[taker]));
    if (q[giver] < 1) small.push(large.pop() as number);
  }
  const most = q.reduce((a, b) => (b > a ? b : a), 1);
  return { alias, q: q.map((value, i) => (alias[i] < 0 ? 1 : cast(value / most))) };
}

export const alias: Alias = {
  multinomialAliasSetup: {
    read(probabilities, table = [Tensor.zeros('Long', []), probabilities.new()]) {
      const name = 'multinomialAliasSetup';
      checkFloating(name, probabilities);
      checkTable(name, table);
      checkType(name, probabilities, table[1]);
      const values = probabilities.toArray();
      const bad = values.findIndex((p) => !(p > 0 && p < Infinity));
      if (probabilities.dim() !== 1 || bad >= 0) {
        const got = bad >= 0 ? `probability ${bad} = ${values[bad]}` : probabilities.describe();
        throw new RangeError(`torch.${name}: expected a vector of probabilities above 0, got ${got}`);
      }
      const rows = leveled(values, probabilities.elementType.cast);
      const [others, q] = table;
      others.resize(values.length).copy(
        Tensor.from(
          'Long',
          rows.alias.map((row) => Math.max(row, 0)),
        ),
      );
      q.resize(values.length).copy(Tensor.from('Double', rows.q));
      return table;
    },
  },
  multinomialAlias: {
    change(x, table) {
      checkTable('multinomialAlias', table);
      checkLong('multinomialAlias', x);
      const [others, q] = table.map((t) => t.toArray());
      if (q.length === 0 || others.length !== q.length || others.some((row) => !(row >= 0 && row < q.length))) {
        const got = table.map((t) => t.describe()).join(', ');
        throw new RangeError(`torch.multinomialAlias: expected the table of a distribution, got ${got}`);
      }
      x.apply(() => {
        const row = Math.trunc(generator.uniform(0, q.length));
        return generator.bernoulli(q[row]) === 1 ? row : others[row];
      });
    },
  },
};
