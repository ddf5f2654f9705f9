/** @file Costs: multiply-adds of a gradient and of Hv, and typed arrays made on the way. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { counting, js, useKernels } from '../lib/kernels/index.js';
import type { Activation } from '../lib/nn/activation.js';
import type { Criterion, Target } from '../lib/nn/criterion.js';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { type Tensor, torch } from '../lib/tensor/index.js';
import { arraysMade } from './arrays-made.js';
import { layers } from './networks.js';

/** Multiply-adds of BLAS and elements of maps that `work` hands to the kernels. */
function cost(work: () => void): { multiplyAdds: number; elements: number } {
  const tally = counting(js);
  const previous = useKernels(tally);
  try {
    work();
  } finally {
    useKernels(previous);
  }
  return { multiplyAdds: tally.multiplyAdds, elements: tally.elements };
}

interface Problem {
  model: Module;
  criterion: Criterion;
  x: Activation;
  t: Target;
}

/** Forward and backward, then the R passes at that point. */
function passes({ model, criterion, x, t }: Problem): { gradient: () => void; hv: () => void } {
  return {
    gradient: () => {
      const y = model.forward(x);
      criterion.forward(y, t);
      model.backward(x, criterion.backward(y, t));
    },
    hv: () => {
      const ry = model.rForward(x);
      const { output: y } = model;
      model.rBackward(x, undefined, criterion.gradInput, criterion.rBackward(y, ry, t));
    },
  };
}

function ratio(problem: Problem): number {
  const { gradient, hv } = passes(problem);
  problem.model.getParameters()[2].normal();
  const first = cost(gradient);
  const second = cost(hv);
  assert.ok(first.multiplyAdds > 0);
  return second.multiplyAdds / first.multiplyAdds;
}

const shapes: [number[], 'Tanh' | 'Sigmoid', number][] = [
  [[20, 30, 20, 10], 'Tanh', 8],
  [[20, 30, 20, 10], 'Sigmoid', 8],
  [[20, 30, 20, 10], 'Tanh', 0],
  [[8, 9, 7, 6, 5], 'Sigmoid', 0],
  [[8, 9, 7, 6, 5], 'Tanh', 3],
  [[3, 40, 40, 3], 'Sigmoid', 16],
];

for (const [sizes, activation, rows] of shapes) {
  const what = `${sizes.join('-')} ${activation}, ${rows > 0 ? `${rows} rows` : 'one row without a batch'}`;
  test(`Hv costs at most two gradients: ${what}`, () => {
    const problem = (criterion: Criterion, last: Module[], t: Target): Problem => {
      const model = layers(sizes, activation);
      for (const module of last) model.add(module);
      return { model, criterion, x: rows > 0 ? torch.randn(rows, sizes[0]) : torch.randn(sizes[0]), t };
    };
    const n = sizes[sizes.length - 1];
    const labels = rows > 0 ? torch.zeros(rows).long() : 0;
    const found = [
      ratio(problem(nn.ClassNLLCriterion(), [nn.LogSoftMax()], labels)),
      ratio(problem(nn.MSECriterion(), [], rows > 0 ? torch.randn(rows, n) : torch.randn(n))),
    ];
    for (const value of found) assert.ok(value > 1 && value <= 2, `expected a ratio of at most 2, got ${value}`);
  });
}

test('for 784-512-256-10 without the input gradient, Hv costs at most 1.34 gradients', () => {
  const model = layers([784, 512, 256, 10], 'Tanh').add(nn.LogSoftMax());
  model.skipInputGradient(true);
  const problem = {
    model,
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(4, 784),
    t: torch.LongTensor([1, 2, 3, 4]),
  };
  const value = ratio(problem);
  assert.ok(value > 1 && value <= 1.34, `expected a ratio of at most 1.34, got ${value}`);
});

test("the first layer's R forward is one product", () => {
  for (const x of [torch.randn(6, 5), torch.randn(5)]) {
    const layer = nn.Linear(5, 4);
    layer.forward(x);
    const one = cost(() => layer.updateOutput(x)).multiplyAdds;
    assert.is(one, (4 * 5 * x.nElement()) / 5);
    assert.is(cost(() => layer.updateROutput(x, undefined)).multiplyAdds, one);
    assert.is(cost(() => layer.updateROutput(x, x)).multiplyAdds, 2 * one);
  }
});

