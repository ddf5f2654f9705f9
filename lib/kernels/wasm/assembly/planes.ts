/**
 * @file Sums over the planes of an (outer × n × inner), and sums of such arrays with numbers of each plane. A call goes over a stretch of
 * `length` elements, the first of which is element `start` of the n · inner that repeat. Numbers of planes are f64, and so is all arithmetic.
 */
import { madd } from './register';

/** The elements at p and after it, as f64. */
// @ts-ignore: decorator
@inline function pair<T extends number>(p: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(p) : v128.promote_low<f32>(v128.load64_zero(p));
}

/** Both of v as elements at p and after it. */
// @ts-ignore: decorator
@inline function putPair<T extends number>(p: usize, v: v128): void {
  if (sizeof<T>() == 8) v128.store(p, v);
  else v128.store64_lane(p, v128.demote_zero<f64>(v), 0);
}

/** The number at p in both lanes. */
// @ts-ignore: decorator
@inline function splat(p: usize): v128 {
  return v128.load64_splat(p);
}

// @ts-ignore: decorator
@inline function increase(p: usize, value: f64): void {
  store<f64>(p, load<f64>(p) + value);
}

// @ts-ignore: decorator
@inline function increasePair(p: usize, values: v128): void {
  v128.store(p, v128.add<f64>(v128.load(p), values));
}

/** The sum of four pairs. */
// @ts-ignore: decorator
@inline function total(s0: v128, s1: v128, s2: v128, s3: v128): f64 {
  const s = v128.add<f64>(v128.add<f64>(s0, s1), v128.add<f64>(s2, s3));
  return v128.extract_lane<f64>(s, 0) + v128.extract_lane<f64>(s, 1);
}

/**
 * F over the runs of a stretch: `along` m elements of one plane, whose numbers are at p, q and r, or, where a plane has one element,
 * `across` m planes, from whose first on numbers are there.
 */
// @ts-ignore: decorator
@inline function sweep<T extends number, F>(
  length: i32, start: i32, n: i32, inner: i32, x: usize, y: usize, p: usize, q: usize, r: usize,
): void {
  const each = changetype<F>(0), across = inner == 1;
  let f = start / inner, left = across ? n - f : inner - start % inner;
  while (length > 0) {
    const m = min(left, length), at = <usize>f << 3;
    if (across) each.across(m, x, y, p + at, q + at, r + at);
    else each.along(m, x, y, p + at, q + at, r + at);
    x += <usize>m * sizeof<T>();
    y += <usize>m * sizeof<T>();
    length -= m;
    f = across || f + 1 == n ? 0 : f + 1;
    left = across ? n : inner;
  }
}

/** r ← r + Σ x */
@unmanaged class Sum<T> {
  along(m: i32, x: usize, _y: usize, _p: usize, _q: usize, r: usize): void {
    let s0 = v128.splat<f64>(0.0), s1 = s0, s2 = s0, s3 = s0;
    for (; m >= 8; m -= 8) {
      s0 = v128.add<f64>(s0, pair<T>(x));
      s1 = v128.add<f64>(s1, pair<T>(x + 2 * sizeof<T>()));
      s2 = v128.add<f64>(s2, pair<T>(x + 4 * sizeof<T>()));
      s3 = v128.add<f64>(s3, pair<T>(x + 6 * sizeof<T>()));
      x += 8 * sizeof<T>();
    }
    let sum = total(s0, s1, s2, s3);
    for (; m > 0; m--) {
      sum += <f64>load<T>(x);
      x += sizeof<T>();
    }
    increase(r, sum);
  }

  across(m: i32, x: usize, _y: usize, _p: usize, _q: usize, r: usize): void {
    for (; m >= 2; m -= 2) {
      increasePair(r, pair<T>(x));
      x += 2 * sizeof<T>();
      r += 16;
    }
    if (m > 0) increase(r, <f64>load<T>(x));
  }
}

export function sumPlanesF64(length: i32, start: i32, n: i32, inner: i32, x: usize, sums: usize): void {
  sweep<f64, Sum<f64>>(length, start, n, inner, x, 0, 0, 0, sums);
}
export function sumPlanesF32(length: i32, start: i32, n: i32, inner: i32, x: usize, sums: usize): void {
  sweep<f32, Sum<f32>>(length, start, n, inner, x, 0, 0, 0, sums);
}

/** (x − p) (y − q) + s of pairs. */
// @ts-ignore: decorator
@inline function addProduct<T extends number>(x: usize, p: v128, y: usize, q: v128, s: v128): v128 {
  return madd<f64>(v128.sub<f64>(pair<T>(x), p), v128.sub<f64>(pair<T>(y), q), s);
}

// @ts-ignore: decorator
@inline function product<T extends number>(x: usize, p: usize, y: usize, q: usize): f64 {
  return (<f64>load<T>(x) - load<f64>(p)) * (<f64>load<T>(y) - load<f64>(q));
}

