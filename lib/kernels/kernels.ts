/** @file The interface of every backend: numbers on raw typed arrays, nothing about tensors. */
import type { Patches } from './patches.js';

/** The arrays on which kernels compute. One call never mixes the two precisions. */
export type Vector = Float64Array | Float32Array;

/** `length` elements of `x` from `xo`, contiguous, mapped into `y` from `yo`; `y` may be `x`. */
export type VectorMap = (length: number, x: Vector, xo: number, y: Vector, yo: number) => void;
/** The same of two operands: z from x and y; z may be either. */
export type VectorZip = (n: number, x: Vector, xo: number, y: Vector, yo: number, z: Vector, zo: number) => void;

/** Memory from array[offset] on. */
export interface Scratch {
  readonly array: Vector;
  readonly offset: number;
}

/** a (x − p): n numbers a and p, one of each for a plane of x, which begins at x[xo]. */
export type PlaneTerm = readonly [a: Float64Array, x: Vector, xo: number, p: Float64Array];

/**
 * Row softmax and its companions see their operand as (outer × n × inner) and normalise over the middle index;
 * inner = 1 is a batch of rows, inner = H·W a batch of images normalised over their planes.
 *
 * All matrices are row-major: element (i, j) of `a` is `a[ao + i·lda + j]`. Offsets and strides count elements.
 * A result may alias an operand only where its method says so.
 */
export interface Kernels {
  readonly name: string;

  /**
   * Memory of n numbers of the kind that `like` holds, for columns between im2col, col2im and products, which use it where it is, without
   * copies. It is one for all callers, and keeps its contents while the same is asked for again. Every kernel may move it, so it is asked for
   * before each use.
   */
  scratch(n: number, like: Vector): Scratch;

  /**
   * C ← α op(A) op(B) + β C; op(A) is (m×k), op(B) is (k×n), op transposes when its flag is set. β = 0 never reads C, and
   * α = 0 neither A nor B; so do gemv, ger and axpy.
   */
  gemm(
    transA: boolean, transB: boolean, m: number, n: number, k: number,
    alpha: number, a: Vector, ao: number, lda: number, b: Vector, bo: number, ldb: number,
    beta: number, c: Vector, co: number, ldc: number,
  ): void;
  /** y ← α op(A) x + β y; A is stored (m×n), so op(A) x has m elements, or n when transposed. β = 0 never reads y. */
  gemv(
    trans: boolean, m: number, n: number, alpha: number, a: Vector, ao: number, lda: number,
    x: Vector, xo: number, incx: number, beta: number, y: Vector, yo: number, incy: number,
  ): void;
  /** A ← A + α x yᵀ; A is (m×n). */
  ger(
    m: number, n: number, alpha: number, x: Vector, xo: number, incx: number,
    y: Vector, yo: number, incy: number, a: Vector, ao: number, lda: number,
  ): void;
  /** y ← α x + y */
  axpy(n: number, alpha: number, x: Vector, xo: number, incx: number, y: Vector, yo: number, incy: number): void;
  /** xᵀ y */
  dot(n: number, x: Vector, xo: number, incx: number, y: Vector, yo: number, incy: number): number;
  /** ‖x‖₂ without overflow or underflow on the way. */
  nrm2(n: number, x: Vector, xo: number, incx: number): number;
  /** x ← α x */
  scal(n: number, alpha: number, x: Vector, xo: number, incx: number): void;
  /** Σ x, contiguous. */
  sum(n: number, x: Vector, xo: number): number;
  /** Whether x and y, contiguous, are the same number by number: −0 is not 0; NaNs are the same where their bits are. */
  equal(n: number, x: Vector, xo: number, y: Vector, yo: number): boolean;

  /** y ← y + α Σᵢ rowᵢ(x); x is (rows×n), both contiguous: how a batch's gradients reach the bias it shares. */
  addColumnSums(rows: number, n: number, alpha: number, x: Vector, xo: number, y: Vector, yo: number): void;
  /** rowᵢ(y) ← x for every i; y is (rows×n), both contiguous. */
  spread(rows: number, n: number, x: Vector, xo: number, y: Vector, yo: number): void;

  /**
   * sums ← Σ x of each of the n planes of an x (outer × n × inner): what batch normalisation takes means of. Numbers of planes are in double
   * for both precisions, and sums are kept so.
   */
  sumPlanes(outer: number, n: number, inner: number, x: Vector, xo: number, sums: Float64Array): void;
  /** dots ← Σ (x − p) (y − q) of each plane, with numbers p and q of each; and sums ← Σ x, where that is asked for. */
  dotPlanes(
    outer: number, n: number, inner: number, x: Vector, xo: number, p: Float64Array,
    y: Vector, yo: number, q: Float64Array, dots: Float64Array, sums?: Float64Array,
  ): void;
  /** z ← c + Σ a (x − p) over the terms, of which there is one at least; c is a number of each plane. z is none of the x. */
  combinePlanes(
    outer: number, n: number, inner: number, c: Float64Array, terms: readonly PlaneTerm[], z: Vector, zo: number,
  ): void;