test('a structural zero goes through activations at no cost', () => {
  const model = nn.Sequential().add(nn.Tanh()).add(nn.Dropout(0.5)).add(nn.Sigmoid()).add(nn.View(-1));
  const x = torch.randn(3, 4);
  model.forward(x);
  assert.equal(
    cost(() => model.updateROutput(x, undefined)),
    { multiplyAdds: 0, elements: 0 },
  );
});

// [module, input, multiply-adds of one product of weight and input]
const convolutions: [Module, Tensor, number][] = [
  [nn.SpatialConvolution(2, 3, 3, 2), torch.randn(2, 2, 4, 5), 2 * 3 * (2 * 3 * 2) * (3 * 3)],
  [nn.SpatialConvolution(2, 3, 1, 1), torch.randn(2, 2, 3, 2), 2 * 3 * 2 * (3 * 2)],
  [nn.SpatialConvolutionMM(2, 3, 3, 2), torch.randn(2, 4, 5), 3 * (2 * 3 * 2) * (3 * 3)],
  [nn.SpatialDilatedConvolution(2, 3, 2, 2, 1, 1, 0, 0, 2, 2), torch.randn(2, 2, 4, 5), 2 * 3 * (2 * 2 * 2) * (2 * 3)],
  [nn.SpatialFullConvolution(2, 3, 3, 2, 2, 2), torch.randn(2, 2, 4, 5), 2 * 2 * (3 * 3 * 2) * (4 * 5)],
  [nn.VolumetricConvolution(2, 3, 2, 3, 2), torch.randn(2, 2, 3, 4, 5), 2 * 3 * (2 * 2 * 3 * 2) * (2 * 3 * 3)],
  [
    nn.VolumetricDilatedConvolution(2, 3, 2, 1, 2, 1, 1, 1, 0, 0, 0, 2, 1, 2),
    torch.randn(2, 3, 4, 5),
    3 * (2 * 2 * 1 * 2) * (1 * 5 * 2),
  ],
  [nn.VolumetricFullConvolution(2, 3, 2, 3, 2), torch.randn(2, 3, 4, 5), 2 * (3 * 2 * 3 * 2) * (3 * 4 * 5)],
  // Rows of a bias are summed by a kernel that counts, those of planes are not.
  [nn.TemporalConvolution(2, 3, 2, 2).noBias(), torch.randn(2, 5, 2), 2 * 3 * (2 * 2) * 2],
  [nn.TemporalRowConvolution(3, 2).noBias(), torch.randn(2, 5, 3), 2 * 3 * 2 * 4],
  [nn.SpatialConvolutionLocal(2, 3, 5, 4, 3, 3).noBias(), torch.randn(2, 2, 4, 5), 2 * 3 * (2 * 3 * 3) * (2 * 3)],
  [nn.SpatialConvolutionMap(nn.tables.random(4, 3, 2), 3, 3), torch.randn(2, 4, 4, 5), 2 * 6 * (3 * 3) * (2 * 3)],
  [nn.SpatialDepthWiseConvolution(3, 2, 3, 3), torch.randn(2, 3, 4, 5), 2 * 6 * (3 * 3) * (2 * 3)],
  [nn.SpatialFullConvolutionMap(nn.tables.random(4, 3, 2), 3, 3), torch.randn(2, 4, 4, 5), 2 * 6 * (3 * 3) * (4 * 5)],
];

for (const [module, x, product] of convolutions) {
  test(`the R pass costs two gradients: ${module.describe()}`, () => {
    const y = (module.forward(x) as Tensor).clone();
    const costs = [
      () => module.forward(x),
      () => module.backward(x, y),
      () => module.rForward(x, x),
      () => module.rBackward(x, x, y, y),
    ].map((pass) => cost(() => void pass()).multiplyAdds);
    assert.equal(costs, [product, 2 * product, 2 * product, 4 * product]);
  });
}

test('arrays are counted however they are made', () => {
  const own = new Float64Array(4);
  const ways: (() => unknown)[] = [
    () => new Float64Array(3),
    () => new Float32Array([1, 2]),
    () => own.subarray(1),
    () => own.slice(),
    () => Float64Array.from([1]),
    () => Int32Array.of(1),
    () => torch.zeros(3),
    () => torch.ones(3).clone(),
    () => own.map((value) => value),
  ];
  for (const way of ways) assert.ok(arraysMade(way) > 0, way.toString());
  const sized = (): unknown => [torch.zeros(3), new Float64Array(4), own.subarray(0), Int32Array.of(1), own.slice(2)];
  assert.is(arraysMade(sized, 3), 3);
  assert.is(
    arraysMade(() => void own.fill(1).set([1, 2])),
    0,
  );
  assert.is(
    arraysMade(() => void new Array(3).fill(0).map((value) => value)),
    0,
  );
});

