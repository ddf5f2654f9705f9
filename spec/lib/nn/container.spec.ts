/** @file Container: its children, the path in errors, drawings, and passes without the input's gradient. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { counting, js, type KernelName, useKernels } from '../../../lib/kernels/index.js';
import type { Activation } from '../../../lib/nn/activation.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { thrown } from '../../errors.js';

const twice = (who: string, what: string): string =>
  `${who}.add: expected every module once, got ${what} twice; one module has one set of buffers: ` +
  "add clone('weight', 'bias', 'gradWeight', 'gradBias'), which shares its parameters";

test('modules are inserted, taken out and counted by place', () => {
  const [a, b, c] = [nn.Tanh(), nn.Sigmoid(), nn.Linear(2, 2)];
  const model = nn.Sequential().add(a).add(b);
  assert.is(model.insert(c, 1), model);
  assert.is(model.size(), 3);
  assert.ok([a, c, b].every((m, i) => model.get(i) === m && model.get(i - 3) === m));
  assert.is(model.remove(), b);
  assert.is(model.remove(0), a);
  assert.is(model.remove(-1), c);
  assert.is(model.size(), 0);
});

test('places outside are refused', () => {
  const model = nn.Sequential().add(nn.Tanh()).add(nn.Sigmoid());
  const bad: [() => unknown, string][] = [
    [() => model.get(2), 'Sequential.get: expected an index in 0..1, got 2'],
    [() => model.get(-3), 'Sequential.get: expected an index in 0..1, got -3'],
    [() => model.get(0.5), 'Sequential.get: expected an index in 0..1, got 0.5'],
    [() => model.get(Number.NaN), 'Sequential.get: expected an index in 0..1, got NaN'],
    [() => model.remove(2), 'Sequential.remove: expected an index in 0..1, got 2'],
    [() => model.insert(nn.Tanh(), 3), 'Sequential.insert: expected a place in 0..2, got 3'],
    [() => model.insert(nn.Tanh(), -1), 'Sequential.insert: expected a place in 0..2, got -1'],
    [() => nn.Sequential().get(0), 'Sequential.get: expected a module inside, got 0'],
    [() => nn.Sequential().remove(), 'Sequential.remove: expected a module inside, got -1'],
  ];
  for (const [work, message] of bad) {
    const error = thrown(work);
    assert.instance(error, RangeError);
    assert.is(error.message, message);
  }
  assert.is(model.size(), 2);
});

test('what is not a module is refused', () => {
  for (const [value, kind] of [
    [null, 'null'],
    [undefined, 'undefined'],
    [nn.Tanh, 'function'],
    [{}, 'object'],
  ] as const) {
    const error = thrown(() => nn.Sequential().add(value as unknown as Module));
    assert.instance(error, TypeError);
    assert.is(error.message, `Sequential.add: expected a module, got ${kind}`);
  }
});

test('a module stands in a network once', () => {
  const layer = nn.Linear(2, 2);
  const model = nn.Sequential().add(layer);
  assert.is(thrown(() => model.add(layer)).message, twice('Sequential', 'Linear(2 -> 2)'));
  assert.is(model.size(), 1);
  const nested = thrown(() => model.add(nn.ConcatTable().add(nn.Tanh()).add(nn.Sequential().add(layer))));
  assert.is(nested.message, twice('Sequential', 'Linear(2 -> 2)'));
  assert.is(model.size(), 1);
  model.add(layer.clone('weight', 'bias', 'gradWeight', 'gradBias'));
  assert.is(model.size(), 2);
});

test('a module that came in twice from below is found at forward', () => {
  const layer = nn.Linear(2, 2);
  const inner = nn.Sequential();
  const model = nn.Sequential().add(layer).add(inner);
  model.forward(torch.randn(2));
  inner.add(layer);
  assert.is(thrown(() => model.forward(torch.randn(2))).message, twice('Sequential', 'Linear(2 -> 2)'));
  inner.remove();
  model.forward(torch.randn(2));
});

test('a container that would contain itself is refused', () => {
  const inner = nn.Sequential();
  const model = nn.Sequential().add(nn.ConcatTable().add(inner));
  const message = 'Sequential.add: expected another module, got one that contains this container';
  assert.is(thrown(() => inner.add(model)).message, message);
  assert.is(thrown(() => inner.add(inner)).message, message);
  assert.is(inner.size(), 0);
});

test('an error inside carries its path and its causes', () => {
  const model = nn
    .Sequential()
    .add(nn.Linear(4, 3))
    .add(
      nn
        .ConcatTable()
        .add(nn.Tanh())
        .add(nn.Sequential().add(nn.Tanh()).add(nn.Linear(5, 2))),
    );
  const error = thrown(() => model.forward(torch.randn(2, 4)));
  const own = 'Linear(5 -> 2).forward: expected input (N × 5) or (5), got (2 × 3)';
  assert.instance(error, RangeError);
  assert.is(error.message, `in module 1 of Sequential: in module 1 of ConcatTable: in module 1 of Sequential: ${own}`);
  let cause = error;
  while (cause.cause) cause = cause.cause as Error;
  assert.is(cause.message, own);
  const typeError = thrown(() => model.forward(torch.randn(2, 4).float()));
  assert.instance(typeError, TypeError);
  assert.ok(typeError.message.startsWith('in module 0 of Sequential: Linear(4 -> 3).forward: expected input of type'));
});

test('nested containers are drawn as Torch draws them', () => {
  const model = nn
    .Sequential()
    .add(nn.Linear(4, 3))
    .add(
      nn
        .ConcatTable()
        .add(nn.Sequential().add(nn.Tanh()).add(nn.Linear(3, 2)))
        .add(
          nn
            .Concat(1)
            .add(nn.Sigmoid())
            .add(nn.Sequential().add(nn.Linear(3, 3, false))),
        ),
    )
    .add(nn.ParallelTable().add(nn.Tanh()).add(nn.Sigmoid()));
  assert.is(
    model.toString(),
    `nn.Sequential {
  [input -> (1) -> (2) -> (3) -> output]
  (1): nn.Linear(4 -> 3)
  (2): nn.ConcatTable {
    input
      |\`-> (1): nn.Sequential {
      |      [input -> (1) -> (2) -> output]
      |      (1): nn.Tanh
      |      (2): nn.Linear(3 -> 2)
      |    }
       \`-> (2): nn.Concat {
             input
               |\`-> (1): nn.Sigmoid
                \`-> (2): nn.Sequential {
                      [input -> (1) -> output]
                      (1): nn.Linear(3 -> 3) without bias
                    }
                ... -> output
           }
       ... -> output
  }
  (3): nn.ParallelTable {
    input
      |\`-> (1): nn.Tanh
       \`-> (2): nn.Sigmoid
       ... -> output
  }
}`,
  );
  assert.is(model.describe(), 'Sequential');
});

interface Case {
  make: () => Module;
  input: () => Activation;
  /** BLAS calls of a full backward and R backward minus those without the input's gradient. */
  saved: number;
}

