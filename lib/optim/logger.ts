/** @file Columns of numbers in a text file, a row at a time. */
import { nodeModule } from '../io/node.js';
import { sparkline } from '../plot/sparkline.js';

/** The values of one row: in the order of the names, or by name. */
export type LogRow = readonly (number | string)[] | Readonly<Record<string, number | string>>;

/** How many characters a course takes at most. */
const COURSE = 60;

/** Of %11.4e: C writes at least two digits of the exponent. */
function scientific(x: number): string {
  if (!Number.isFinite(x)) return (Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf').padStart(11);
  return x
    .toExponential(4)
    .replace(/e([+-])(\d)$/, 'e$10$2')
    .padStart(11);
}

/**
 * The first row has the names; where none were set, the first values bring theirs. Each row is in the file when `add` returns. Without
 * a file name, rows are printed.
 */
export class Logger {
  readonly name: string;
  /** The values of each column. */
  readonly symbols: Map<string, (number | string)[]> = new Map();
  readonly styles: Map<string, readonly string[]> = new Map();
  private readonly write: (line: string) => void;
  private readonly print: (line: string) => void;
  /** Whether plots are logarithmic. */
  logscale: boolean = false;
  private hasNames: boolean = false;
  private isShown: boolean = true;

  /** `timestamp` puts the time behind the file's name; `print` is where lines go that are in no file. */
  constructor(filename?: string, timestamp: boolean = false, print: (line: string) => void = console.log) {
    this.name = filename ?? 'stdout';
    this.print = print;
    if (filename === undefined) {
      print('<Logger> warning: no path provided, logging to std out');
      this.write = print;
    } else {
      const fs = nodeModule('node:fs');
      fs.mkdirSync(nodeModule('node:path').dirname(filename), { recursive: true });
      const path = timestamp ? `${filename}-${stamp(new Date())}` : filename;
      fs.writeFileSync(path, '');
      this.write = (line) => fs.appendFileSync(path, `${line}\n`);
    }
  }

  setNames(names: readonly string[]): this {
    this.hasNames = true;
    for (const name of names) {
      this.symbols.set(name, []);
      this.styles.set(name, ['+']);
    }
    this.write(names.map((name) => `${name}\t`).join(''));
    return this;
  }

  /** @throws TypeError for what is neither a number nor text, RangeError for values that have no name: nothing is written then */
  add(row: LogRow): void {
    const entries: [string, number | string][] = Object.entries(row);
    const wrong = entries.find(([, value]) => typeof value !== 'number' && typeof value !== 'string');
    if (wrong) throw new TypeError(`Logger.add: expected numbers and text, got ${typeof wrong[1]} for ${wrong[0]}`);
    if (!this.hasNames) this.setNames(Array.isArray(row) ? entries.map((_, i) => String(i + 1)) : Object.keys(row));
    const names = [...this.symbols.keys()];
    const columns = entries.map(([key], i) => this.symbols.get(Array.isArray(row) ? names[i] : key));
    const nameless = columns.indexOf(undefined);
    if (nameless >= 0) {
      throw new RangeError(`Logger.add: expected values for ${names.join(', ')}, got one for ${entries[nameless][0]}`);
    }
    this.write(entries.map(([, value]) => `${typeof value === 'number' ? scientific(value) : value}\t`).join(''));
    entries.forEach(([, value], i) => {
      columns[i]?.push(value);
    });
  }

  /** How columns are to be drawn, where there are plots. */
  style(styles: readonly string[] | Readonly<Record<string, string | readonly string[]>>): this {
    const names = [...this.symbols.keys()];
    for (const [key, style] of Object.entries(styles)) {
      const name = Array.isArray(styles) ? names[Number(key)] : key;
      this.styles.set(name, typeof style === 'string' ? [style] : style);
    }
    return this;
  }

  setlogscale(isLog: boolean): void {
    this.logscale = isLog;
  }

  /** Whether `plot` shows anything. */
  display(isShown: boolean): void {
    this.isShown = isShown;
  }

  /** Prints a line for each column with numbers: its name, its course, its last value. Pictures are made by `torch-rop/plot`. */
  plot(): void {
    if (!this.isShown) return;
    const names = [...this.symbols.keys()];
    const width = Math.max(...names.map((name) => name.length));
    for (const [name, values] of this.symbols) {
      if (!values.some((value) => typeof value === 'number')) continue;
      const course = sparkline(
        values.map((value) => (typeof value === 'number' ? value : NaN)),
        { width: COURSE, scale: this.logscale ? 'log' : 'linear' },
      );
      const last = values[values.length - 1];
      this.print(`${name.padEnd(width)}  ${course}  ${typeof last === 'number' ? scientific(last).trim() : last}`);
    }
  }
}

/** Like Torch's %Y_%m_%d_%X. */
function stamp(now: Date): string {
  const [date, time] = [
    [now.getFullYear(), now.getMonth() + 1, now.getDate()],
    [now.getHours(), now.getMinutes(), now.getSeconds()],
  ].map((parts) => parts.map((part) => String(part).padStart(2, '0')));
  return `${date.join('_')}_${time.join(':')}`;
}
