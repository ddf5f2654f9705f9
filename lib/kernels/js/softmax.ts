/** @file Softmax and log-softmax over the middle index of (outer × n × inner), their adjoints and R-operators. */
import type { Kernels, Vector } from '../kernels.js';

// A line is the n elements, `inner` apart, that are normalised together; line l of outer × inner begins at `start`.
function start(l: number, n: number, inner: number): number {
  const column = l % inner;
  return (l - column) * n + column;
}

function maximum(n: number, inner: number, x: Vector, xi: number): number {
  let largest = -Infinity;
  for (let i = 0; i < n; i++) {
    const v = x[xi + i * inner];
    if (v > largest) {
      largest = v;
    }
  }
  return largest;
}

function lineSum(n: number, inner: number, x: Vector, xi: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += x[xi + i * inner];
  }
  return sum;
}

function lineDot(n: number, inner: number, x: Vector, xi: number, y: Vector, yi: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += x[xi + i * inner] * y[yi + i * inner];
  }
  return sum;
}

/** y ← e^(x − max) / Σ e^(x − max); y may be x. A line of −∞ alone, or with +∞ in it, gives NaN. */
export const softMax: Kernels['softMax'] = (outer, n, inner, x, xo, y, yo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    const largest = maximum(n, inner, x, xo + o);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const e = Math.exp(x[xo + o + i * inner] - largest);
      y[yo + o + i * inner] = e;
      total += e;
    }
    for (let i = 0; i < n; i++) {
      y[yo + o + i * inner] /= total;
    }
  }
};

/** z ← y ∘ (g − Σ y g) */
export const softMaxGrad: Kernels['softMaxGrad'] = (outer, n, inner, y, yo, g, go, z, zo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    const mean = lineDot(n, inner, y, yo + o, g, go + o);
    for (let i = 0; i < n; i++) {
      const p = o + i * inner;
      z[zo + p] = y[yo + p] * (g[go + p] - mean);
    }
  }
};

/** z ← Ry ∘ (g − Σ y g) + y ∘ (Rg − Σ (Ry g + y Rg)); a missing Rg is zero. */
export const softMaxRGrad: Kernels['softMaxRGrad'] = (outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    const mean = lineDot(n, inner, y, yo + o, g, go + o);
    let rMean = lineDot(n, inner, ry, ryo + o, g, go + o);
    if (rg !== undefined) {
      rMean += lineDot(n, inner, y, yo + o, rg, rgo + o);
    }
    for (let i = 0; i < n; i++) {
      const p = o + i * inner;
      const r = rg === undefined ? -rMean : rg[rgo + p] - rMean;
      z[zo + p] = ry[ryo + p] * (g[go + p] - mean) + y[yo + p] * r;
    }
  }
};

/** y ← x − max − ln Σ e^(x − max); y may be x. A line of −∞ alone, or with +∞ in it, gives NaN. */
export const logSoftMax: Kernels['logSoftMax'] = (outer, n, inner, x, xo, y, yo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    const largest = maximum(n, inner, x, xo + o);
    let total = 0;
    for (let i = 0; i < n; i++) {
      total += Math.exp(x[xo + o + i * inner] - largest);
    }
    const logTotal = Math.log(total);
    for (let i = 0; i < n; i++) {
      y[yo + o + i * inner] = x[xo + o + i * inner] - largest - logTotal;
    }
  }
};

/** z ← g − e^y Σ g */
export const logSoftMaxGrad: Kernels['logSoftMaxGrad'] = (outer, n, inner, y, yo, g, go, z, zo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    const total = lineSum(n, inner, g, go + o);
    for (let i = 0; i < n; i++) {
      const p = o + i * inner;
      z[zo + p] = g[go + p] - Math.exp(y[yo + p]) * total;
    }
  }
};

/** z ← Rx − Σ e^y Rx */
export const logSoftMaxR: Kernels['logSoftMaxR'] = (outer, n, inner, y, yo, rx, rxo, z, zo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    let mean = 0;
    for (let i = 0; i < n; i++) {
      const p = o + i * inner;
      mean += Math.exp(y[yo + p]) * rx[rxo + p];
    }
    for (let i = 0; i < n; i++) {
      const p = o + i * inner;
      z[zo + p] = rx[rxo + p] - mean;
    }
  }
};

/** z ← Rg − e^y (Ry Σ g + Σ Rg); a missing Ry or Rg is zero. */
export const logSoftMaxRGrad: Kernels['logSoftMaxRGrad'] = (outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo) => {
  for (let l = 0; l < outer * inner; l++) {
    const o = start(l, n, inner);
    const total = ry === undefined ? 0 : lineSum(n, inner, g, go + o);
    const rTotal = rg === undefined ? 0 : lineSum(n, inner, rg, rgo + o);
    for (let i = 0; i < n; i++) {
      const p = o + i * inner;
      const r = ry === undefined ? rTotal : ry[ryo + p] * total + rTotal;
      z[zo + p] = (rg === undefined ? 0 : rg[rgo + p]) - Math.exp(y[yo + p]) * r;
    }
  }
};
