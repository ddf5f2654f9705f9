/** @file Data sets from files or standard input, and the check that labels are classes. */
import { createReadStream } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError, type Dataset, parseCsv } from './csv.js';
import { gzipError, type IdxArray, isGzip, readIdx } from './idx.js';

type Chunks = AsyncIterable<Uint8Array>;

const reasons: ReadonlyMap<string, string> = new Map<string, string>([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'is a directory'],
  ['EACCES', 'permission denied'],
]);

function readError(error: unknown, path: string): DataError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new DataError(`cannot read ${path}: ${reasons.get(code ?? '') ?? message}`, { cause: error });
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw readError(error, path);
  }
}

async function* gunzipped(chunks: Chunks, path: string): AsyncGenerator<Uint8Array, void, undefined> {
  // The loop below meets every error of the pipeline; the callback only keeps it from being thrown a second time.
  const gunzip = pipeline(Readable.from(chunks), createGunzip(), () => undefined);
  try {
    yield* gunzip;
  } catch (error) {
    throw error instanceof DataError ? error : gzipError(error, path);
  }
}

/** The first two bytes (fewer if there are no more), and all chunks with them: a pipe can be read only once. */
async function peek(source: Chunks): Promise<{ head: Uint8Array; chunks: Chunks }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield head;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  }
  return { head, chunks: all() };
}

async function readAllIdx(chunks: Chunks, path: string): Promise<IdxArray> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return readIdx(Buffer.concat(parts), path);
}

async function readIdxLabels(imagesPath: string): Promise<{ path: string; labels: IdxArray }> {
  const file = basename(imagesPath);
  if (!file.includes('images-idx3')) {
    throw new DataError(`${imagesPath}: expected 'images-idx3' in the name, to find the labels by, got '${file}'`);
  }
  const path = join(dirname(imagesPath), file.replace('images-idx3', 'labels-idx1'));
  return { path, labels: await readAllIdx(fileChunks(path), path) };
}

async function readIdxPair(chunks: Chunks, imagesPath: string): Promise<Dataset> {
  const images = await readAllIdx(chunks, imagesPath);
  const rows = images.size[0];
  const columns = images.size.slice(1).reduce((product, n) => product * n, 1);
  if (rows * columns === 0) {
    throw new DataError(`${imagesPath}: expected at least one row and one column, got ${images.size.join(' × ')}`);
  }
  const { path, labels } = await readIdxLabels(imagesPath);
  if (labels.size.length !== 1 || labels.size[0] !== rows) {
    throw new DataError(`${path}: expected ${rows} labels, one for each image, got ${labels.size.join(' × ')}`);
  }
  return { features: images.data, labels: labels.data, rows, columns };
}

/**
 * Reads a data set whole. `-` is standard input, as CSV. A file that begins with two zero bytes is the images file of
 * an idx pair, unless its name ends in .csv, .tra, .tes or .txt; its labels are in the file of the same name with
 * `labels-idx1` for `images-idx3`, and each image is one row. Everything else is CSV. Gzipped files are unpacked.
 *
 * Throws DataError for a file that cannot be read, for the faults that `parseCsv` and `readIdx` name, and for an
 * images file without its labels.
 */
export async function readDataset(path: string): Promise<Dataset> {
  if (path === '-') return parseCsv(process.stdin, 'stdin');
  const raw = await peek(fileChunks(path));
  const { head, chunks } = isGzip(raw.head) ? await peek(gunzipped(raw.chunks, path)) : raw;
  const isIdx = head[0] === 0 && head[1] === 0 && !/\.(?:csv|tra|tes|txt)(?:\.gz)?$/i.test(path);
  return isIdx ? readIdxPair(chunks, path) : parseCsv(chunks, path);
}

/**
 * Class labels counted from 0, from labels counted from `base`: integers in base … base + nClasses − 1. Without
 * `nClasses` the largest label decides. `lines`, as `parseCsv` returns them, let an error name the line of the file;
 * without them it names the row, counted from 0.
 *
 * Throws DataError for a label that is not such an integer, with a hint where labels 1 … nClasses came with base 0.
 */
export function classLabels(
  labels: Float64Array,
  name: string,
  nClasses?: number,
  base: 0 | 1 = 0,
  lines?: Float64Array,
): { labels: Float64Array; nClasses: number } {
  const place = (row: number): string => `${name}, ${lines ? `line ${lines[row]}` : `row ${row}`}`;
  if (labels.length === 0) throw new DataError(`${name}: expected at least one label, got none`);
  let smallest = Infinity;
  let largest = -Infinity;
  labels.forEach((label, row) => {
    if (!Number.isInteger(label) || label < base) {
      throw new DataError(`${place(row)}: expected an integer label of at least ${base}, got ${label}`);
    }
    smallest = Math.min(smallest, label);
    largest = Math.max(largest, label);
  });
  const classes = nClasses ?? largest - base + 1;
  const last = base + classes - 1;
  if (largest > last) {
    const row = labels.findIndex((label) => label > last);
    const hint = base === 0 && smallest >= 1 && largest === classes ? '; labels look 1-based: pass --label-base 1' : '';
    throw new DataError(`${place(row)}: expected a label in ${base}..${last}, got ${labels[row]}${hint}`);
  }
  return { labels: labels.map((label) => label - base), nClasses: classes };
}
