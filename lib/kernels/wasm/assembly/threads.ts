/**
 * @file The matrix product by several threads on one memory: strips of C, claimed one at a time.
 *
 * One thread leads: it writes down the product, opens its strips, computes strips as the others do, and waits for those that others have
 * claimed and not finished. Nobody waits for a thread that has claimed nothing, and a thread may claim at any time: what is written down
 * stays as it is from the opening until the last strip is finished.
 *
 * Strips begin at multiples of 8 rows or columns, so each element is computed as in the product by one thread, to the bit.
 */
import { gemmF32, gemmF64 } from './gemm';

/** Addresses of the words that threads meet on, in cache lines of their own. */
const UNCLAIMED: usize = 1024;
const UNFINISHED: usize = 1088;
const ASLEEP: usize = 1152;
const STARTED: usize = 1156;

/** How often a thread looks for a change before it sleeps: for some hundred microseconds, as products come one soon after another. */
const LOOKS: i32 = 130000;
/** Strips for each thread, so that one that is held up leaves its share to the others… */
const SHARE: i32 = 2;
/** … where they are as wide as this: every strip packs the whole of the operand that is not cut. */
const NARROWEST: i32 = 64;

/** The product that is open. */
@unmanaged
class Product {
  double: bool;
  transA: bool;
  transB: bool;
  /** Strips are rows of C, else columns. */
  byRows: bool;
  m: i32;
  n: i32;
  k: i32;
  lda: i32;
  ldb: i32;
  ldc: i32;
  /** Rows or columns of a strip. */
  width: i32;
  a: usize;
  b: usize;
  c: usize;
  alpha: f64;
  beta: f64;
}

const product = changetype<Product>(1216);

/** The leader's own: how many threads there are, and for how many nanoseconds it waits without seeing a strip finished. */
let threads: i32 = 1;
let patience: i64 = 0;

export function lead(count: i32, milliseconds: i32): void {
  threads = count;
  patience = <i64>milliseconds * 1000000;
}

/** How many threads have begun to serve. */
export function started(): i32 {
  return atomic.load<i32>(STARTED);
}

/** Computes strips of whatever product is open, for ever. `work` is room for this thread alone, as in gemm. */
export function serve(work: usize): void {
  atomic.add<i32>(STARTED, 1);
  for (let looks = 0; ; looks++) {
    const strip = claim();
    if (strip >= 0) {
      compute(strip, work);
      looks = 0;
    } else if (looks >= LOOKS) {
      atomic.add<i32>(ASLEEP, 1);
      atomic.wait<i32>(UNCLAIMED, 0, -1);
      atomic.sub<i32>(ASLEEP, 1);
      looks = 0;
    }
  }
}

/** A strip that nobody else has, or −1 when none is left. */
function claim(): i32 {
  let left = atomic.load<i32>(UNCLAIMED);
  while (left > 0) {
    const seen = atomic.cmpxchg<i32>(UNCLAIMED, left, left - 1);
    if (seen == left) return left - 1;
    left = seen;
  }
  return -1;
}

function compute(strip: i32, work: usize): void {
  const p = product;
  const size = p.double ? 8 : 4;
  const from = strip * p.width;
  let m = p.m, n = p.n, a = p.a, b = p.b, c = p.c;
  if (p.byRows) {
    m = min(p.width, m - from);
    a += <usize>((p.transA ? from : from * p.lda) * size);
    c += <usize>(from * p.ldc * size);
  } else {
    n = min(p.width, n - from);
    b += <usize>((p.transB ? from * p.ldb : from) * size);
    c += <usize>(from * size);
  }
  if (p.double) gemmF64(p.transA, p.transB, m, n, p.k, p.alpha, a, p.lda, b, p.ldb, p.beta, c, p.ldc, work);
  else gemmF32(p.transA, p.transB, m, n, p.k, <f32>p.alpha, a, p.lda, b, p.ldb, <f32>p.beta, c, p.ldc, work);
  if (atomic.sub<i32>(UNFINISHED, 1) == 1) atomic.notify(UNFINISHED, 1);
}

/** The width of `count` strips of so many rows or columns. */
function width(length: i32, count: i32): i32 {
  return ((length + count - 1) / count + 7) & ~7;
}

/** Opens the product, takes part in it and waits for the others. Gives up, true, when one of them does not finish what it claimed. */
function open(work: usize): bool {
  const length = product.byRows ? product.m : product.n;
  product.width = width(length, threads * SHARE);
  if (product.width < NARROWEST) product.width = width(length, threads);
  const strips = (length + product.width - 1) / product.width;
  atomic.store<i32>(UNFINISHED, strips);
  atomic.store<i32>(UNCLAIMED, strips);
  if (atomic.load<i32>(ASLEEP) > 0) atomic.notify(UNCLAIMED, strips - 1);
  for (let strip = claim(); strip >= 0; strip = claim()) compute(strip, work);
  let left = atomic.load<i32>(UNFINISHED);
  for (let looks = 0; left > 0; looks++) {
    const waited = looks >= LOOKS && atomic.wait<i32>(UNFINISHED, left, patience) == AtomicWaitResult.TIMED_OUT;
    if (waited && atomic.load<i32>(UNFINISHED) == left) return true;
    left = atomic.load<i32>(UNFINISHED);
  }
  return false;
}

// @ts-ignore: decorator
@inline function together<T extends number>(
  transA: bool, transB: bool, m: i32, n: i32, k: i32, alpha: T, a: usize, lda: i32, b: usize, ldb: i32,
  beta: T, c: usize, ldc: i32, work: usize,
): bool {
  product.double = sizeof<T>() == 8;
  product.transA = transA;
  product.transB = transB;
  // The operand that is not cut is the smaller one.
  product.byRows = m >= n;
  product.m = m;
  product.n = n;
  product.k = k;
  product.alpha = alpha;
  product.a = a;
  product.lda = lda;
  product.b = b;
  product.ldb = ldb;
  product.beta = beta;
  product.c = c;
  product.ldc = ldc;
  return open(work);
}

/** gemmF64 by all threads; whether it was given up: nothing in the memory may be used again then. */
export function gemmTogetherF64(
  transA: bool, transB: bool, m: i32, n: i32, k: i32, alpha: f64, a: usize, lda: i32, b: usize, ldb: i32,
  beta: f64, c: usize, ldc: i32, work: usize,
): bool {
  return together<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}

/** gemmF32 by all threads, as gemmTogetherF64. */
export function gemmTogetherF32(
  transA: bool, transB: bool, m: i32, n: i32, k: i32, alpha: f32, a: usize, lda: i32, b: usize, ldb: i32,
  beta: f32, c: usize, ldc: i32, work: usize,
): bool {
  return together<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}
