/** @file Colours for a light and a dark background, as variables of the picture's own style. */

export type Theme = 'light' | 'dark';

/** Each colour on white and on near-black paper. */
const colours = {
  paper: ['#ffffff', '#16191d'],
  ink: ['#1f2328', '#e6e8eb'],
  faint: ['#6a737d', '#9aa4af'],
  rule: ['#dde1e6', '#353b43'],
  good: ['#1a7f37', '#56d364'],
  bad: ['#cf222e', '#ff7b72'],
  'series-0': ['#2458c5', '#79a8ff'],
  'series-1': ['#bc4c00', '#f0883e'],
  'series-2': ['#1a7f37', '#56d364'],
  'series-3': ['#8250df', '#bc8cff'],
  'series-4': ['#0f7b8a', '#4dc4d4'],
  'series-5': ['#bf3989', '#f778ba'],
  'series-6': ['#8a6100', '#d9b44a'],
  'series-7': ['#57606a', '#b1bac4'],
} as const;

type Colour = keyof typeof colours;

const SERIES = 8;

export function colour(name: Colour): string {
  return `var(--${name})`;
}

/** Colours in turn: the ninth series has that of the first. */
export function seriesColour(index: number): string {
  return colour(`series-${index % SERIES}` as Colour);
}

/** A dash for each turn of the colours; none for the first. */
export function seriesDash(index: number): string | undefined {
  const turn = Math.floor(index / SERIES);
  return turn === 0 ? undefined : `${6 / turn},3`;
}

function declarations(theme: Theme): string {
  const side = theme === 'light' ? 0 : 1;
  return Object.entries(colours)
    .map(([name, pair]) => `--${name}:${pair[side]}`)
    .join(';');
}

/** Rules for a root element of the class: light, and dark where the reader prefers it. */
export function styleOf(className: string): string {
  return (
    `.${className}{${declarations('light')};color-scheme:light dark}` +
    `@media (prefers-color-scheme:dark){.${className}{${declarations('dark')}}}`
  );
}

/** The text with the colours of one theme in place of variables. */
export function fixed(text: string, theme: Theme): string {
  const side = theme === 'light' ? 0 : 1;
  return text.replace(/var\(--([\w-]+)\)/g, (whole, name) => colours[name as Colour]?.[side] ?? whole);
}
