/** @file Lua's os.date and os.time. */

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
// biome-ignore format: a year
const months = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];

function two(n: number): string {
  return String(n).padStart(2, '0');
}

function dayOfYear(d: Date): number {
  return (
    Math.round((Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) - Date.UTC(d.getFullYear(), 0, 1)) / 864e5) + 1
  );
}

/** Weeks begin on `first`, 0 being Sunday; days before the first such day are in week 0. */
function week(d: Date, first: number): number {
  return Math.floor((dayOfYear(d) + 6 - ((d.getDay() - first + 7) % 7)) / 7);
}

/** C's conversions in its own locale. */
const conversions: Readonly<Record<string, (d: Date) => string>> = {
  a: (d) => days[d.getDay()].slice(0, 3),
  A: (d) => days[d.getDay()],
  b: (d) => months[d.getMonth()].slice(0, 3),
  B: (d) => months[d.getMonth()],
  c: (d) => `${format('%a %b', d)} ${String(d.getDate()).padStart(2)} ${format('%H:%M:%S %Y', d)}`,
  d: (d) => two(d.getDate()),
  D: (d) => format('%m/%d/%y', d),
  F: (d) => format('%Y-%m-%d', d),
  H: (d) => two(d.getHours()),
  I: (d) => two(d.getHours() % 12 || 12),
  j: (d) => String(dayOfYear(d)).padStart(3, '0'),
  m: (d) => two(d.getMonth() + 1),
  M: (d) => two(d.getMinutes()),
  n: () => '\n',
  p: (d) => (d.getHours() < 12 ? 'AM' : 'PM'),
  S: (d) => two(d.getSeconds()),
  t: () => '\t',
  T: (d) => format('%H:%M:%S', d),
  U: (d) => two(week(d, 0)),
  w: (d) => String(d.getDay()),
  W: (d) => two(week(d, 1)),
  x: (d) => format('%m/%d/%y', d),
  X: (d) => format('%H:%M:%S', d),
  y: (d) => two(d.getFullYear() % 100),
  Y: (d) => String(d.getFullYear()),
  Z: (d) => /\((.*)\)/.exec(d.toTimeString())?.[1] ?? '',
  '%': () => '%',
};

function format(text: string, d: Date): string {
  return text.replaceAll(/%(.)/g, (whole, letter: string) => conversions[letter]?.(d) ?? whole);
}

/** `os.date`: in universal time with `!` in front, a table for `*t`. */
export function date(text: string = '%c', seconds: number = time()): unknown {
  const d = new Date(seconds * 1000);
  const universal = text.startsWith('!');
  // A date whose local parts are those of the universal time.
  if (universal) d.setTime(d.getTime() + d.getTimezoneOffset() * 60000);
  const wanted = universal ? text.slice(1) : text;
  if (!wanted.startsWith('*t')) return format(wanted, d);
  return {
    year: d.getFullYear(),
    month: d.getMonth() + 1,
    day: d.getDate(),
    hour: d.getHours(),
    min: d.getMinutes(),
    sec: d.getSeconds(),
    wday: d.getDay() + 1,
    yday: dayOfYear(d),
    isdst: false,
  };
}

/** `os.time`: whole seconds since 1970, now or at the local time that a table gives. */
export function time(parts?: Readonly<Record<string, number>>): number {
  if (parts === undefined) return Math.floor(Date.now() / 1000);
  for (const name of ['day', 'month', 'year']) {
    if (typeof parts[name] !== 'number') throw new TypeError(`field '${name}' missing in date table`);
  }
  const { year, month, day, hour = 12, min = 0, sec = 0 } = parts;
  return Math.floor(new Date(year, month - 1, day, hour, min, sec).getTime() / 1000);
}
