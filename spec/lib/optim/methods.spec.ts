/** @file What holds for every method: it goes on from a saved state, refuses what is not finite, and knows its names. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode, encode } from '../../../lib/io/encoding.js';
import { deserialize, serialize } from '../../../lib/io/t7/save.js';
import * as optim from '../../../lib/optim/index.js';
import { type Method, NonFiniteLossError, type Opfunc } from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { problem, rosenbrock, vector } from './problems.js';

const test = suite('methods of optim');

type AnyMethod = Method<object, object, unknown[]>;

/** Methods that step by step use gradients, each with a configuration in which its whole state matters. */
const methods: Record<string, [AnyMethod, object]> = {
  adaHessian: [optim.adaHessian, { learningRate: 0.1, weightDecay: 0.01, blockSize: 3 }],
  adadelta: [optim.adadelta, { weightDecay: 0.01 }],
  adagrad: [optim.adagrad, { learningRate: 0.1, learningRateDecay: 0.1 }],
  adam: [optim.adam, { learningRate: 0.1, learningRateDecay: 0.1 }],
  adamax: [optim.adamax, {}],
  asgd: [optim.asgd, { eta0: 1e-3, t0: 2 }],
  cg: [optim.cg, { maxIter: 3 }],
  cubicNewton: [optim.cubicNewton, { dimension: 3 }],
  esgd: [optim.esgd, { k: 3 }],
  hf: [optim.hf, { maxCG: 3 }],
  krylovDescent: [optim.krylovDescent, { dimension: 2, maxIter: 2 }],
  lbfgs: [optim.lbfgs, { maxIter: 4, nCorrection: 3, learningRate: 0.3 }],
  'lbfgs with a line search': [optim.lbfgs, { maxIter: 3, lineSearch: optim.lswolfe }],
  nag: [optim.nag, { learningRateDecay: 0.1 }],
  newtonCG: [optim.newtonCG, {}],
  rmsprop: [optim.rmsprop, {}],
  rprop: [optim.rprop, { niter: 2 }],
  saddleFreeNewton: [optim.saddleFreeNewton, { dimension: 2 }],
  sgd: [optim.sgd, { learningRate: 1e-3, momentum: 0.9, learningRateDecay: 0.1 }],
  sophia: [optim.sophia, { learningRate: 0.01, gamma: 1, k: 3 }],
} as unknown as Record<string, [AnyMethod, object]>;

type Saved = [x: Tensor, state: object, random: Tensor];
/** Files in which states are kept, each written and read. */
const ways: Record<string, (saved: Saved) => Saved> = {
  '.t7': (saved) => {
    const [x, table, random] = deserialize(serialize(saved)) as [Tensor, Map<string, unknown>, Tensor];
    return [x, Object.fromEntries(table), random];
  },
  JSON: (saved) => decode(JSON.parse(JSON.stringify(encode(saved))), 'a file') as Saved,
};

const start = (): Tensor => vector(-1.2, 1, 0.5, -0.3);
const broken: Opfunc = problem(
  () => Number.NaN,
  (x) => x,
  (_x, v) => v,
);

test('every method that uses gradients is here', () => {
  const others = ['opfunc', 'checkgrad', 'lswolfe', 'polyinterp', 'de', 'cmaes'];
  const named = Object.entries(optim).filter(([name, f]) => typeof f === 'function' && /^[a-z]/.test(name));
  assert.equal(
    named
      .map(([name]) => name)
      .filter((name) => !others.includes(name))
      .sort(),
    Object.keys(methods)
      .filter((name) => !name.includes(' '))
      .sort(),
  );
});

for (const [name, [method, config]] of Object.entries(methods)) {
  const who = name.split(' ')[0];

  for (const [file, restored] of Object.entries(ways)) {
    test(`${name} goes on from a state that was saved in ${file} and loaded as if it had not stopped`, () => {
      torch.manualSeed(5);
      const x = start();
      const state = {};
      for (let i = 0; i < 5; i++) method(rosenbrock, x, config, state);
      const [y, resumed, random] = restored([x, state, torch.getRNGState()]);
      const iterates = [...Array(5)].map(() => method(rosenbrock, x, config, state)[0].toArray());
      torch.setRNGState(random);
      for (const expected of iterates) assert.equal(method(rosenbrock, y, config, resumed)[0].toArray(), expected);
    });
  }

  test(`${name} refuses a loss that is not finite, and a call like that leaves no trace`, () => {
    const [x, y] = [start(), start()];
    const [state, untroubled] = [{}, {}];
    const error = thrown(() =>
      method((at) => ({ ...broken(at), firstNonFinite: () => 'the input' }), x, config, state),
    );
    assert.is(
      error.message,
      `${who}: expected a finite loss, got NaN; the first value that is not finite is in the input`,
    );
    for (let i = 0; i < 6; i++) {
      const before = x.toArray();
      assert.is(thrown(() => method(broken, x, config, state)).message, `${who}: expected a finite loss, got NaN`);
      assert.equal(x.toArray(), before);
      for (const [at, remembered] of [
        [x, state],
        [y, untroubled],
      ] as const) {
        torch.manualSeed(i);
        method(rosenbrock, at, config, remembered);
      }
      assert.equal(x.toArray(), y.toArray(), `step ${i}`);
    }
  });
}