/** r ← r + Σ (x − p) (y − q) */
@unmanaged class Dot<T> {
  along(m: i32, x: usize, y: usize, p: usize, q: usize, r: usize): void {
    const u = splat(p), v = splat(q);
    let s0 = v128.splat<f64>(0.0), s1 = s0, s2 = s0, s3 = s0;
    for (; m >= 8; m -= 8) {
      s0 = addProduct<T>(x, u, y, v, s0);
      s1 = addProduct<T>(x + 2 * sizeof<T>(), u, y + 2 * sizeof<T>(), v, s1);
      s2 = addProduct<T>(x + 4 * sizeof<T>(), u, y + 4 * sizeof<T>(), v, s2);
      s3 = addProduct<T>(x + 6 * sizeof<T>(), u, y + 6 * sizeof<T>(), v, s3);
      x += 8 * sizeof<T>();
      y += 8 * sizeof<T>();
    }
    let sum = total(s0, s1, s2, s3);
    for (; m > 0; m--) {
      sum += product<T>(x, p, y, q);
      x += sizeof<T>();
      y += sizeof<T>();
    }
    increase(r, sum);
  }

  across(m: i32, x: usize, y: usize, p: usize, q: usize, r: usize): void {
    for (; m >= 2; m -= 2) {
      v128.store(r, addProduct<T>(x, v128.load(p), y, v128.load(q), v128.load(r)));
      x += 2 * sizeof<T>();
      y += 2 * sizeof<T>();
      p += 16;
      q += 16;
      r += 16;
    }
    if (m > 0) increase(r, product<T>(x, p, y, q));
  }
}

export function dotPlanesF64(
  length: i32, start: i32, n: i32, inner: i32, x: usize, p: usize, y: usize, q: usize, dots: usize,
): void {
  sweep<f64, Dot<f64>>(length, start, n, inner, x, y, p, q, dots);
}
export function dotPlanesF32(
  length: i32, start: i32, n: i32, inner: i32, x: usize, p: usize, y: usize, q: usize, dots: usize,
): void {
  sweep<f32, Dot<f32>>(length, start, n, inner, x, y, p, q, dots);
}

/** What a (x − u) is added to. */
@unmanaged class Constant<T> {
  @inline pair(c: v128, _y: usize): v128 {
    return c;
  }

  @inline one(c: f64, _y: usize): f64 {
    return c;
  }
}

@unmanaged class Former<T> {
  @inline pair(_c: v128, y: usize): v128 {
    return pair<T>(y);
  }

  @inline one(_c: f64, y: usize): f64 {
    return <f64>load<T>(y);
  }
}

/** y ← z + q (x − r), z being p, or what y was, as F says. */
@unmanaged class Combine<T, F> {
  along(m: i32, x: usize, y: usize, p: usize, q: usize, r: usize): void {
    const z = changetype<F>(0), c = splat(p), a = splat(q), u = splat(r);
    for (; m >= 4; m -= 4) {
      const x2 = x + 2 * sizeof<T>(), y2 = y + 2 * sizeof<T>();
      putPair<T>(y, madd<f64>(a, v128.sub<f64>(pair<T>(x), u), z.pair(c, y)));
      putPair<T>(y2, madd<f64>(a, v128.sub<f64>(pair<T>(x2), u), z.pair(c, y2)));
      x += 4 * sizeof<T>();
      y += 4 * sizeof<T>();
    }
    for (; m > 0; m--) {
      store<T>(y, <T>(z.one(load<f64>(p), y) + load<f64>(q) * (<f64>load<T>(x) - load<f64>(r))));
      x += sizeof<T>();
      y += sizeof<T>();
    }
  }

  across(m: i32, x: usize, y: usize, p: usize, q: usize, r: usize): void {
    const z = changetype<F>(0);
    for (; m >= 2; m -= 2) {
      putPair<T>(y, madd<f64>(v128.load(q), v128.sub<f64>(pair<T>(x), v128.load(r)), z.pair(v128.load(p), y)));
      x += 2 * sizeof<T>();
      y += 2 * sizeof<T>();
      p += 16;
      q += 16;
      r += 16;
    }
    if (m > 0) this.along(m, x, y, p, q, r);
  }
}

/** y ← c + a (x − p) */
export function setPlanesF64(
  length: i32, start: i32, n: i32, inner: i32, c: usize, a: usize, x: usize, p: usize, y: usize,
): void {
  sweep<f64, Combine<f64, Constant<f64>>>(length, start, n, inner, x, y, c, a, p);
}
export function setPlanesF32(
  length: i32, start: i32, n: i32, inner: i32, c: usize, a: usize, x: usize, p: usize, y: usize,
): void {
  sweep<f32, Combine<f32, Constant<f32>>>(length, start, n, inner, x, y, c, a, p);
}

/** y ← y + a (x − p) */
export function addPlanesF64(
  length: i32, start: i32, n: i32, inner: i32, c: usize, a: usize, x: usize, p: usize, y: usize,
): void {
  sweep<f64, Combine<f64, Former<f64>>>(length, start, n, inner, x, y, c, a, p);
}
export function addPlanesF32(
  length: i32, start: i32, n: i32, inner: i32, c: usize, a: usize, x: usize, p: usize, y: usize,
): void {
  sweep<f32, Combine<f32, Former<f32>>>(length, start, n, inner, x, y, c, a, p);
}
