/** @file Tensors filled with random numbers against Lua Torch7's, and what the fills refuse. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Generator, generator, Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';
import { correctlyRounded, golden, normals, same, seeded, times } from './golden-random.js';
import { floating, integer } from './layouts.js';

const double = (n: number): Tensor => torch.DoubleTensor(n);
const float = (n: number): Tensor => torch.FloatTensor(n);

/** What draws each golden sequence into a tensor of n elements; the generator stands at manualSeed(seed). */
const fills: Record<string, (n: number) => Tensor> = {
  random_tensor_5: (n) => double(n).random(1, 10),
  random_100: (n) => double(n).random(100),
  random_1_6: (n) => torch.LongTensor(n).random(1, 6),
  uniform: (n) => double(n).uniform(),
  uniform_m2_3: (n) => double(n).uniform(-2, 3),
  rand_2_3: () => torch.rand(2, 3),
  randn_3_2: () => [torch.rand(2, 3), torch.randn(3, 2)][1],
  randperm_10_oneBased: (n) => [torch.rand(2, 3), torch.randn(3, 2), torch.randperm(n).add(1)][2],
  normal: (n) => double(n).normal(),
  normal_5_0p1: (n) => double(n).normal(5, 0.1),
  logNormal_1_0p5: (n) => double(n).logNormal(1, 0.5),
  exponential_2: (n) => double(n).exponential(2),
  cauchy: (n) => double(n).cauchy(),
  geometric_0p2: (n) => torch.IntTensor(n).geometric(0.2),
  bernoulli_0p3: (n) => double(n).bernoulli(0.3),
  bernoulli_tensor_5: (n) => torch.ByteTensor(n).bernoulli(),
  randn_float_5: (n) => float(n).normal(),
  uniform_float_5: (n) => [float(n).normal(), float(n).uniform(-1, 1)][1],
};

for (const row of golden) {
  for (const [key, fill] of Object.entries(fills)) {
    test(`a tensor filled as ${key} equals Torch7's to the bit at seed ${row.seed}`, () => {
      const want = correctlyRounded(row, key);
      generator.manualSeed(Number(row.seed));
      same(fill(want.length).toArray(), want, key);
    });
  }
}

test('a fill goes by rows whatever the strides, and writes nothing beside the view', () => {
  const whole = torch.zeros(3, 4);
  generator.manualSeed(123);
  whole.t().narrow(0, 1, 2).normal();
  const want = normals(seeded(123), 6);
  const rows = [0, 1, 2].flatMap((i) => [0, want[i], want[3 + i], 0]);
  assert.equal(whole.toArray(), rows);
});

test('the arguments of a FloatTensor are rounded to float before the draws', () => {
  const third = 1 / 3;
  const rounded = Math.fround(third);
  const cases: [(x: Tensor) => Tensor, (g: ReturnType<typeof seeded>) => number][] = [
    [(x) => x.uniform(third, 1e8 + 1), (g) => g.uniform(rounded, 1e8)],
    [(x) => x.normal(1e8 + 1, third), (g) => g.normal(1e8, rounded)],
    [(x) => x.cauchy(1e8 + 1, third), (g) => g.cauchy(1e8, rounded)],
    [(x) => x.logNormal(third, third), (g) => g.logNormal(rounded, rounded)],
    [(x) => x.exponential(1e-8 / 3), (g) => g.exponential(Math.fround(1e-8 / 3))],
  ];
  for (const [fill, draw] of cases) {
    generator.manualSeed(7);
    const other = seeded(7);
    const want = Float32Array.from(times(500, () => draw(other)));
    same(fill(float(500)).toArray(), want, String(fill));
  }
  const [exact, floats] = [seeded(7), seeded(7)];
  const differ = times(
    500,
    () => Math.fround(exact.uniform(third, 1e8 + 1)) - Math.fround(floats.uniform(rounded, 1e8)),
  );
  assert.ok(differ.some((d) => d !== 0));
});

