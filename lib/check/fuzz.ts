/** @file Random networks, each checked whole: what single modules do right, compositions may still do wrong. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import { type Generator, Tensor } from '../tensor/index.js';
import { checkNetwork } from './check-network.js';
import { keepingGenerator } from './draws.js';
import { Report } from './report.js';
import { write } from './section.js';
import { seeded } from './subject.js';

type Makes<T, A extends unknown[] = []> = new (...args: A) => T;
interface Adding extends Module {
  add(module: Module): this;
}

/** What the generator builds with: the `nn` namespace has it all. */
export interface Blocks {
  readonly Linear: Makes<Module, [inputSize: number, outputSize: number]>;
  readonly Sequential: Makes<Adding>;
  readonly ConcatTable: Makes<Adding>;
  readonly ParallelTable: Makes<Adding>;
  readonly CAddTable: Makes<Module>;
  readonly CMulTable: Makes<Module>;
  readonly JoinTable: Makes<Module, [dimension: number]>;
  readonly SelectTable: Makes<Module, [index: number]>;
  readonly Tanh: Makes<Module>;
  readonly Sigmoid: Makes<Module>;
  readonly SoftPlus: Makes<Module>;
  readonly SoftMax: Makes<Module>;
  readonly ReLU: Makes<Module>;
  readonly LogSoftMax: Makes<Module>;
  readonly MSECriterion: Makes<Criterion>;
  readonly CrossEntropyCriterion: Makes<Criterion>;
  readonly ClassNLLCriterion: Makes<Criterion>;
}

/** A network and where to check it. */
export interface FuzzCase {
  model: Module;
  criterion: Criterion;
  input: Activation;
  target: Target;
  /** The stages in short: `residual, join, shared -> MSECriterion`. */
  plan: string;
}

/** A module that keeps the width, or gives another one. */
interface Stage {
  name: string;
  module: Module;
  width: number;
}

const SHARED = ['weight', 'bias', 'gradWeight', 'gradBias'] as const;

/**
 * The network of one seed: three to five nonlinear stages, drawn from plain, residual, gated, joined, parallel and
 * shared ones.
 */
export function randomNetwork(nn: Blocks, seed: number): FuzzCase {
  const random = seeded(seed);
  return keepingGenerator(() => {
    const rows = 1 + random.random(2);
    const columns = 1 + random.random(3);
    const model = new nn.Sequential();
    const names: string[] = [];
    let width = columns;
    const depth = 2 + random.random(3);
    for (let i = 0; i < depth; i++) {
      const stage = randomStage(nn, random, width);
      model.add(stage.module);
      names.push(stage.name);
      width = stage.width;
    }
    const classes = 1 + random.random(3);
    model.add(new nn.Linear(width, classes));
    const normal = (...size: number[]): Tensor => {
      const x = Tensor.zeros('Double', size);
      write(
        x,
        Float64Array.from({ length: x.nElement() }, () => random.normal()),
      );
      return x;
    };
    const labels = Tensor.from(
      'Long',
      Array.from({ length: rows }, () => random.random(classes) - 1),
    );
    const ending = pick(random, ['MSECriterion', 'CrossEntropyCriterion', 'ClassNLLCriterion'] as const);
    if (ending === 'ClassNLLCriterion') model.add(new nn.LogSoftMax());
    // Initial weights came from the default generator; these depend on the seed alone.
    for (const values of model.parameters()[0]) {
      const scale = 1 / Math.sqrt(values._size[values.dim() - 1]);
      write(
        values,
        Float64Array.from({ length: values.nElement() }, () => scale * random.normal()),
      );
    }
    return {
      model,
      criterion: new nn[ending](),
      input: normal(rows, columns),
      target: ending === 'MSECriterion' ? normal(rows, classes) : labels,
      plan: `${names.join(', ')} -> ${ending}`,
    };
  });
}

/** Checks `count` networks, of the seeds `seed`, `seed + 1`, …; a report's subject starts with its own seed. */
export function fuzzNetworks(nn: Blocks, { seed, count }: { seed: number; count: number }): Report[] {
  return Array.from({ length: count }, (_, i) => {
    const { model, criterion, input, target, plan } = randomNetwork(nn, seed + i);
    const report = checkNetwork(model, criterion, input, target, { seed: seed + i });
    return new Report(`fuzzed network of seed ${seed + i} (${plan})`, report.verdicts);
  });
}

function randomStage(nn: Blocks, random: Generator, width: number): Stage {
  const next = 1 + random.random(3);
  const name = pick(random, ['plain', 'residual', 'gated', 'join', 'parallel', 'select', 'shared'] as const);
  const layer = (to: number): Module => chain(nn, new nn.Linear(width, to), activation(nn, random));
  const branches = (...to: number[]): Adding => {
    const table = new nn.ConcatTable();
    for (const size of to) table.add(layer(size));
    return table;
  };
  switch (name) {
    case 'plain':
      return { name, module: layer(next), width: next };
    case 'residual':
      return { name, module: chain(nn, branches(next, next), new nn.CAddTable()), width: next };
    case 'gated':
      return { name, module: chain(nn, branches(next, next), new nn.CMulTable()), width: next };
    case 'join':
      return { name, module: chain(nn, branches(next, 2), new nn.JoinTable(1)), width: next + 2 };
    case 'parallel': {
      const inner = new nn.ParallelTable().add(new nn.Linear(next, next)).add(activation(nn, random));
      return { name, module: chain(nn, branches(next, next), inner, new nn.CAddTable(), new nn.Tanh()), width: next };
    }
    case 'select': {
      const kept = random.random(2) - 1;
      const nested = new nn.ConcatTable().add(branches(next, 2)).add(layer(2));
      const module = chain(nn, nested, new nn.SelectTable(0), new nn.SelectTable(kept));
      return { name, module, width: kept === 0 ? next : 2 };
    }
    case 'shared': {
      const linear = new nn.Linear(width, width);
      const twin = linear.clone(...SHARED);
      return { name, module: chain(nn, linear, activation(nn, random), twin, activation(nn, random)), width };
    }
  }
}

function chain(nn: Blocks, ...modules: readonly Module[]): Adding {
  const sequential = new nn.Sequential();
  for (const module of modules) sequential.add(module);
  return sequential;
}

function activation(nn: Blocks, random: Generator): Module {
  const name = pick(random, ['Tanh', 'Sigmoid', 'SoftPlus', 'SoftMax', 'ReLU'] as const);
  return new nn[name]();
}

function pick<T>(random: Generator, choices: readonly T[]): T {
  return choices[random.random(choices.length) - 1];
}