  /**
   * Columns ← patches of images, so that a convolution is a product: with W (planes × channels·kd·kh·kw), W · columns is
   * (planes × images·od·oh·ow). Row (c, d, h, w) of the columns, `ld` elements from row to row, holds image after image, and in it place
   * after place, what element (d, h, w) of the window meets in channel c: 0 outside of the image. Image i begins at x[xo + i·xs].
   * `co` and `ld` put several calls' columns side by side or below each other. x and columns share no memory.
   */
  im2col(
    patches: Patches, images: number, x: Vector, xo: number, xs: number, columns: Vector, co: number, ld: number,
  ): void;
  /**
   * The adjoint of im2col: x ← x + what the columns hold of it. An element of x is added to in the order of the rows of the columns,
   * rounded to its precision each time, so that all backends give the same bits.
   */
  col2im(
    patches: Patches, images: number, columns: Vector, co: number, ld: number, x: Vector, xo: number, xs: number,
  ): void;

  /** z ← x ∘ y */
  mul: VectorZip;
  /** z ← z + α x ∘ y, contiguous; z may be x or y. */
  addcmul(n: number, alpha: number, x: Vector, xo: number, y: Vector, yo: number, z: Vector, zo: number): void;
  /** z ← u ∘ v ∘ w, contiguous: f″ ∘ Rx ∘ gy of an activation. z is none of the operands. */
  tripleProduct(
    n: number, u: Vector, uo: number, v: Vector, vo: number, w: Vector, wo: number, z: Vector, zo: number,
  ): void;
  /** z ← x ∘ y + u ∘ v ∘ w, contiguous: f′ ∘ Rgy + f″ ∘ Rx ∘ gy of an activation. z is none of the operands. */
  sumOfProducts(
    n: number, x: Vector, xo: number, y: Vector, yo: number,
    u: Vector, uo: number, v: Vector, vo: number, w: Vector, wo: number, z: Vector, zo: number,
  ): void;

  exp: VectorMap;
  log: VectorMap;
  tanh: VectorMap;
  /** 1 − y² of y = tanh x, and −2y(1 − y²). */
  tanhSlope: VectorMap;
  tanhBend: VectorMap;
  /** 1 / (1 + e⁻ˣ), exact to rounding at both ends. */
  sigmoid: VectorMap;
  /** y(1 − y) of x and y = sigmoid x, and y(1 − y)(1 − 2y), exact to rounding at both ends. */
  sigmoidSlope: VectorZip;
  sigmoidBend: VectorZip;
  /** log(1 + e^(βx)) / β, and x itself where βx > threshold. */
  softPlus(n: number, beta: number, threshold: number, x: Vector, xo: number, y: Vector, yo: number): void;
  /** s = 1 / (1 + e^(−βx)), and 1 where βx > threshold; β s(1 − s), and 0 there. From x. */
  softPlusSlope(n: number, beta: number, threshold: number, x: Vector, xo: number, d: Vector, to: number): void;
  softPlusBend(n: number, beta: number, threshold: number, x: Vector, xo: number, d: Vector, to: number): void;
  /** value where x ≤ threshold, else x: NaN passes. Here and below numbers are rounded to the precision of x before anything is compared. */
  threshold(n: number, threshold: number, value: number, x: Vector, xo: number, y: Vector, yo: number): void;
  /** z ← g where x > threshold, else 0; z may be x or g. */
  gate(n: number, threshold: number, x: Vector, xo: number, g: Vector, go: number, z: Vector, zo: number): void;
  /** z ← g where x > 0, else slope · g; z may be x or g. */
  leak(n: number, slope: number, x: Vector, xo: number, g: Vector, go: number, z: Vector, zo: number): void;
  /** low where x < low, x where x ≤ high, else high, of NaN too. low < high. */
  clamp(n: number, low: number, high: number, x: Vector, xo: number, y: Vector, yo: number): void;

  /** y ← softmax(x), max-shifted; y may be x. */
  softMax(outer: number, n: number, inner: number, x: Vector, xo: number, y: Vector, yo: number): void;
  /** z ← y ∘ (g − Σ y g): softmax's adjoint, and (the Jacobian is symmetric) its directional derivative. */
  softMaxGrad(
    outer: number, n: number, inner: number, y: Vector, yo: number, g: Vector, go: number, z: Vector, zo: number,
  ): void;
  /** z ← Ry ∘ (g − Σ y g) + y ∘ (Rg − Σ (Ry g + y Rg)); a missing Rg is zero. */
  softMaxRGrad(
    outer: number, n: number, inner: number, y: Vector, yo: number, ry: Vector, ryo: number,
    g: Vector, go: number, rg: Vector | undefined, rgo: number, z: Vector, zo: number,
  ): void;
  /** y ← x − max − log Σ e^(x − max); y may be x. */
  logSoftMax(outer: number, n: number, inner: number, x: Vector, xo: number, y: Vector, yo: number): void;
  /** z ← g − e^y Σ g, the adjoint of log-softmax at output y. */
  logSoftMaxGrad(
    outer: number, n: number, inner: number, y: Vector, yo: number, g: Vector, go: number, z: Vector, zo: number,
  ): void;
  /** z ← Rx − Σ e^y Rx, the directional derivative of log-softmax at output y. */
  logSoftMaxR(
    outer: number, n: number, inner: number, y: Vector, yo: number, rx: Vector, rxo: number, z: Vector, zo: number,
  ): void;
  /** z ← Rg − e^y (Ry Σ g + Σ Rg); a missing Ry or Rg is zero. */
  logSoftMaxRGrad(
    outer: number, n: number, inner: number, y: Vector, yo: number, ry: Vector | undefined, ryo: number,
    g: Vector, go: number, rg: Vector | undefined, rgo: number, z: Vector, zo: number,
  ): void;
}