const curved = ['adaHessian', 'cubicNewton', 'esgd', 'krylovDescent', 'newtonCG', 'saddleFreeNewton', 'sophia'];
for (const name of curved) {
  const [method, config] = methods[name];

  test(`${name} takes products that are returned and not written to out`, () => {
    const returning: Opfunc = (at) => {
      const { hv, ...rest } = rosenbrock(at);
      return { ...rest, hv: (v) => (hv as NonNullable<typeof hv>)(v) };
    };
    const [[x, state], [y, other]] = [0, 1].map((): [Tensor, object] => [start(), {}]);
    for (let i = 0; i < 4; i++) {
      torch.manualSeed(i);
      method(rosenbrock, x, config, state);
      torch.manualSeed(i);
      method(returning, y, config, other);
    }
    assert.equal(y.toArray(), x.toArray());
  });

  test(`${name} refuses gradients and products of another size, x and the state untouched`, () => {
    const five = vector(1, 2, 3, 4, 5);
    for (const [wrong, message] of [
      [{ gradient: five }, 'a gradient of 4 elements, as x has, got 5'],
      [{ hv: () => five }, 'hv of 4 elements, as x has, got 5'],
    ] as const) {
      const [x, state] = [start(), {}];
      fails(
        () => method((at) => ({ ...rosenbrock(at), ...wrong }), x, config, state),
        RangeError,
        `${name}: expected ${message}`,
      );
      assert.equal(x.toArray(), start().toArray());
      assert.equal(state, {});
    }
  });

  test(`${name} leaves x and the state as they were when opfunc throws, whenever it does`, () => {
    for (const last of [1, 2, 3]) {
      let calls = 0;
      const failing: Opfunc = (at) => {
        if (++calls === last) throw new Error('inside');
        return rosenbrock(at);
      };
      const [x, state] = [start(), {}];
      while (calls < last) {
        const [before, remembered] = [x.toArray(), { ...state }];
        try {
          method(failing, x, config, state);
        } catch (error) {
          assert.is((error as Error).message, 'inside');
          assert.equal(x.toArray(), before);
          assert.equal(Object.keys(state), Object.keys(remembered));
          for (const [field, value] of Object.entries(remembered)) {
            if (typeof value !== 'object') assert.is((state as Record<string, unknown>)[field], value, field);
          }
        }
      }
      assert.is(calls, last);
    }
  });

  test(`${name} does nothing to an x without elements`, () => {
    const nothing = problem(
      () => 0,
      () => [],
      () => [],
    );
    const [x, losses] = method(nothing, vector(), config, {});
    assert.equal([x.nElement(), losses[0]], [0, 0]);
  });
}

for (const name of curved.filter((each) => methods[each][0].names.has('vectors'))) {
  const [method, config] = methods[name];

  test(`${name} makes memory anew where a file has it in another form, or it is of another size`, () => {
    for (const vectors of [{}, { before: {}, basis: { size: [4] } }, { before: vector(1), basis: vector(1) }]) {
      const [[x, state], [y, other]] = [0, 1].map((): [Tensor, Record<string, unknown>] => [start(), {}]);
      other.vectors = vectors;
      for (const [at, remembered] of [
        [x, state],
        [y, other],
      ] as const) {
        torch.manualSeed(1);
        for (let i = 0; i < 3; i++) method(rosenbrock, at, config, remembered);
      }
      assert.equal(y.toArray(), x.toArray());
    }
  });
}

/** Finite at first only: a step leads to where f is NaN. */
function finiteOnce(): Opfunc {
  let calls = 0;
  return (x) => (calls++ === 0 ? rosenbrock(x) : broken(x));
}

for (const name of ['cg', 'lbfgs']) {
  test(`${name} takes back the step after which the loss is not finite`, () => {
    const x = start();
    thrown(() => methods[name][0](finiteOnce(), x, {}, {}));
    assert.equal(x.toArray(), start().toArray());
  });
}

test('lbfgs begins its history anew after such a step', () => {
  const [x, y] = [start(), start()];
  const state = {};
  thrown(() => optim.lbfgs(finiteOnce(), x, {}, state));
  optim.lbfgs(rosenbrock, x, {}, state);
  optim.lbfgs(rosenbrock, y, {}, {});
  assert.equal(x.toArray(), y.toArray());
});

test('a line search steps back from where the loss is NaN or infinite', () => {
  for (const value of [Number.NaN, Infinity]) {
    const wall: Opfunc = (x) => ((x.get(0) as number) > 1.5 ? { ...rosenbrock(x), loss: value } : rosenbrock(x));
    const x = vector(1, -1);
    const [, losses] = optim.lbfgs(wall, x, { lineSearch: optim.lswolfe, learningRate: 4, maxIter: 200 });
    assert.ok(losses.every(Number.isFinite), String(losses));
    assert.ok(losses[losses.length - 1] < 1e-6, String(losses));
  }
});

