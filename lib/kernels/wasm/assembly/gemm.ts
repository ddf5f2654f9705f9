/** @file Matrix product: packed panels, a 4-row register kernel, blocks that stay in cache. */

/** Rows of the register kernel. */
const ROWS: i32 = 4;
/** Blocks of k, m and n: a packed B block fits the second-level cache, a packed A block the first. */
const KC: i32 = 256;
const MC: i32 = 32;
const NC: i32 = 1024;

/** Columns of the register kernel: two vectors. */
// @ts-ignore: decorator
@inline function columns<T extends number>(): i32 {
  return 32 / sizeof<T>();
}

/** c + a·b, fused where the build allows it. */
// @ts-ignore: decorator
@inline function madd<T extends number>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

/** A (mc×kc), or its transpose, into panels of 4 rows, each stored column by column; missing rows are zero. */
function packA<T extends number>(trans: bool, mc: i32, kc: i32, a: usize, lda: i32, to: usize): void {
  const rowStep = <usize>(trans ? 1 : lda) * sizeof<T>();
  const columnStep = <usize>(trans ? lda : 1) * sizeof<T>();
  for (let i = 0; i < mc; i += ROWS) {
    let p0 = a + <usize>i * rowStep;
    if (mc - i >= ROWS) {
      let p1 = p0 + rowStep;
      let p2 = p1 + rowStep;
      let p3 = p2 + rowStep;
      for (let p = 0; p < kc; p++) {
        store<T>(to, load<T>(p0));
        store<T>(to + sizeof<T>(), load<T>(p1));
        store<T>(to + 2 * sizeof<T>(), load<T>(p2));
        store<T>(to + 3 * sizeof<T>(), load<T>(p3));
        p0 += columnStep;
        p1 += columnStep;
        p2 += columnStep;
        p3 += columnStep;
        to += ROWS * sizeof<T>();
      }
    } else {
      for (let p = 0; p < kc; p++) {
        for (let r = 0; r < ROWS; r++) {
          store<T>(to, i + r < mc ? load<T>(p0 + <usize>r * rowStep) : <T>0);
          to += sizeof<T>();
        }
        p0 += columnStep;
      }
    }
  }
}

/** B (kc×nc), or its transpose, into panels of two vectors of columns, each stored row by row; missing columns are zero. */
function packB<T extends number>(trans: bool, kc: i32, nc: i32, b: usize, ldb: i32, to: usize): void {
  const rowStep = <usize>(trans ? 1 : ldb) * sizeof<T>();
  const columnStep = <usize>(trans ? ldb : 1) * sizeof<T>();
  for (let j = 0; j < nc; j += columns<T>()) {
    let from = b + <usize>j * columnStep;
    const whole = nc - j >= columns<T>();
    for (let p = 0; p < kc; p++) {
      if (whole && !trans) {
        v128.store(to, v128.load(from));
        v128.store(to + 16, v128.load(from + 16));
      } else {
        for (let c = 0; c < columns<T>(); c++) {
          store<T>(to + <usize>c * sizeof<T>(), j + c < nc ? load<T>(from + <usize>c * columnStep) : <T>0);
        }
      }
      from += rowStep;
      to += 32;
    }
  }
}

/** C += α · (panel of A) (panel of B): 4 × 2 vectors of C in registers over the whole of kc. */
// @ts-ignore: decorator
@inline function kernel<T extends number>(kc: i32, a: usize, b: usize, alpha: T, c: usize, ldc: usize): void {
  let c00 = v128.splat<T>(<T>0), c01 = v128.splat<T>(<T>0);
  let c10 = v128.splat<T>(<T>0), c11 = v128.splat<T>(<T>0);
  let c20 = v128.splat<T>(<T>0), c21 = v128.splat<T>(<T>0);
  let c30 = v128.splat<T>(<T>0), c31 = v128.splat<T>(<T>0);
  for (const end = b + <usize>kc * 32; b < end; b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load_splat<T>(a);
    c00 = madd<T>(s, b0, c00);
    c01 = madd<T>(s, b1, c01);
    s = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(s, b0, c10);
    c11 = madd<T>(s, b1, c11);
    s = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(s, b0, c20);
    c21 = madd<T>(s, b1, c21);
    s = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(s, b0, c30);
    c31 = madd<T>(s, b1, c31);
    a += ROWS * sizeof<T>();
  }
  const scale = v128.splat<T>(alpha);
  addRow<T>(c, scale, c00, c01);
  addRow<T>(c + ldc, scale, c10, c11);
  addRow<T>(c + 2 * ldc, scale, c20, c21);
  addRow<T>(c + 3 * ldc, scale, c30, c31);
}

