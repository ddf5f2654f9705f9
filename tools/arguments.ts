/** @file Command lines: options from a table that serves the parser and `--help` alike. */
import { parseArgs } from 'node:util';
import { suggestion } from '../lib/io/nearest.js';
import { type Io, UsageError } from './io.js';

/** One option: `--name VALUE`, or a switch where there is no `value`. */
export interface Option {
  /** What stands for the value in `--help`. */
  value?: string;
  /** One letter: `-e` for `--eval`. */
  short?: string;
  help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** The options that were given: text for those with a value, true for switches. */
export interface Arguments {
  values: ReadonlyMap<string, string>;
  switches: ReadonlySet<string>;
  positionals: readonly string[];
}

export interface Command {
  name: string;
  summary: string;
  /** What follows `rop name` in the first line of `--help`. */
  usage: string;
  options: Options;
  /** What one of the other arguments is; without it there may be none. */
  positional?: string;
  /** Whether all that follows the first of the other arguments is for somebody else, options included. */
  passesOn?: boolean;
  /** What `--help` says after the options. */
  notes: readonly string[];
  run(args: Arguments, io: Io): Promise<number>;
}

const helpOption: Option = { help: 'show this text' };

/** The arguments that are the command's own, and those that it passes on. */
export function divided(
  command: Command,
  args: readonly string[],
): [own: readonly string[], others: readonly string[]] {
  if (!command.passesOn) return [args, []];
  const withValue = Object.entries(command.options).flatMap(([name, { value, short }]) =>
    value ? [`--${name}`, ...(short ? [`-${short}`] : [])] : [],
  );
  const first = args.findIndex((arg, i) => !arg.startsWith('-') && !withValue.includes(args[i - 1]));
  return first < 0 ? [args, []] : [args.slice(0, first), args.slice(first)];
}

/** Reads the arguments of a command. @throws UsageError */
export function parse(command: Command, args: readonly string[]): Arguments {
  const { options, positional } = command;
  const [own, others] = divided(command, args);
  const declared = Object.entries(options).map(([name, { value, short }]) => [
    name,
    { type: value ? 'string' : 'boolean', ...(short ? { short } : {}) },
  ]);
  const { tokens } = parseArgs({
    args: [...own],
    options: Object.fromEntries(declared) as Record<string, { type: 'string' | 'boolean'; short?: string }>,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (!positional) throw new UsageError(`unexpected argument '${token.value}'`);
      positionals.push(token.value);
    } else if (token.kind === 'option') {
      const { name, rawName, value, inlineValue } = token;
      const option = Object.hasOwn(options, name) ? options[name] : undefined;
      if (!option || (rawName !== `--${name}` && rawName !== `-${option.short}`)) {
        const near = suggestion(
          rawName,
          Object.keys(options).map((known) => `--${known}`),
        );
        throw new UsageError(`unknown option '${rawName}'${near}`);
      }
      if (option.value === undefined) {
        if (inlineValue) throw new UsageError(`--${name}: expected no value, got '${value}'`);
        switches.add(name);
      } else {
        // `--out --json` has forgotten a folder; `--tolerance -1` has a value, though not a good one.
        const isOption = !inlineValue && value !== undefined && /^-\D/.test(value);
        if (value === undefined || value === '' || isOption)
          throw new UsageError(`--${name}: expected ${option.value}, got nothing`);
        values.set(name, value);
      }
    }
  }
  return { values, switches, positionals: [...positionals, ...others] };
}

export function helpText(command: Command): string {
  const entries = Object.entries({ ...command.options, help: helpOption }).map(
    ([name, { value, short, help }]: [string, Option]) => ({
      left: `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
      help,
    }),
  );
  const width = Math.max(...entries.map(({ left }) => left.length));
  const lines = entries.map(
    ({ left, help }) => `  ${left.padEnd(width)}  ${help.replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`,
  );
  return [
    `Usage: rop ${command.name} ${command.usage}`,
    '',
    command.summary,
    '',
    'Options:',
    ...lines,
    '',
    ...command.notes,
    '',
  ].join('\n');
}

/** The arguments that are no options: as many as have names. @throws UsageError */
export function positionals(args: Arguments, names: readonly string[]): readonly string[] {
  const { positionals: given } = args;
  if (given.length < names.length)
    throw new UsageError(`expected ${names.slice(given.length).join(' and ')}, got nothing`);
  if (given.length > names.length) throw new UsageError(`unexpected argument '${given[names.length]}'`);
  return given;
}

/** A finite number in a range, such as 'a number >= 0'. @throws UsageError */
export function numberOption(
  args: Arguments,
  name: string,
  expected: string,
  accepts: (x: number) => boolean,
): number | undefined {
  const text = args.values.get(name);
  if (text === undefined) return undefined;
  const x = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(x) || !accepts(x)) throw new UsageError(`--${name}: expected ${expected}, got '${text}'`);
  return x;
}

/** --seed, as Torch's generator takes it. @throws UsageError */
export function seedOption(args: Arguments): number | undefined {
  const accepts = (x: number): boolean => Number.isInteger(x) && x >= 0 && x < 2 ** 32;
  return numberOption(args, 'seed', 'a whole number from 0 to 2^32 - 1', accepts);
}

/** One of a few words. @throws UsageError, with the nearest of them */
export function choiceOption<T extends string>(
  args: Arguments,
  name: string,
  what: string,
  choices: readonly T[],
): T | undefined {
  const text = args.values.get(name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) {
    const near = suggestion(text, choices) || `; expected one of ${choices.join(', ')}`;
    throw new UsageError(`unknown ${what} '${text}'${near}`);
  }
  return found;
}
