/** @file The trace of an operator, from products with drawn vectors. */
import { type Generator, Tensor } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';
import { orthogonalise } from './lanczos.js';
import { applyBlock, type Operator } from './operator.js';

export interface TraceOptions {
  /** 'xtrace' by default. */
  method?: 'hutchinson' | 'hutch++' | 'xtrace';
  /** Products to be made; 30 by default. */
  products?: number;
  /** What draws; the default generator by default. */
  generator?: Generator;
}

export interface TraceEstimate {
  trace: number;
  /** The standard error, as the samples tell it. */
  standardError: number;
  /** How many were made. */
  products: number;
}

/** x ← independent signs. */
export function drawSigns(x: Tensor, generator?: Generator): Tensor {
  return (generator ? x.bernoulli(generator, 0.5) : x.bernoulli(0.5)).mul(2).add(-1);
}

/** Rows of independent signs. */
export function signs(rows: number, size: number, generator: Generator | undefined): Tensor {
  return drawSigns(Tensor.zeros('Double', [rows, size]), generator);
}

/** An orthonormal basis of the rows of Y, and L with Y = L Q; fewer rows where some of Y's depend on others. */
function orthonormalised(Y: Tensor): { Q: Tensor; L: Tensor; rank: number } {
  const [m, n] = [Y.size(0), Y.size(1)];
  const Q = Tensor.zeros('Double', [m, n]);
  let rank = 0;
  for (let i = 0; i < m; i++) {
    const w = Y.select(0, i).clone();
    const length = w.norm();
    orthogonalise(w, Q, rank);
    if (w.norm() > 1e-12 * length) Q.select(0, rank++).copy(w.div(w.norm()));
  }
  if (rank === 0) return { Q, L: Q, rank };
  const basis = Q.narrow(0, 0, rank);
  return { Q: basis, L: torch.mm(Y, basis.t()), rank };
}

export function mean(samples: readonly number[]): number {
  return samples.reduce((sum, value) => sum + value, 0) / samples.length;
}

/** The standard error of the mean. */
export function errorOf(samples: readonly number[]): number {
  const m = samples.length;
  const centre = mean(samples);
  return Math.sqrt(samples.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (m - 1) / m);
}

/** tr A = E[zᵀ A z] for signs z. */
function hutchinson(operator: Operator, products: number, generator: Generator | undefined): TraceEstimate {
  const Z = signs(products, operator.size, generator);
  const AZ = applyBlock(operator, Z);
  const samples = [...Array(products).keys()].map((i) => Z.select(0, i).dot(AZ.select(0, i)));
  return { trace: mean(samples), standardError: errorOf(samples), products };
}

/** The trace on the range of A S, exactly, and Hutchinson's estimate of what is beside it. */
function hutchPlusPlus(operator: Operator, products: number, generator: Generator | undefined): TraceEstimate {
  const m = Math.floor(products / 3);
  const { Q, rank } = orthonormalised(applyBlock(operator, signs(m, operator.size, generator)));
  const exact = rank === 0 ? 0 : Q.dot(applyBlock(operator, Q));
  const G = signs(m, operator.size, generator);
  for (let i = 0; i < m; i++) orthogonalise(G.select(0, i), Q, rank);
  const AG = applyBlock(operator, G);
  const samples = [...Array(m).keys()].map((i) => G.select(0, i).dot(AG.select(0, i)));
  return { trace: exact + mean(samples), standardError: errorOf(samples), products: 2 * m + rank };
}

/**
 * For each drawn ω, the trace on the range of the others' products, exactly, and ωᵀ(I − P)A(I − P)ω for what is beside it. With Y = A Ω
 * = Q R, leaving out column i takes the direction Q s, s ∝ R⁻ᵀ eᵢ, from that range.
 */
function xtrace(operator: Operator, products: number, generator: Generator | undefined): TraceEstimate {
  const m = Math.floor(products / 2);
  const omega = signs(m, operator.size, generator);
  const Y = applyBlock(operator, omega);
  const { Q, L, rank } = orthonormalised(Y);
  if (rank === 0) return { trace: 0, standardError: 0, products: m };
  const H = torch.mm(Q, applyBlock(operator, Q).t());
  // The range is all there is of A: nothing is beside it.
  if (rank < m) return { trace: H.trace(), standardError: 0, products: m + rank };
  const S = torch.inverse(L);
  const W = torch.mm(Q, omega.t());
  const samples = [...Array(m).keys()].map((i) => {
    const s = S.select(1, i).clone();
    s.div(s.norm());
    const w = W.select(1, i).contiguous();
    const u = w.clone().add(-s.dot(w), s);
    const range = H.trace() - s.dot(torch.mv(H, s));
    return range + omega.select(0, i).dot(Y.select(0, i)) - 2 * u.dot(L.select(0, i)) + u.dot(torch.mv(H, u));
  });
  return { trace: mean(samples), standardError: errorOf(samples), products: 2 * m };
}

const methods = { hutchinson: [hutchinson, 2], 'hutch++': [hutchPlusPlus, 6], xtrace: [xtrace, 4] } as const;

/**
 * An estimate of tr A without bias, and its standard error: Hutchinson 1990; Hutch++ (Meyer, Musco, Musco and Woodruff 2021); XTrace
 * (Epperly, Tropp and Webber 2024), the sharpest of the three where eigenvalues fall off. All draw signs.
 *
 * @throws RangeError for fewer products than the method needs.
 */
export function trace(operator: Operator, options: TraceOptions = {}): TraceEstimate {
  const { method = 'xtrace', products = 30, generator } = options;
  const [estimate, least] = methods[method] ?? [];
  if (!estimate) {
    throw new RangeError(`trace: expected the method ${Object.keys(methods).join(', ')}, got '${method}'`);
  }
  if (!(Number.isInteger(products) && products >= least)) {
    throw new RangeError(`trace: expected ${least} products at least for ${method}, got ${products}`);
  }
  return estimate(operator, products, generator);
}