// @ts-ignore: decorator
@inline function addRow<T extends number>(c: usize, scale: v128, first: v128, second: v128): void {
  v128.store(c, v128.add<T>(v128.load(c), v128.mul<T>(scale, first)));
  v128.store(c, v128.add<T>(v128.load(c, 16), v128.mul<T>(scale, second)), 16);
}

/** C (mc×nc) += α · packed A · packed B; tiles at the border go through `tile`. */
function block<T extends number>(
  mc: i32, nc: i32, kc: i32, alpha: T, packedA: usize, packedB: usize, c: usize, ldc: i32, tile: usize,
): void {
  const row = <usize>ldc * sizeof<T>();
  for (let j = 0; j < nc; j += columns<T>()) {
    const b = packedB + <usize>(j * kc) * sizeof<T>();
    for (let i = 0; i < mc; i += ROWS) {
      const a = packedA + <usize>(i * kc) * sizeof<T>();
      const to = c + <usize>i * row + <usize>j * sizeof<T>();
      const rows = min(ROWS, mc - i), cols = min(columns<T>(), nc - j);
      if (rows == ROWS && cols == columns<T>()) kernel<T>(kc, a, b, alpha, to, row);
      else {
        memory.fill(tile, 0, ROWS * 32);
        kernel<T>(kc, a, b, alpha, tile, 32);
        for (let r = 0; r < rows; r++) {
          for (let q = 0; q < cols; q++) {
            const at = to + <usize>r * row + <usize>q * sizeof<T>();
            store<T>(at, load<T>(at) + load<T>(tile + <usize>r * 32 + <usize>q * sizeof<T>()));
          }
        }
      }
    }
  }
}

/** C ← α op(A) op(B) + β C. `work` has room for a tile, a packed A block and a packed B block. */
function gemm<T extends number>(
  transA: bool, transB: bool, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, work: usize,
): void {
  for (let i = 0; i < m; i++) {
    const row = c + <usize>(i * ldc) * sizeof<T>();
    if (beta == <T>0) memory.fill(row, 0, <usize>n * sizeof<T>());
    else if (beta != <T>1) for (let j = 0; j < n; j++) {
      const at = row + <usize>j * sizeof<T>();
      store<T>(at, load<T>(at) * beta);
    }
  }
  const packedA = work + 128;
  const packedB = packedA + MC * KC * sizeof<T>();
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(KC, k - pc);
      packB<T>(transB, kc, nc, b + <usize>(transB ? jc * ldb + pc : pc * ldb + jc) * sizeof<T>(), ldb, packedB);
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic);
        packA<T>(transA, mc, kc, a + <usize>(transA ? pc * lda + ic : ic * lda + pc) * sizeof<T>(), lda, packedA);
        block<T>(mc, nc, kc, alpha, packedA, packedB, c + <usize>(ic * ldc + jc) * sizeof<T>(), ldc, work);
      }
    }
  }
}

export function gemmF64(
  transA: bool, transB: bool, m: i32, n: i32, k: i32, alpha: f64, a: usize, lda: i32, b: usize, ldb: i32,
  beta: f64, c: usize, ldc: i32, work: usize,
): void {
  gemm<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}

export function gemmF32(
  transA: bool, transB: bool, m: i32, n: i32, k: i32, alpha: f32, a: usize, lda: i32, b: usize, ldb: i32,
  beta: f32, c: usize, ldc: i32, work: usize,
): void {
  gemm<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}
