/** @file CMA-ES: evolution with an adapted covariance matrix. */
import { Tensor } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';
import { defineMethod, type Method } from './method.js';

export interface CmaesConfig {
  /** The first standard deviation of every element. Has to be given. */
  sigma?: number;
  /** Evaluations, give or take those of one generation; 1000 n² by default. */
  maxEval?: number;
  /** The search ends below this loss. */
  ftarget?: number;
  /** Candidates of a generation; 4 + ⌊3 log n⌋ by default. */
  popsize?: number;
  /** Generations at least; 1 by default. */
  min_iterations?: number;
  /** Accepted for Torch's sake: nothing is printed. */
  verb_disp?: number;
}

/** How fast things move: constants of n and of the population. */
interface Rates {
  weights: number[];
  mueff: number;
  cc: number;
  cs: number;
  c1: number;
  cmu: number;
  damps: number;
}

function ratesOf(n: number, lambda: number): Rates {
  const mu = lambda / 2;
  const raw = [...Array(Math.floor(mu)).keys()].map((i) => Math.log(mu + 0.5) - Math.log(i + 1));
  const total = raw.reduce((sum, w) => sum + w, 0);
  const weights = raw.map((w) => w / total);
  const mueff = 1 / weights.reduce((sum, w) => sum + w * w, 0);
  const cs = (mueff + 2) / (n + mueff + 5);
  const c1 = 2 / ((n + 1.3) ** 2 + mueff);
  return {
    weights,
    mueff,
    cc: (4 + mueff / n) / (n + 4 + (2 * mueff) / n),
    cs,
    c1,
    cmu: Math.min(1 - c1, (2 * (mueff - 2 + 1 / mueff)) / ((n + 2) ** 2 + mueff)),
    damps: (2 * mueff) / lambda + 0.3 + cs,
  };
}

/** The distribution: mean m, step σ, covariance C = B D² Bᵀ, and the paths of both. */
interface Distribution {
  mean: Tensor;
  sigma: number;
  C: Tensor;
  B: Tensor;
  D: Tensor;
  invsqrtC: Tensor;
  ps: Tensor;
  pc: Tensor;
}

/** Moves the distribution towards the best candidates, which stand first. */
function adapt(to: Distribution, sorted: readonly Tensor[], rates: Rates, generations: number): void {
  const { weights, mueff, cc, cs, c1, cmu, damps } = rates;
  const { mean, C, ps, pc, sigma } = to;
  const n = mean.nElement();
  const before = mean.clone();
  mean.zero();
  weights.forEach((w, k) => void mean.add(w, sorted[k]));
  const y = mean.clone().add(-1, before);
  ps.mul(1 - cs).add(Math.sqrt(cs * (2 - cs) * mueff) / sigma, torch.mv(to.invsqrtC, y));
  const length = ps.dot(ps);
  const hsig = length / (1 - (1 - cs) ** (2 * generations)) / n < 2 + 4 / (n + 1) ? 1 : 0;
  pc.mul(1 - cc).add((Math.sqrt(cc * (2 - cc) * mueff) / sigma) * hsig, y);
  C.mul(1 - (c1 - (1 - hsig ** 2) * c1 * cc * (2 - cc)) - cmu).addr(c1, pc, pc);
  weights.forEach((w, k) => {
    const step = sorted[k].clone().add(-1, before);
    C.addr((cmu * w) / sigma ** 2, step, step);
  });
  to.sigma = sigma * Math.exp(Math.min(0.6, ((cs / damps) * (length / n - 1)) / 2));
}

/** B, D and C^−½ from C. */
function decompose(to: Distribution): void {
  to.C = torch.triu(to.C).add(torch.triu(to.C, 1).t());
  const [values, vectors] = torch.symeig(to.C, 'V');
  to.D = values.sqrt();
  to.B = vectors;
  to.invsqrtC = torch.mm(torch.mm(vectors, torch.diag(torch.pow(to.D, -1))), vectors.t());
}

/**
 * Candidates m + σ B D z, z normal, of which the better half, weighted, moves m, C and σ. The gradient is not used; a loss that is
 * NaN counts as infinite. Hansen 2016 (arXiv
 * 1604.00772), as optim.cmaes of Lua Torch, after Hansen's barecmaes2; draws come from the default generator, in Torch's order. The best
 * candidate is written to x. Returns the loss at x, the best of each generation and the best of all, and the number of evaluations.
 */
export const cmaes: Method<CmaesConfig, object, [evaluations: number]> = defineMethod<CmaesConfig, object, [number]>(
  'cmaes',
  {
    sigma: 'number',
    maxEval: 'number',
    ftarget: 'number',
    popsize: 'number',
    min_iterations: 'number',
    verb_disp: 'number',
  },
  {},
  (opfunc, x, config) => {
    const n = x.nElement();
    const { sigma, maxEval = 1000 * n ** 2, ftarget = -Infinity, min_iterations = 1 } = config;
    const { popsize: lambda = 4 + Math.floor(3 * Math.log(n)) } = config;
    if (sigma === undefined) throw new TypeError('cmaes: expected sigma in its configuration, got none');
    const rates = ratesOf(n, lambda);
    const eye = (): Tensor => torch.eye(Tensor.zeros('Double', []), n, n).type(x.type());
    const zeros = (): Tensor => x.new(n).zero();
    const mean = x.clone().view(n);
    const to: Distribution = {
      mean,
      sigma,
      C: eye(),
      B: eye(),
      D: zeros().fill(1),
      invsqrtC: eye(),
      ps: zeros(),
      pc: zeros(),
    };
    const losses = [opfunc(x).loss];
    let [evaluations, decomposed, generations] = [0, 0, 0];
    let best = { x: mean.clone(), loss: Infinity };
    let fitness: number[] = [];
    const ends = (): boolean =>
      evaluations >= maxEval ||
      fitness[0] <= ftarget ||
      to.D.max() > 1e7 * to.D.min() ||
      fitness[fitness.length - 1] - fitness[0] < 1e-12 ||
      to.sigma * to.D.max() < 1e-11;
    while (generations < min_iterations || !ends()) {
      generations++;
      if (evaluations - decomposed > lambda / (rates.c1 + rates.cmu) / n / 10) {
        decomposed = evaluations;
        decompose(to);
      }
      const candidates = [...Array(lambda)].map(() => {
        const z = zeros().normal(0, 1).cmul(to.D);
        return mean.clone().add(to.sigma, torch.mv(to.B, z));
      });
      const found = candidates.map((candidate) => {
        const { loss } = opfunc(candidate.view(x._size));
        return Number.isNaN(loss) ? Infinity : loss;
      });
      evaluations += lambda;
      const order = [...found.keys()].sort((i, j) => found[i] - found[j]);
      fitness = order.map((i) => found[i]);
      losses.push(fitness[0]);
      if (fitness[0] < best.loss) best = { x: candidates[order[0]], loss: fitness[0] };
      adapt(
        to,
        order.map((i) => candidates[i]),
        rates,
        evaluations / lambda,
      );
    }
    losses.push(best.loss);
    x.copy(best.x.view(x._size));
    return [x, losses, evaluations];
  },
);
