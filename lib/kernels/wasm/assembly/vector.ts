/**
 * @file Algebra of n contiguous elements. Pointers are byte addresses; a result may lie where an operand lies, but not
 * overlap it otherwise.
 */
import { madd, read, width, write } from './register';
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
  for (; n > 0; n -= width<T>()) {
    const scaled = v128.mul<T>(scale, read<T>(x, n));
    write<T>(z, n, madd<T>(scaled, read<T>(y, n), read<T>(z, n)));
    x += 16;
    y += 16;
    z += 16;
  }
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
  for (; n > 0; n -= width<T>()) {
    const product = v128.mul<T>(read<T>(u, n), read<T>(v, n));
    write<T>(z, n, v128.mul<T>(product, read<T>(w, n)));
    u += 16;
    v += 16;
    w += 16;
    z += 16;
  }
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
  for (; n > 0; n -= width<T>()) {
    const triple = v128.mul<T>(v128.mul<T>(read<T>(u, n), read<T>(v, n)), read<T>(w, n));
    write<T>(z, n, madd<T>(read<T>(x, n), read<T>(y, n), triple));
    x += 16;
    y += 16;
    u += 16;
    v += 16;
    w += 16;
    z += 16;
  }
}

/** z ← x ∘ y + u ∘ v ∘ w: with x = f′, y = Rgy, u = f″, v = Rx and w = gy the R-adjoint of an elementwise map */
export function sumOfProductsF64(n: i32, x: usize, y: usize, u: usize, v: usize, w: usize, z: usize): void {
  sumOfProducts<f64>(n, x, y, u, v, w, z);
}
export function sumOfProductsF32(n: i32, x: usize, y: usize, u: usize, v: usize, w: usize, z: usize): void {
  sumOfProducts<f32>(n, x, y, u, v, w, z);
}

// @ts-ignore: decorator
@inline function spread<T extends number>(rows: i32, n: i32, x: usize, y: usize): void {
  for (; rows > 0; rows--) {
    let from = x, to = y;
    for (let left = n; left > 0; left -= width<T>()) {
      write<T>(to, left, read<T>(from, left));
      from += 16;
      to += 16;
    }
    y += <usize>n * sizeof<T>();
  }
}

/** Each of the rows of y (rows × n) ← x */
export function spreadF64(rows: i32, n: i32, x: usize, y: usize): void {
  spread<f64>(rows, n, x, y);
}
export function spreadF32(rows: i32, n: i32, x: usize, y: usize): void {
  spread<f32>(rows, n, x, y);
}
