/** @file Rows of numbers from comma-separated text, read as a stream. */

/** What is wrong with a data file, in one line that names the file: made to be shown without its stack. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
}

/** A data set in memory: `features` is (rows × columns), row-major, and `labels` has one value per row. */
export interface Dataset {
  features: Float64Array;
  labels: Float64Array;
  rows: number;
  columns: number;
  /** The line, counted from 1, on which each row stood; absent where the source has no lines. */
  lines?: Float64Array;
}

// V8 cannot hold a string of 2^29 characters; a file that is one endless line is refused before that.
const longestLine = 2 ** 28;

// No two alternatives begin alike, so that a megabyte of digits and a letter is refused in linear time.
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const nonFinite = /^[+-]?(?:nan|inf|infinity)$/i;

/** NaN for what is no number, an infinity for a number that is not finite ('nan' included: it is no header either). */
function numberIn(field: string): number {
  if (decimal.test(field)) return Number(field);
  return nonFinite.test(field) ? Infinity : NaN;
}

function separatorOf(line: string): string {
  return [',', ';', '\t'].find((separator) => line.includes(separator)) ?? ',';
}

/** A field as an error shows it: one short line, whatever bytes the file holds. */
function shown(field: string): string {
  const short = field.length > 40 ? `${field.slice(0, 40)}…` : field;
  return `'${short.replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
}

class GrowingArray {
  private data: Float64Array = new Float64Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }

  exact(): Float64Array {
    return this.data.slice(0, this.length);
  }
}

class CsvRows {
  private readonly name: string;
  private readonly features = new GrowingArray();
  private readonly labels = new GrowingArray();
  private readonly lines = new GrowingArray();
  private line = 0;
  private rows = 0;
  private width = 0;
  private separator = ',';
  private header = false;

  constructor(name: string) {
    this.name = name;
  }

  add(text: string): void {
    this.line++;
    if (text.trim() === '') return;
    if (this.rows === 0) this.separator = separatorOf(text);
    // trim also takes the \r of a Windows line end and a byte order mark.
    const fields = text.split(this.separator).map((field) => field.trim());
    if (this.rows === 0) {
      if (!this.header && fields.every((field) => Number.isNaN(numberIn(field)))) {
        this.header = true;
        return;
      }
      this.width = fields.length;
    } else if (fields.length !== this.width) {
      this.fail('', `${this.width} values`, String(fields.length));
    }
    for (let i = 0; i < fields.length; i++) {
      const value = numberIn(fields[i]);
      if (!Number.isFinite(value)) {
        const expected = Number.isNaN(value) ? 'a number' : 'a finite number';
        this.fail(`, column ${i + 1}`, expected, shown(fields[i]));
      }
      (i < this.width - 1 ? this.features : this.labels).push(value);
    }
    if (this.width === 1) this.fail('', 'at least 2 values', '1');
    this.lines.push(this.line);
    this.rows++;
  }

  refuseLongLine(): never {
    this.line++;
    this.fail('', `a line of at most ${longestLine} characters`, 'a longer one');
  }

  result(): Dataset {
    if (this.rows === 0) {
      throw new DataError(
        `${this.name}: expected at least one row, got ${this.header ? 'only a header' : 'an empty file'}`,
      );
    }
    return {
      features: this.features.exact(),
      labels: this.labels.exact(),
      rows: this.rows,
      columns: this.width - 1,
      lines: this.lines.exact(),
    };
  }

  private fail(column: string, expected: string, got: string): never {
    throw new DataError(`${this.name}, line ${this.line}${column}: expected ${expected}, got ${got}`);
  }
}

/**
 * Reads rows of numbers, the label last. Fields are separated by commas, or by semicolons or tabs where the first line
 * has no comma. A first line without any number is a header and is skipped, and so are blank lines. Chunks may be cut
 * anywhere: the text is never held as a whole. Labels come back as they are; `classLabels` checks them.
 *
 * Throws DataError, naming `name`, line and column (both from 1), for a row of another width than the first, a field
 * that is not a finite decimal number, and input without rows.
 */
export async function parseCsv(chunks: AsyncIterable<Uint8Array | string>, name: string): Promise<Dataset> {
  const decoder = new TextDecoder();
  const rows = new CsvRows(name);
  let tail = '';
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? decoder.decode() + chunk : decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      rows.add(tail + text.slice(start, end));
      tail = '';
      start = end + 1;
    }
    if (tail.length + text.length - start > longestLine) rows.refuseLongLine();
    tail += text.slice(start);
  }
  tail += decoder.decode();
  if (tail !== '') rows.add(tail);
  return rows.result();
}