test('de and cmaes walk around losses that are NaN, and write the best that they found to x', () => {
  const bowl: Opfunc = (x) => {
    const loss = (x.get(0) as number) < 0 ? Number.NaN : x.dot(x);
    return { loss, gradient: x };
  };
  for (const run of [
    (x: Tensor) => optim.de(bowl, x, { scaleFactor: 0.5, crossoverRate: 0.9, maxFEs: 2000 }),
    (x: Tensor) => optim.cmaes(bowl, x, { sigma: 1, maxEval: 2000 }),
  ]) {
    const x = vector(1, 2);
    const [result] = run(x);
    assert.is(result, x);
    assert.ok(bowl(x).loss < 1e-6, String(bowl(x).loss));
  }
});

test('what has to be configured is asked for by name', () => {
  assert.throws(() => optim.cmaes(rosenbrock, start()), /^cmaes: expected sigma in its configuration, got none$/);
  assert.throws(
    () => optim.de(rosenbrock, start(), { scaleFactor: 1, crossoverRate: 0.5 }),
    /^de: expected maxFEs in its configuration, got none$/,
  );
  const few = { scaleFactor: 1, crossoverRate: 0.5, maxFEs: 10, popsize: 2 };
  assert.throws(() => optim.de(rosenbrock, start(), few), /^de: expected a population of 3 members at least, got 2$/);
  assert.throws(() => optim.nag(rosenbrock, start(), { momentum: 0 }), /^nag: expected a positive momentum, got 0$/);
  assert.throws(() => optim.polyinterp([[0, 1, 2]]), /^polyinterp: expected two knots or more, got 1$/);
});

test('names that a method does not know are refused, with the nearest that it does', () => {
  const x = start();
  const refused = (
    config: object,
    state: object | undefined,
    message: string,
    kind: typeof TypeError = TypeError,
  ): void =>
    assert.throws(
      () => optim.adam(rosenbrock, x, config, state),
      (error: Error) => error instanceof kind && error.message === message,
    );
  refused(
    { learningrate: 1 },
    undefined,
    "adam: unknown name 'learningrate' in its configuration; did you mean 'learningRate'?",
  );
  refused(
    { qqq: 1 },
    undefined,
    "adam: unknown name 'qqq' in its configuration; expected one of learningRate, learningRateDecay, beta1, beta2, epsilon, weightDecay, t, m, v, denom",
  );
  refused({ learningRate: '0.1' }, undefined, 'adam: expected learningRate to be a number, got string');
  refused({ learningRate: Number.NaN }, undefined, 'adam: expected learningRate to be a number, got NaN', RangeError);
  refused({}, { m: 1 }, 'adam: expected m to be a vector, got number');
  refused({}, { m: vector(1) }, 'adam: expected m of 4 elements, as x has, got 1', RangeError);
  refused(
    {},
    new Map([['t', 3]]),
    'adam: expected an object, got a Map as files have them; Object.fromEntries(map) makes one of it',
  );
  const [f, wrong] = [rosenbrock as unknown, [1, 2] as unknown];
  assert.throws(
    () => optim.adam(f as Opfunc, wrong as Tensor),
    (error: Error) => error.message === 'adam: expected (opfunc, x, config?, state?), a function and a tensor first',
  );
  assert.equal(x.toArray(), start().toArray());
});

test('numbers out of their range are refused by name', () => {
  const x = start();
  for (const [config, message] of [
    [{ radius: -1 }, 'newtonCG: expected radius to be a finite number > 0, got -1'],
    [{ radius: 0 }, 'newtonCG: expected radius to be a finite number > 0, got 0'],
    [{ maxRadius: Infinity }, 'newtonCG: expected maxRadius to be a finite number > 0, got Infinity'],
    [{ acceptance: -1e-9 }, 'newtonCG: expected acceptance to be a finite number >= 0, got -1e-9'],
    [{ forcing: 1 }, 'newtonCG: expected forcing to be a number >= 0 and < 1, got 1'],
    [{ maxCG: 1.5 }, 'newtonCG: expected maxCG to be a whole number from 1 up, got 1.5'],
    [{ maxCG: Number.NaN }, 'newtonCG: expected maxCG to be a whole number from 1 up, got NaN'],
  ] as const) {
    assert.throws(
      () => optim.newtonCG(rosenbrock, x, config),
      (error: Error) => error instanceof RangeError && error.message === message,
    );
  }
  assert.equal(x.toArray(), start().toArray());
});

test('names that are undefined are as if left out', () => {
  const [x, y] = [start(), start()];
  optim.sgd(rosenbrock, x, { learningRate: undefined, momentum: undefined });
  optim.sgd(rosenbrock, y, {});
  assert.equal(x.toArray(), y.toArray());
});

function thrown(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    assert.instance(error, NonFiniteLossError);
    return error as Error;
  }
  throw new Error('expected an error, got none');
}

test.run();