test('bernoulli and geometric take p as a double also for a FloatTensor, as in Torch', () => {
  // The first draw of seed 1 is p itself, which float rounds down or up.
  const p = seeded(1).uniform();
  const below = p - 2 ** -33;
  assert.ok(Math.fround(below) === Math.fround(p));
  for (const [q, want] of [
    [p, 1],
    [below, 0],
  ]) {
    generator.manualSeed(1);
    assert.is(float(1).bernoulli(q).get(0), want);
  }
});

test('bernoulli takes one probability for each element', () => {
  const p = Tensor.from('Double', [
    [0, 1, 0.5],
    [1, 1e-9, 1],
  ]);
  generator.manualSeed(1);
  const drawn = torch.ByteTensor(6).bernoulli(p).toArray();
  assert.equal([drawn[0], drawn[1], drawn[3], drawn[4], drawn[5]], [0, 1, 1, 0, 1]);
});

/** Every function, as it draws numbers, and fills, from a generator of its own; and what that draws one by one. */
const sources: [
  name: string,
  one: (g: Generator) => number,
  fill: (x: Tensor, g: Generator) => Tensor,
  draw: (g: Generator) => number,
][] = [
  ['uniform', (g) => torch.uniform(g, 2, 3), (x, g) => x.uniform(g, 2, 3), (g) => g.uniform(2, 3)],
  ['normal', (g) => torch.normal(g, 2, 3), (x, g) => torch.normal(x, g, 2, 3), (g) => g.normal(2, 3)],
  ['exponential', (g) => torch.exponential(g, 2), (x, g) => x.exponential(g, 2), (g) => g.exponential(2)],
  ['cauchy', (g) => torch.cauchy(g, 1), (x, g) => torch.cauchy(x, g, 1), (g) => g.cauchy(1)],
  ['logNormal', (g) => torch.logNormal(g), (x, g) => x.logNormal(g), (g) => g.logNormal()],
  ['geometric', (g) => torch.geometric(g, 0.3), (x, g) => torch.geometric(x, g, 0.3), (g) => g.geometric(0.3)],
  ['bernoulli', (g) => torch.bernoulli(g, 0.3), (x, g) => x.bernoulli(g, 0.3), (g) => g.bernoulli(0.3)],
  ['bernoulli', (g) => torch.bernoulli(g), (x, g) => torch.bernoulli(x, g), (g) => g.bernoulli()],
  ['random', (g) => torch.random(g), (x, g) => x.random(g), (g) => g.random()],
  ['random', (g) => torch.random(g, 6), (x, g) => torch.random(x, g, 6), (g) => g.random(6)],
  ['random', (g) => torch.random(g, 3, 6), (x, g) => x.random(g, 3, 6), (g) => g.random(3, 6)],
];
for (const [name, one, fill, draw] of sources) {
  test(`${name} draws from the generator in front, and leaves the common one alone: ${one}`, () => {
    generator.manualSeed(9);
    const want = times(
      8,
      (
        (g) => () =>
          draw(g)
      )(seeded(4)),
    );
    const gen = torch.Generator();
    torch.manualSeed(gen, 4);
    same(
      times(8, () => one(gen)),
      want,
      'one by one',
    );
    torch.manualSeed(gen, 4);
    same(fill(double(8), gen).toArray(), want, 'filled');
    assert.is(generator.random(), seeded(9).random());
  });
}

test('rand, randn and randperm: sizes one by one or as a list, into results, from a generator', () => {
  const row = golden[0];
  const [uniform, normal] = [correctlyRounded(row, 'uniform'), correctlyRounded(row, 'normal')];
  const permutation = seeded(1).permutation(7);
  const x = torch.zeros(5);
  const forms: [() => Tensor, number[], number[]][] = [
    [() => torch.rand(2, 3), [2, 3], uniform],
    [() => torch.rand([2, 3]), [2, 3], uniform],
    [() => torch.rand(seeded(1), 2, 3), [2, 3], uniform],
    [() => torch.rand(x, 2, 3), [2, 3], uniform],
    [() => torch.rand(x, seeded(1), [6]), [6], uniform],
    [() => x.rand(seeded(1), 6), [6], uniform],
    [() => torch.randn(2), [2], normal],
    [() => torch.randn(seeded(1), 3, 1), [3, 1], normal],
    [() => torch.randn(x, 3), [3], normal],
    [() => x.randn(4), [4], normal],
    [() => torch.randperm(7), [7], permutation],
    [() => torch.randperm(seeded(1), 7), [7], permutation],
    [() => torch.randperm(torch.ByteTensor(2), 7), [7], permutation],
    [() => torch.LongTensor().randperm(seeded(1), 7), [7], permutation],
  ];
  for (const [form, size, values] of forms) {
    generator.manualSeed(1);
    const y = form();
    assert.equal(y.size(), size);
    same(y.toArray(), values.slice(0, y.nElement()), String(form));
  }
  assert.equal(
    torch
      .ByteTensor()
      .randperm(300)
      .toArray()
      .filter((v) => v === 0).length,
    2,
    'wraps as a Byte',
  );
});

