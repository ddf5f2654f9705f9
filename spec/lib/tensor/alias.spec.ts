/** @file The alias method: a table that has exactly the given probabilities, and the draws made by it. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generator, Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { seeded, times } from './golden-random.js';
import { floating, read } from './layouts.js';
import { property } from './strided.js';

/** What a table of K rows draws: row i with probability q_i / K, its alias with (1 − q_i) / K. */
function probabilities(alias: readonly number[], q: readonly number[]): number[] {
  const total = new Array<number>(q.length).fill(0);
  q.forEach((stay, i) => {
    total[i] += stay / q.length;
    total[alias[i]] += (1 - stay) / q.length;
  });
  return total;
}

test('the table has the probabilities that were asked for', () => {
  const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
  property(fc.tuple(weights, fc.constantFrom(...floating)), ([list, type]) => {
    const p = Tensor.from(type, list);
    p.div(p.sum());
    const [alias, q] = torch.multinomialAliasSetup(p);
    assert.equal([alias.type(), q.type(), alias.size(), q.size()], ['torch.LongTensor', p.type(), p.size(), p.size()]);
    close(probabilities(read(alias), read(q)), read(p), type === 'Float' ? 2e-6 : 1e-14, 'probabilities');
  });
});

test('a table worked out by hand', () => {
  // K p = 0.5, 0.75, 1.75: row 1 takes 0.25 from row 2, row 0 takes 0.5, and 1 is left.
  const [alias, q] = torch.multinomialAliasSetup(torch.Tensor([0.5 / 3, 0.25, 1.75 / 3]));
  assert.equal(read(alias), [2, 2, 0]);
  close(read(q), [0.5, 0.75, 1], 1e-15, 'q');
});

test('draws are a row and a choice in it, each of one uniform', () => {
  const p = torch.Tensor([0.4, 0.1, 0.3, 0.2]);
  const table = torch.multinomialAliasSetup(p);
  const [alias, q] = table.map(read);
  const g = seeded(5);
  const want = times(2000, () => {
    const row = Math.floor(g.uniform() * 4);
    return g.uniform() <= q[row] ? row : alias[row];
  });
  generator.manualSeed(5);
  const x = torch.LongTensor(2000);
  assert.is(torch.multinomialAlias(x, table), x);
  assert.equal(read(x), want);
  const counts = [0, 1, 2, 3].map((i) => want.filter((v) => v === i).length / want.length);
  close(counts, read(p), 0.05, 'frequencies');
  assert.ok(alias.includes(0), 'the first index is an alias too');
});

test('a given table is written, and a strided vector filled', () => {
  const table: [Tensor, Tensor] = [torch.LongTensor(9), torch.Tensor(1)];
  assert.is(torch.multinomialAliasSetup(torch.Tensor([1]), table), table);
  assert.equal(table.map(read), [[0], [1]]);
  const whole = torch.LongTensor(2, 3).fill(7);
  torch.multinomialAlias(whole.select(1, 1), table);
  assert.equal(read(whole), [7, 0, 7, 7, 0, 7]);
});

test('refused operands', () => {
  const expected = 'torch.multinomialAliasSetup: expected';
  const above = `${expected} a vector of probabilities above 0, got`;
  const kept: [Tensor, Tensor] = [torch.LongTensor([7]), torch.Tensor([7])];
  fails(() => torch.multinomialAliasSetup(torch.Tensor([0.5, 0, 0.5]), kept), RangeError, `${above} probability 1 = 0`);
  fails(() => torch.multinomialAliasSetup(torch.Tensor([1, Number.NaN])), RangeError, `${above} probability 1 = NaN`);
  fails(() => torch.multinomialAliasSetup(torch.ones(2, 2)), RangeError, `${above} DoubleTensor(2 × 2)`);
  fails(() => torch.multinomialAliasSetup(torch.Tensor()), RangeError, `${above} DoubleTensor()`);
  fails(
    () => torch.multinomialAliasSetup(torch.IntTensor(2)),
    TypeError,
    `${expected} Double or Float, got IntTensor(2)`,
  );
  fails(
    () => torch.multinomialAliasSetup(torch.FloatTensor([1]), kept),
    TypeError,
    `${expected} a FloatTensor, got DoubleTensor(1)`,
  );
  fails(
    () => torch.multinomialAliasSetup(torch.ones(1), 3 as never),
    TypeError,
    `${expected} a table [alias, q], got number`,
  );
  assert.equal(kept.map(read), [[7], [7]]);
  const x = torch.LongTensor([7]);
  const draw = 'torch.multinomialAlias: expected';
  const empty: [Tensor, Tensor] = [torch.LongTensor(), torch.Tensor()];
  fails(
    () => x.multinomialAlias(empty),
    RangeError,
    `${draw} the table of a distribution, got LongTensor(), DoubleTensor()`,
  );
  const beyond: [Tensor, Tensor] = [torch.LongTensor([1]), torch.Tensor([0.5])];
  fails(
    () => x.multinomialAlias(beyond),
    RangeError,
    `${draw} the table of a distribution, got LongTensor(1), DoubleTensor(1)`,
  );
  fails(() => torch.ones(1).multinomialAlias(kept), TypeError, `${draw} a LongTensor, got DoubleTensor(1)`);
  assert.equal(read(x), [7]);
});

test.run();