const hidden = (): Module[] => [nn.Tanh(), nn.Linear(4, 4), nn.Sigmoid(), nn.Linear(4, 2)];

function sequence(...modules: Module[]): Module {
  const model = nn.Sequential();
  for (const module of modules) model.add(module);
  return model;
}

/** gx is one product, Rgx two where Rgy is not zero. */
const LAYER = 3;

const firsts: Record<string, Case> = {
  'a layer': { make: () => sequence(nn.Linear(3, 4), ...hidden()), input: () => torch.randn(5, 3), saved: LAYER },
  'modules without parameters': {
    make: () => sequence(nn.View(3), nn.Dropout(0), nn.Linear(3, 4), ...hidden()),
    input: () => torch.randn(5, 3),
    saved: LAYER,
  },
  'a nested Sequential': {
    make: () => sequence(sequence(nn.Identity(), sequence(nn.Tanh(), nn.Linear(3, 4))), ...hidden()),
    input: () => torch.randn(5, 3),
    saved: LAYER,
  },
  'a nested Sequential without parameters': {
    make: () => sequence(sequence(nn.Identity(), sequence(nn.Tanh())), nn.Linear(3, 4), ...hidden()),
    input: () => torch.randn(5, 3),
    saved: LAYER,
  },
  'a ConcatTable': {
    make: () =>
      sequence(
        nn
          .ConcatTable()
          .add(nn.Linear(3, 4))
          .add(sequence(nn.Tanh(), nn.Linear(3, 4))),
        nn.CAddTable(),
        ...hidden(),
      ),
    input: () => torch.randn(5, 3),
    saved: 2 * LAYER,
  },
  'a ParallelTable': {
    make: () => sequence(nn.ParallelTable().add(nn.Linear(3, 4)).add(nn.Linear(2, 4)), nn.CAddTable(), ...hidden()),
    input: () => [torch.randn(5, 3), torch.randn(5, 2)],
    saved: 2 * LAYER,
  },
  'a Concat': {
    make: () =>
      sequence(
        nn
          .Concat(1)
          .add(nn.Linear(3, 2))
          .add(sequence(nn.Linear(3, 2))),
        ...hidden(),
      ),
    input: () => torch.randn(5, 3),
    saved: 2 * LAYER,
  },
};

const products: readonly KernelName[] = ['gemm', 'gemv', 'ger'];

for (const [name, { make, input, saved }] of Object.entries(firsts)) {
  test(`with ${name} first, the input's gradient can be left out and nothing else changes`, () => {
    const model = make();
    const x = input();
    const [, g, v, hv] = model.getParameters();
    v.normal();
    const gy = torch.randn((model.forward(x) as Tensor).size());
    const rgy = torch.randn(gy.size());
    const tally = counting(js);
    const run = (): [number[], number[], number] => {
      model.zeroGradParameters();
      model.zeroRGradParameters();
      model.forward(x);
      const previous = useKernels(tally);
      tally.reset();
      try {
        model.backward(x, gy);
        model.rForward(x);
        model.rBackward(x, undefined, gy, rgy);
      } finally {
        useKernels(previous);
      }
      return [g.toArray(), hv.toArray(), products.reduce((sum, kernel) => sum + tally.calls[kernel], 0)];
    };
    const [g1, hv1, calls1] = run();
    const gradInput = copied(model.gradInput);
    model.skipInputGradient(true);
    const [g2, hv2, calls2] = run();
    assert.equal(g2, g1);
    assert.equal(hv2, hv1);
    assert.is(calls1 - calls2, saved);
    model.skipInputGradient(false);
    const [g3, hv3, calls3] = run();
    assert.equal([g3, hv3, calls3], [g1, hv1, calls1]);
    assert.equal(copied(model.gradInput), gradInput);
  });
}

function copied(x: Activation): unknown {
  return Array.isArray(x) ? x.map(copied) : { size: x.size(), data: x.toArray() };
}

test('without parameters and without the input gradient there is nothing to do', () => {
  const model = sequence(nn.Tanh(), nn.Sigmoid());
  const x = torch.randn(2, 3);
  model.skipInputGradient(true);
  model.forward(x);
  const tally = counting(js);
  const previous = useKernels(tally);
  try {
    model.backward(x, x);
  } finally {
    useKernels(previous);
  }
  assert.is(tally.elements, 0);
});

test.run();