test('multinomial: of a vector and of rows, in every form', () => {
  const p = torch.Tensor([1, 2, 3, 4]);
  const rows = torch.FloatTensor([
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ]);
  const want = correctlyRounded(golden[0], 'multinomial_oneBased').map((i) => i - 1);
  const g = seeded(1);
  const ofRows = [...g.multinomial([1, 2, 3, 4], 3), ...g.multinomial([4, 3, 2, 1], 3)];
  const result = torch.LongTensor(1);
  const forms: [() => Tensor, number[], number[]][] = [
    [() => torch.multinomial(p, 3), [3], want],
    [() => torch.multinomial(seeded(1), p, 3), [3], want],
    [() => p.multinomial(3), [3], want],
    [() => p.multinomial(seeded(1), 3, false), [3], want],
    [() => torch.multinomial(result, p, 3), [3], want],
    [() => torch.multinomial(result, seeded(1), p, 3), [3], want],
    [() => result.multinomial(rows.t().contiguous().t(), 3), [2, 3], ofRows],
    [() => torch.multinomial(rows, 3), [2, 3], ofRows],
  ];
  for (const [form, size, values] of forms) {
    generator.manualSeed(1);
    const y = form();
    assert.equal([y.type(), y.size(), y.toArray()], ['torch.LongTensor', size, values], String(form));
  }
  generator.manualSeed(1);
  const replaced = correctlyRounded(golden[0], 'multinomial_oneBased_replacement').map((i) => i - 1);
  assert.equal(torch.multinomial(p, replaced.length, true).toArray(), replaced);
});

test('bernoulli of every type takes probabilities of both', () => {
  for (const type of [...floating, ...integer]) {
    for (const kind of floating) {
      const p = Tensor.from(kind, [0, 1, 0.5, 1, 1e-9, 1]);
      const fills = [(x: Tensor) => x.bernoulli(p), (x: Tensor) => torch.bernoulli(x, p.view(2, 3))];
      for (const fill of [...fills, (x: Tensor) => x.bernoulli(seeded(1), p)]) {
        generator.manualSeed(1);
        const x = Tensor.zeros(type, [3, 2]).t();
        assert.is(fill(x), x);
        const g = seeded(1);
        assert.equal(
          x.toArray(),
          p.toArray().map((q) => g.bernoulli(q)),
          `${type} ${kind}`,
        );
      }
    }
  }
});

function refuses(x: Tensor, fill: () => unknown, kind: typeof RangeError, message: string): void {
  const values = x.toArray();
  generator.manualSeed(3);
  const state = generator.getRNGState();
  assert.throws(fill, (error: unknown) => {
    assert.instance(error, kind);
    assert.is((error as Error).message, message);
    return true;
  });
  assert.equal(x.toArray(), values, 'the tensor is as it was');
  assert.equal(generator.getRNGState(), state, 'nothing was drawn');
}

test('fills of real numbers are refused for every integer type, naming method and tensor', () => {
  for (const type of ['Int', 'Long', 'Short', 'Char', 'Byte'] as TypeName[]) {
    const x = Tensor.from(type, [1, 2]);
    const methods: [string, () => unknown][] = [
      ['uniform', () => x.uniform()],
      ['normal', () => x.normal()],
      ['cauchy', () => x.cauchy()],
      ['logNormal', () => x.logNormal()],
      ['exponential', () => x.exponential(1)],
    ];
    for (const [method, fill] of methods) {
      const message = `torch.${method}: expected Double or Float, got ${type}Tensor(2)`;
      refuses(x, fill, TypeError, message);
    }
  }
});

