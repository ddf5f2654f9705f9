/** @file Differential evolution. */
import { Generator, type Tensor } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';
import { defineMethod, type Method } from './method.js';

export interface DeConfig {
  /** Members of the population; 10 for each element of x by default. */
  popsize?: number;
  /** What differences are multiplied by, between 0.4 and 1 as a rule. Has to be given. */
  scaleFactor?: number;
  /** How often an element comes from the mutant, between 0.1 and 0.9 as a rule. Has to be given. */
  crossoverRate?: number;
  /** Evaluations, give or take those of one generation. Has to be given. */
  maxFEs?: number;
  /** Where the first members are drawn, in each element; 30 and −30 by default. */
  maxRegion?: number;
  minRegion?: number;
}

/**
 * Each member p competes with b + F (p₁ − p₂), of the best member b and two others, of which an element is taken with probability
 * `crossoverRate`. x is neither a member nor read; the best member found is written to it. The gradient is not used; a loss that is NaN
 * counts as infinite. Storn and Price
 * 1997 (J. Global Optimization 11), DE/best/1, as optim.de of Lua Torch, whose draws it repeats, from a generator with seed 1.
 * Also as there, b is the worst member until a child beats it. Returns the loss of every evaluation.
 */
export const de: Method<DeConfig, object> = defineMethod<DeConfig, object>(
  'de',
  {
    popsize: 'number',
    scaleFactor: 'number',
    crossoverRate: 'number',
    maxFEs: 'number',
    maxRegion: 'number',
    minRegion: 'number',
  },
  {},
  (opfunc, x, config) => {
    const n = x.nElement();
    const { popsize = 10 * n, maxRegion = 30, minRegion = -30 } = config;
    const [scaleFactor, crossoverRate, maxFEs] = (['scaleFactor', 'crossoverRate', 'maxFEs'] as const).map((name) => {
      const value = config[name];
      if (value === undefined) throw new TypeError(`de: expected ${name} in its configuration, got none`);
      return value;
    });
    if (popsize < 3) throw new RangeError(`de: expected a population of 3 members at least, got ${popsize}`);
    const generator = new Generator();
    torch.manualSeed(generator, 1);
    const population = x.new(popsize, n).uniform(generator, minRegion, maxRegion);
    const members = [...Array(popsize).keys()].map((i) => population.select(0, i));
    const children = members.map((member) => member.clone());
    const losses: number[] = [];
    const evaluate = (member: Tensor): number => {
      const { loss } = opfunc(member.view(x._size));
      losses.push(loss);
      return Number.isNaN(loss) ? Infinity : loss;
    };
    const fitness = members.map(evaluate);
    let least = Math.max(...fitness);
    const best = members[fitness.indexOf(least)].clone();
    /** Another member than these. */
    const other = (...taken: number[]): number => {
      while (true) {
        const i = torch.random(generator, 0, popsize - 1);
        if (!taken.includes(i)) return i;
      }
    };
    while (losses.length + 1 < maxFEs) {
      const trials = children.map((child, i) => {
        const a = other(i);
        const b = other(a, i);
        const certain = torch.random(generator, 0, n - 1);
        for (let j = 0; j < n; j++) {
          // Torch compares the drawn element with the number of the member.
          const mutates = torch.uniform(generator, 0, 1) < crossoverRate || i === certain;
          const difference = (members[a].get(j) as number) - (members[b].get(j) as number);
          child.set(j, mutates ? (best.get(j) as number) + scaleFactor * difference : (members[i].get(j) as number));
        }
        return evaluate(child);
      });
      trials.forEach((loss, i) => {
        if (!(loss <= fitness[i])) return;
        members[i].copy(children[i]);
        fitness[i] = loss;
        if (loss < least) {
          least = loss;
          best.copy(children[i]);
        }
      });
    }
    x.copy(best.view(x._size));
    return [x, losses];
  },
);