const branched = (): Module =>
  nn
    .Sequential()
    .add(nn.View(6))
    .add(nn.Dropout(0.3))
    .add(
      nn
        .ConcatTable()
        .add(nn.Sequential().add(nn.Linear(6, 5)).add(nn.Tanh()).add(nn.Linear(5, 4)))
        .add(nn.Sequential().add(nn.Linear(6, 4)).add(nn.Sigmoid()))
        .add(nn.Linear(6, 4)),
    )
    .add(
      nn
        .ConcatTable()
        .add(nn.JoinTable(1))
        .add(nn.Sequential().add(nn.CAddTable()).add(nn.Linear(4, 12))),
    )
    .add(nn.CAddTable())
    .add(nn.Dropout(0.2))
    .add(nn.Linear(12, 3))
    .add(nn.LogSoftMax());

const labels = (rows: number): Tensor => torch.zeros(rows).long();

const steady: Record<string, () => Problem> = {
  'an MLP with NLL': () => ({
    model: layers([6, 5, 4, 3], 'Tanh').add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(70, 6),
    t: labels(70),
  }),
  'an MLP with cross-entropy': () => ({
    model: layers([6, 5, 4, 3], 'Sigmoid'),
    criterion: nn.CrossEntropyCriterion(),
    x: torch.randn(7, 6),
    t: labels(7),
  }),
  'an MLP with mean squares': () => ({
    model: layers([6, 5, 4, 3], 'Tanh'),
    criterion: nn.MSECriterion(),
    x: torch.randn(7, 6),
    t: torch.randn(7, 3),
  }),
  'an MLP with BCE': () => ({
    model: layers([6, 5, 4, 3], 'Tanh').add(nn.Sigmoid()),
    criterion: nn.BCECriterion(),
    x: torch.randn(7, 6),
    t: torch.rand(7, 3),
  }),
  'an MLP on one row': () => ({
    model: layers([6, 5, 4, 3], 'Sigmoid').add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(6),
    t: 1,
  }),
  'an MLP in single precision': () => ({
    model: layers([6, 5, 4, 3], 'Tanh').float(),
    criterion: nn.MSECriterion().float(),
    x: torch.randn(7, 6).float(),
    t: torch.randn(7, 3).float(),
  }),
  'convolutions of images': () => ({
    model: nn
      .Sequential()
      .add(nn.SpatialConvolution(1, 2, 3, 3, 1, 1, 1))
      .add(nn.Tanh())
      .add(nn.SpatialDilatedConvolution(2, 3, 2, 2, 1, 1, 0, 0, 2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialFullConvolution(3, 2, 2, 2, 2, 2))
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(192, 3)),
    criterion: nn.MSECriterion(),
    x: torch.randn(4, 1, 6, 8),
    t: torch.randn(4, 3),
  }),
  'convolutions of sequences and volumes': () => ({
    model: nn
      .Sequential()
      .add(nn.TemporalConvolution(3, 4, 2))
      .add(nn.Tanh())
      .add(nn.TemporalRowConvolution(4, 2))
      .add(nn.View(1, 2, 4, 2).setNumInputDims(2))
      .add(nn.VolumetricConvolution(1, 2, 2, 2, 1))
      .add(nn.Tanh())
      .add(nn.VolumetricFullConvolution(2, 1, 2, 2, 1))
      .add(nn.View(-1).setNumInputDims(4))
      .add(nn.Linear(16, 2)),
    criterion: nn.MSECriterion(),
    x: torch.randn(3, 6, 3),
    t: torch.randn(3, 2),
  }),
  'branches, joins, sums, dropout and views': () => ({
    model: branched(),
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(7, 2, 3),
    t: labels(7),
  }),
};

for (const [name, make] of Object.entries(steady)) {
  for (const skip of [false, true]) {
    test(`${name}: no typed array is made after two steps${skip ? ', without the input gradient' : ''}`, () => {
      const problem = make();
      const { model, criterion, x, t } = problem;
      model.getParameters()[2].normal();
      model.skipInputGradient(skip);
      const { gradient, hv } = passes(problem);
      const step = (): void => {
        model.zeroGradParameters();
        model.zeroRGradParameters();
        gradient();
        criterion.rForward(model.output, model.rForward(x), t);
        hv();
        model.updateParameters(1e-3);
      };
      step();
      step();
      const made = arraysMade(() => {
        for (let i = 3; i <= 100; i++) step();
      });
      assert.is(made, 0);
    });
  }
}

test.run();