test('arguments out of range are refused before anything is drawn or written', () => {
  const x = Tensor.from('Float', [4, 5, 6]);
  const probabilities = Tensor.from('Double', [0.5, 0.5, 1.5]);
  const cases: [() => unknown, string][] = [
    [() => x.bernoulli(probabilities), 'torch.bernoulli: expected 0 <= p <= 1, got 1.5'],
    [() => x.bernoulli(Tensor.from('Double', [0, 1, NaN])), 'torch.bernoulli: expected 0 <= p <= 1, got NaN'],
    [() => x.bernoulli(torch.zeros(2)), 'torch.bernoulli: expected 3 probabilities, got DoubleTensor(2)'],
    [() => x.bernoulli(2), 'torch.bernoulli: expected 0 <= p <= 1, got 2'],
    [() => x.geometric(1), 'torch.geometric: expected 0 < p < 1, got 1'],
    [() => x.normal(0, 0), 'torch.normal: expected stdv > 0, got 0'],
    [() => x.normal(0, 1e-60), 'torch.normal: expected stdv > 0, got 0'],
    [() => x.logNormal(0, -1), 'torch.logNormal: expected stdv > 0, got -1'],
    [() => x.random(0), 'torch.random: expected upper bound > 0, got 0'],
    [() => x.randperm(0), 'torch.randperm: expected n > 0, got 0'],
    [() => torch.multinomial(x.new(), 1), 'torch.multinomial: expected (K) or (rows × K) weights, got FloatTensor()'],
    [() => x.multinomial(4), 'torch.multinomial: expected nSample <= 3 without replacement, got 4'],
    [
      () => torch.multinomial(torch.Tensor([[1], [0]]), 1),
      'torch.multinomial: expected sum of probabilities > 0, got 0',
    ],
  ];
  for (const [fill, message] of cases) refuses(x, fill, RangeError, message);
});

test('operands of the wrong kind are refused before anything is drawn or written', () => {
  const x = Tensor.from('Float', [4, 5, 6]);
  const calls = torch as unknown as Record<string, (...operands: unknown[]) => unknown>;
  const cases: [() => unknown, string][] = [
    [() => calls.uniform(x, '1'), 'torch.uniform: expected a number, got string'],
    [() => calls.normal({}), 'torch.normal: expected a number, got object'],
    [() => x.bernoulli(torch.IntTensor(3)), 'torch.bernoulli: expected Double or Float, got IntTensor(3)'],
    [() => calls.randperm(), 'torch.randperm: expected a number, got nothing'],
    [() => torch.IntTensor().rand(2), 'torch.rand: expected Double or Float, got IntTensor()'],
    [() => torch.multinomial(torch.IntTensor(3), 1), 'torch.multinomial: expected Double or Float, got IntTensor(3)'],
    [() => torch.multinomial(x, x, 1), 'torch.multinomial: expected a LongTensor for the result, got FloatTensor(3)'],
    [() => calls.multinomial(x), 'torch.multinomial: expected a number, got nothing'],
  ];
  for (const [call, message] of cases) refuses(x, call, TypeError, message);
});

test('exponential has no default', () => {
  const missing = undefined as unknown as number;
  const x = Tensor.from('Float', [4]);
  refuses(x, () => x.exponential(missing), TypeError, 'torch.exponential: expected lambda, got undefined');
  refuses(x, () => torch.exponential(missing), TypeError, 'torch.exponential: expected lambda, got undefined');
});

test('random() of every type stays within the integers which the type holds exactly', () => {
  const tops: [TypeName, number][] = [
    ['Byte', 2 ** 8],
    ['Char', 2 ** 7],
    ['Short', 2 ** 15],
    ['Int', 2 ** 31],
    ['Long', 2 ** 32],
    ['Float', 2 ** 24 + 1],
    ['Double', 2 ** 32],
  ];
  for (const [type, top] of tops) {
    generator.manualSeed(1);
    const other = seeded(1);
    const want = times(50, () => other.random() % top);
    assert.equal(Tensor.zeros(type, [50]).random().toArray(), want, type);
  }
});

test.run();
