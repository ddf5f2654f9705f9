/** @file Images to columns of patches, and back. Images lie one behind the other, and so do the rows of the columns. */
import { width } from './register';

/** One axis of an image under a moving window, as in ../../patches.ts; the fields are numbers of JavaScript. */
@unmanaged class Axis {
  size: f64;
  kernel: f64;
  stride: f64;
  padding: f64;
  dilation: f64;
  outputs: f64;

  /** The element of the image that element t of the window meets at place o. */
  @inline met(o: i32, t: i32): i32 {
    return o * <i32>this.stride - <i32>this.padding + t * <i32>this.dilation;
  }

  /** The first place at which element t of the window is not before element `border` of the image. */
  @inline reached(border: i32, t: i32): i32 {
    const stride = <i32>this.stride, way = border - this.met(0, t);
    return way <= 0 ? 0 : min((way + stride - 1) / stride, <i32>this.outputs);
  }
}

/** Columns ← image, along the last axis. */
@unmanaged class Copy<T> {
  @inline one(x: usize, column: usize): void {
    store<T>(column, load<T>(x));
  }

  @inline register(x: usize, column: usize): void {
    v128.store(column, v128.load(x));
  }
}

/** Image ← image + columns. */
@unmanaged class Add<T> {
  @inline one(x: usize, column: usize): void {
    store<T>(x, load<T>(x) + load<T>(column));
  }

  @inline register(x: usize, column: usize): void {
    v128.store(x, v128.add<T>(v128.load(x), v128.load(column)));
  }
}

/** F of n elements of an image, `step` apart, and of their places, which are neighbours. */
// @ts-ignore: decorator
@inline function run<T extends number, F>(n: i32, x: usize, step: i32, column: usize): void {
  const f = changetype<F>(0);
  if (step == 1) {
    for (; n >= width<T>(); n -= width<T>()) {
      f.register(x, column);
      x += 16;
      column += 16;
    }
  }
  for (; n > 0; n--) {
    f.one(x, column);
    x += <usize>step * sizeof<T>();
    column += sizeof<T>();
  }
}

/** F of all elements that meet the image, row after row of the columns, and within a row image after image. */
// @ts-ignore: decorator
@inline function eachRun<T extends number, F>(images: i32, channels: i32, axes: usize, x: usize, columns: usize): void {
  const depth = changetype<Axis>(axes), height = changetype<Axis>(axes + offsetof<Axis>());
  const last = changetype<Axis>(axes + 2 * offsetof<Axis>()), step = <i32>last.stride;
  // In bytes: of the image from line to line, plane to plane, channel to channel, image to image, and of the columns.
  const row = <i32>last.size * sizeof<T>(), area = <i32>height.size * row, volume = <i32>depth.size * area;
  const image = channels * volume, line = <i32>last.outputs * sizeof<T>(), plane = <i32>height.outputs * line;
  const toPlane = <i32>depth.stride * area, toLine = <i32>height.stride * row;
  for (let c = 0; c < channels; c++) {
    for (let d = 0; d < <i32>depth.kernel; d++) {
      const d0 = depth.reached(0, d), d1 = depth.reached(<i32>depth.size, d);
      for (let h = 0; h < <i32>height.kernel; h++) {
        const h0 = height.reached(0, h), h1 = height.reached(<i32>height.size, h);
        for (let w = 0; w < <i32>last.kernel; w++) {
          const w0 = last.reached(0, w), n = last.reached(<i32>last.size, w) - w0;
          let from = x + c * volume + depth.met(d0, d) * area + height.met(h0, h) * row + last.met(w0, w) * sizeof<T>();
          for (let i = 0; i < images; i++) {
            for (let od = d0, p = from; od < d1; od++) {
              for (let oh = h0, q = p, column = columns + od * plane + oh * line + w0 * sizeof<T>(); oh < h1; oh++) {
                run<T, F>(n, q, step, column);
                q += toLine;
                column += line;
              }
              p += toPlane;
            }
            from += image;
            columns += <i32>depth.outputs * plane;
          }
        }
      }
    }
  }
}

/**
 * Columns ← patches; `axes` are depth, height and width. The first `outside` bytes of the columns are cleared: all of them, or none where
 * no patch goes beyond the image.
 */
export function im2colF64(outside: usize, images: i32, channels: i32, axes: usize, x: usize, columns: usize): void {
  memory.fill(columns, 0, outside);
  eachRun<f64, Copy<f64>>(images, channels, axes, x, columns);
}
export function im2colF32(outside: usize, images: i32, channels: i32, axes: usize, x: usize, columns: usize): void {
  memory.fill(columns, 0, outside);
  eachRun<f32, Copy<f32>>(images, channels, axes, x, columns);
}

/** x ← x + patches */
export function col2imF64(images: i32, channels: i32, axes: usize, x: usize, columns: usize): void {
  eachRun<f64, Add<f64>>(images, channels, axes, x, columns);
}
export function col2imF32(images: i32, channels: i32, axes: usize, x: usize, columns: usize): void {
  eachRun<f32, Add<f32>>(images, channels, axes, x, columns);
}
