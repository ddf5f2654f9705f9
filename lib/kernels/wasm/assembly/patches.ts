/** @file Images to columns of patches, and back. Images lie one behind the other, and so do the rows of the columns. */
import { width } from './register';

/** One axis of an image under a moving window, as in ../../patches.ts. */
@unmanaged class Axis {
  size: i32;
  kernel: i32;
  stride: i32;
  padding: i32;
  dilation: i32;
  outputs: i32;

  /** The element of the image that element t of the window meets at place o. */
  @inline met(o: i32, t: i32): i32 {
    return o * this.stride - this.padding + t * this.dilation;
  }

  /** The first place at which element t of the window is not before element `border` of the image. */
  @inline reached(border: i32, t: i32): i32 {
    const stride = this.stride, way = border - this.met(0, t);
    if (way <= 0) return 0;
    return min(stride == 1 ? way : (way + stride - 1) / stride, this.outputs);
  }
}

/** The numbers of the axes, which JavaScript wrote as its own, as integers in the same place. */
function makeWhole(axes: usize): void {
  for (let i = 0; i < 18; i++) store<i32>(axes + 4 * i, <i32>load<f64>(axes + 8 * i));
}

/** Columns ← image, along the last axis. */
@unmanaged class Copy<T> {
  @inline one(x: usize, column: usize): void {
    store<T>(column, load<T>(x));
  }

  @inline register(x: usize, column: usize): void {
    v128.store(column, v128.load(x));
  }

  @inline registers(x: usize, column: usize): void {
    v128.store(column, v128.load(x));
    v128.store(column, v128.load(x, 16), 16);
    v128.store(column, v128.load(x, 32), 32);
    v128.store(column, v128.load(x, 48), 48);
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

  @inline registers(x: usize, column: usize): void {
    v128.store(x, v128.add<T>(v128.load(x), v128.load(column)));
    v128.store(x, v128.add<T>(v128.load(x, 16), v128.load(column, 16)), 16);
    v128.store(x, v128.add<T>(v128.load(x, 32), v128.load(column, 32)), 32);
    v128.store(x, v128.add<T>(v128.load(x, 48), v128.load(column, 48)), 48);
  }
}

/** F of n elements of an image, `step` apart, and of their places, which are neighbours. */
// @ts-ignore: decorator
@inline function run<T extends number, F>(n: i32, x: usize, step: i32, column: usize): void {
  const f = changetype<F>(0);
  if (step == 1) {
    for (; n >= 4 * width<T>(); n -= 4 * width<T>()) {
      f.registers(x, column);
      x += 64;
      column += 64;
    }
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
  makeWhole(axes);
  const depth = changetype<Axis>(axes), height = changetype<Axis>(axes + offsetof<Axis>());
  const last = changetype<Axis>(axes + 2 * offsetof<Axis>()), step = last.stride;
  // In bytes: of the image from line to line, plane to plane, channel to channel, image to image, and of the columns.
  const row = last.size * sizeof<T>(), area = height.size * row, volume = depth.size * area;
  const image = channels * volume, line = last.outputs * sizeof<T>(), plane = height.outputs * line;
  const toPlane = depth.stride * area, toLine = height.stride * row;
  for (let c = 0; c < channels; c++) {
    for (let d = 0; d < depth.kernel; d++) {
      const d0 = depth.reached(0, d), d1 = depth.reached(depth.size, d);
      for (let h = 0; h < height.kernel; h++) {
        const h0 = height.reached(0, h), h1 = height.reached(height.size, h);
        for (let w = 0; w < last.kernel; w++) {
          const w0 = last.reached(0, w), n = last.reached(last.size, w) - w0;
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
            columns += depth.outputs * plane;
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
