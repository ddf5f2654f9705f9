/** @file The dispatcher: which backend takes a call, by its size. */
import type { Kernels } from './kernels.js';
import { columnsSize } from './patches.js';

/** Multiply-adds below which a matrix product in place beats staging. */
const PRODUCT = 200;
/** Multiply-adds below which a matrix-vector product, or a rank-one update, is left in place: their operands are read only once. */
const VECTOR_PRODUCT = 1024;
/** Elements below which functions that cost several nanoseconds an element are left in place. */
const FUNCTION = 32;
/** Elements below which sums and products are. */
const ARITHMETIC = 100;

/** Multiply-adds from which a native call, zero-copy, beats both: of products, and of what reads its operands once. */
const NATIVE_PRODUCT = 512;
const NATIVE_VECTOR = 2048;

/**
 * `small` in place for what is small, `large` (which stages its operands) for the rest, and `native` for the products of a size that is
 * worth the call. `native` is asked for when the first such call comes, so that a process without one never loads a library.
 */
export function bySize(small: Kernels, large: Kernels, native: () => Kernels = () => large): Kernels {
  const product = (work: number): Kernels => (work < PRODUCT ? small : work < NATIVE_PRODUCT ? large : native());
  const vectorProduct = (work: number): Kernels =>
    work < VECTOR_PRODUCT ? small : work < NATIVE_VECTOR ? large : native();
  const level1 = (n: number): Kernels => (n < ARITHMETIC ? small : n < NATIVE_VECTOR ? large : native());
  const arithmetic = (n: number): Kernels => (n < ARITHMETIC ? small : large);
  const costly = (n: number): Kernels => (n < FUNCTION ? small : large);
  return {
    name: `${small.name}/${large.name}`,
    scratch: large.scratch,
    gemm: (ta, tb, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) =>
      product(m * n * k).gemm(ta, tb, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc),
    gemv: (t, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy) =>
      vectorProduct(m * n).gemv(t, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy),
    ger: (m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda) =>
      vectorProduct(m * n).ger(m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda),
    axpy: (n, alpha, x, xo, incx, y, yo, incy) => level1(n).axpy(n, alpha, x, xo, incx, y, yo, incy),
    dot: (n, x, xo, incx, y, yo, incy) => level1(n).dot(n, x, xo, incx, y, yo, incy),
    nrm2: (n, x, xo, incx) => arithmetic(n).nrm2(n, x, xo, incx),
    scal: (n, alpha, x, xo, incx) => arithmetic(n).scal(n, alpha, x, xo, incx),
    sum: (n, x, xo) => arithmetic(n).sum(n, x, xo),
    equal: (n, x, xo, y, yo) => arithmetic(n).equal(n, x, xo, y, yo),
    addColumnSums: (rows, n, alpha, x, xo, y, yo) =>
      arithmetic(rows * n).addColumnSums(rows, n, alpha, x, xo, y, yo),
    spread: (rows, n, x, xo, y, yo) => arithmetic(rows * n).spread(rows, n, x, xo, y, yo),
    sumPlanes: (outer, n, inner, x, xo, sums) =>
      arithmetic(outer * n * inner).sumPlanes(outer, n, inner, x, xo, sums),
    dotPlanes: (outer, n, inner, x, xo, p, y, yo, q, dots, sums) =>
      arithmetic(outer * n * inner).dotPlanes(outer, n, inner, x, xo, p, y, yo, q, dots, sums),
    combinePlanes: (outer, n, inner, c, terms, z, zo) =>
      arithmetic(outer * n * inner).combinePlanes(outer, n, inner, c, terms, z, zo),
    im2col: (patches, images, x, xo, xs, columns, co, ld) =>
      arithmetic(images * columnsSize(patches)).im2col(patches, images, x, xo, xs, columns, co, ld),
    col2im: (patches, images, columns, co, ld, x, xo, xs) =>
      arithmetic(images * columnsSize(patches)).col2im(patches, images, columns, co, ld, x, xo, xs),
    mul: (n, x, xo, y, yo, z, zo) => arithmetic(n).mul(n, x, xo, y, yo, z, zo),
    addcmul: (n, alpha, x, xo, y, yo, z, zo) => arithmetic(n).addcmul(n, alpha, x, xo, y, yo, z, zo),
    tripleProduct: (n, u, uo, v, vo, w, wo, z, zo) => arithmetic(n).tripleProduct(n, u, uo, v, vo, w, wo, z, zo),
    sumOfProducts: (n, x, xo, y, yo, u, uo, v, vo, w, wo, z, zo) =>
      arithmetic(n).sumOfProducts(n, x, xo, y, yo, u, uo, v, vo, w, wo, z, zo),
    exp: (n, x, xo, y, yo) => costly(n).exp(n, x, xo, y, yo),
    log: (n, x, xo, y, yo) => costly(n).log(n, x, xo, y, yo),
    tanh: (n, x, xo, y, yo) => costly(n).tanh(n, x, xo, y, yo),
    tanhSlope: (n, x, xo, y, yo) => arithmetic(n).tanhSlope(n, x, xo, y, yo),
    tanhBend: (n, x, xo, y, yo) => arithmetic(n).tanhBend(n, x, xo, y, yo),
    sigmoid: (n, x, xo, y, yo) => costly(n).sigmoid(n, x, xo, y, yo),
    sigmoidSlope: (n, x, xo, y, yo, z, zo) => costly(n).sigmoidSlope(n, x, xo, y, yo, z, zo),
    sigmoidBend: (n, x, xo, y, yo, z, zo) => costly(n).sigmoidBend(n, x, xo, y, yo, z, zo),
    softPlus: (n, beta, border, x, xo, y, yo) => costly(n).softPlus(n, beta, border, x, xo, y, yo),
    softPlusSlope: (n, beta, border, x, xo, y, yo) => costly(n).softPlusSlope(n, beta, border, x, xo, y, yo),
    softPlusBend: (n, beta, border, x, xo, y, yo) => costly(n).softPlusBend(n, beta, border, x, xo, y, yo),
    threshold: (n, border, value, x, xo, y, yo) => arithmetic(n).threshold(n, border, value, x, xo, y, yo),
    gate: (n, border, x, xo, g, go, z, zo) => arithmetic(n).gate(n, border, x, xo, g, go, z, zo),
    leak: (n, slope, x, xo, g, go, z, zo) => arithmetic(n).leak(n, slope, x, xo, g, go, z, zo),
    clamp: (n, low, high, x, xo, y, yo) => arithmetic(n).clamp(n, low, high, x, xo, y, yo),
    softMax: (outer, n, inner, x, xo, y, yo) => costly(outer * n * inner).softMax(outer, n, inner, x, xo, y, yo),
    softMaxGrad: (outer, n, inner, y, yo, g, go, z, zo) =>
      arithmetic(outer * n * inner).softMaxGrad(outer, n, inner, y, yo, g, go, z, zo),
    softMaxRGrad: (outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo) =>
      arithmetic(outer * n * inner).softMaxRGrad(outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo),
    logSoftMax: (outer, n, inner, x, xo, y, yo) =>
      costly(outer * n * inner).logSoftMax(outer, n, inner, x, xo, y, yo),
    logSoftMaxGrad: (outer, n, inner, y, yo, g, go, z, zo) =>
      costly(outer * n * inner).logSoftMaxGrad(outer, n, inner, y, yo, g, go, z, zo),
    logSoftMaxR: (outer, n, inner, y, yo, rx, rxo, z, zo) =>
      costly(outer * n * inner).logSoftMaxR(outer, n, inner, y, yo, rx, rxo, z, zo),
    logSoftMaxRGrad: (outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo) =>
      costly(outer * n * inner).logSoftMaxRGrad(outer, n, inner, y, yo, ry, ryo, g, go, rg, rgo, z, zo),
  };
}
