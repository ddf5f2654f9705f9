/**
 * @file Algebra of n contiguous elements. Pointers are byte addresses; a result may lie where an operand lies, but not
 * overlap it otherwise. Results are written in whole registers.
 */
import { lanes, madd, read, width } from './register';
import { map, zip } from './sweep';

@unmanaged class Scale<T> {
  @inline at(x: v128, alpha: v128, _b: v128): v128 {
    return v128.mul<T>(alpha, x);
  }
}

/** x ← α x. α = 0 multiplies as well: NaN stays NaN. */
export function scalF64(n: i32, alpha: f64, x: usize): void {
  map<f64, Scale<f64>>(n, x, x, alpha, 0);
}
export function scalF32(n: i32, alpha: f32, x: usize): void {
  map<f32, Scale<f32>>(n, x, x, alpha, 0);
}

@unmanaged class AddScaled<T> {
  @inline at(x: v128, y: v128, alpha: v128): v128 {
    return madd<T>(alpha, x, y);
  }
}

/** y ← α x + y. As in BLAS, α = 0 reads and writes nothing. */
export function axpyF64(n: i32, alpha: f64, x: usize, y: usize): void {
  if (alpha != 0) zip<f64, AddScaled<f64>>(n, x, y, y, alpha);
}
export function axpyF32(n: i32, alpha: f32, x: usize, y: usize): void {
  if (alpha != 0) zip<f32, AddScaled<f32>>(n, x, y, y, alpha);
}

@unmanaged class Product<T> {
  @inline at(x: v128, y: v128, _a: v128): v128 {
    return v128.mul<T>(x, y);
  }
}

/** z ← x ∘ y */
export function mulF64(n: i32, x: usize, y: usize, z: usize): void {
  zip<f64, Product<f64>>(n, x, y, z, 0);
}
export function mulF32(n: i32, x: usize, y: usize, z: usize): void {
  zip<f32, Product<f32>>(n, x, y, z, 0);
}

// @ts-ignore: decorator
@inline function addcmul<T extends number>(n: i32, alpha: T, x: usize, y: usize, z: usize): void {
  const scale = v128.splat<T>(alpha);
  do {
    const scaled = v128.mul<T>(scale, v128.load(x));
    v128.store(z, madd<T>(scaled, v128.load(y), v128.load(z)));
    x += 16;
    y += 16;
    z += 16;
    n -= width<T>();
  } while (n > 0);
}

/** z ← z + α x ∘ y */
export function addcmulF64(n: i32, alpha: f64, x: usize, y: usize, z: usize): void {
  addcmul<f64>(n, alpha, x, y, z);
}
export function addcmulF32(n: i32, alpha: f32, x: usize, y: usize, z: usize): void {
  addcmul<f32>(n, alpha, x, y, z);
}

// @ts-ignore: decorator
@inline function tripleProduct<T extends number>(n: i32, u: usize, v: usize, w: usize, z: usize): void {
  do {
    const product = v128.mul<T>(v128.load(u), v128.load(v));
    v128.store(z, v128.mul<T>(product, v128.load(w)));
    u += 16;
    v += 16;
    w += 16;
    z += 16;
    n -= width<T>();
  } while (n > 0);
}

/** z ← u ∘ v ∘ w: with u = f″, v = Rx and w = gy the R-adjoint of an elementwise map where Rgy = 0 */
export function tripleProductF64(n: i32, u: usize, v: usize, w: usize, z: usize): void {
  tripleProduct<f64>(n, u, v, w, z);
}
export function tripleProductF32(n: i32, u: usize, v: usize, w: usize, z: usize): void {
  tripleProduct<f32>(n, u, v, w, z);
}

// @ts-ignore: decorator
@inline function sumOfProducts<T extends number>(
  n: i32, x: usize, y: usize, u: usize, v: usize, w: usize, z: usize,
): void {
  do {
    const triple = v128.mul<T>(v128.mul<T>(v128.load(u), v128.load(v)), v128.load(w));
    v128.store(z, madd<T>(v128.load(x), v128.load(y), triple));
    x += 16;
    y += 16;
    u += 16;
    v += 16;
    w += 16;
    z += 16;
    n -= width<T>();
  } while (n > 0);
}

/** z ← x ∘ y + u ∘ v ∘ w: with x = f′, y = Rgy, u = f″, v = Rx and w = gy the R-adjoint of an elementwise map */
export function sumOfProductsF64(n: i32, x: usize, y: usize, u: usize, v: usize, w: usize, z: usize): void {
  sumOfProducts<f64>(n, x, y, u, v, w, z);
}
export function sumOfProductsF32(n: i32, x: usize, y: usize, u: usize, v: usize, w: usize, z: usize): void {
  sumOfProducts<f32>(n, x, y, u, v, w, z);
}

// @ts-ignore: decorator
@inline function equal<T extends number>(n: i32, x: usize, y: usize): bool {
  let different = lanes<T>(0.0);
  for (; n >= width<T>(); n -= width<T>()) {
    different = v128.or(different, v128.xor(v128.load(x), v128.load(y)));
    x += 16;
    y += 16;
  }
  if (n > 0) different = v128.or(different, v128.xor(read<T>(x, n), read<T>(y, n)));
  return !v128.any_true(different);
}

/** Whether x and y have the same bits. */
export function equalF64(n: i32, x: usize, y: usize): bool {
  return equal<f64>(n, x, y);
}
export function equalF32(n: i32, x: usize, y: usize): bool {
  return equal<f32>(n, x, y);
}
