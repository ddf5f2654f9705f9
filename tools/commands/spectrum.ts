/** @file rop spectrum: the eigenvalues of a saved model's Hessian, all of them roughly and a few exactly. */
import { basename } from 'node:path';
import {
  eigenvalueBars,
  moduleBars,
  type Numbers,
  type PagePart,
  sparkline,
  spectrumDensity,
} from '../../lib/plot/index.js';
import { shown } from '../../lib/plot/numbers.js';
import type { Command } from '../arguments.js';
import { CommandError } from '../io.js';
import { outputFile } from '../output-file.js';
import { kinds, outOption, sayLeftOut, write } from './curvature/output.js';
import type { SpectrumFound } from './curvature/spectrum-work.js';
import { subjectNotes, subjectOptions } from './curvature/subject.js';
import { runWork } from './curvature/thread.js';
import { exitCodes } from './train/interruption.js';

const matrices = { hessian: 'Hessian', 'gauss-newton': 'Gauss-Newton matrix' } as const;

/** Columns with two spaces between them, the first to the left and the others to the right. */
function aligned(table: readonly (readonly (string | number)[])[]): string {
  const rows = table.map((cells) => cells.map((cell) => (typeof cell === 'number' ? shown(cell) : cell)));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
  const pad = (cell: string, column: number): string => {
    const room = ' '.repeat(widths[column] - [...cell].length);
    return column === 0 ? cell + room : room + cell;
  };
  return rows.map((row) => `  ${row.map(pad).join('  ').trimEnd()}\n`).join('');
}

function summary({ rows, parameters, loss, gradientNorm, trace }: SpectrumFound): [string, string][] {
  return [
    ['rows', String(rows)],
    ['parameters', String(parameters)],
    ['loss', shown(loss)],
    ['‖g‖', shown(gradientNorm)],
    ...(trace
      ? [
          ['trace', `${shown(trace.trace)} ± ${shown(trace.standardError)} (${trace.products} products)`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
}

function moduleRows({ modules = [] }: SpectrumFound): (string | number)[][] {
  return modules.map(({ name, parameters, gradientNorm, trace, standardError, topEigenvalue }) => [
    name,
    parameters,
    gradientNorm,
    trace,
    standardError,
    topEigenvalue,
  ]);
}

const moduleHead = ['module', 'parameters', '‖g‖', 'trace', '±', 'top eigenvalue'];

/** The lowest places of a density that has fallen so far below its peak are Gaussians fading out. */
const FLOOR = 1e-8;

function densityLine(grid: readonly number[], density: readonly number[]): string {
  const least = FLOOR * density.reduce((a, b) => Math.max(a, b), 0);
  const course = sparkline(
    density.map((value) => Math.max(value, least)),
    { width: 60, scale: 'log' },
  );
  return `  ${shown(grid[0])} ${course} ${shown(grid[grid.length - 1])}\n`;
}

function negativeText({ negative, broadening }: NonNullable<SpectrumFound['density']>): string {
  return `${(100 * negative).toFixed(1)} % of the eigenvalues are below ${shown(-broadening)}`;
}

function textOf(found: SpectrumFound): string {
  const { eigenvalues, modules, density } = found;
  return [
    aligned(summary(found)).replaceAll(/^ {2}/gm, ''),
    ...(eigenvalues
      ? [
          `\neigenvalues of largest size (${eigenvalues.products} products${eigenvalues.converged ? '' : ', not all settled'})\n`,
          aligned([
            ['', 'value', 'residual'],
            ...eigenvalues.values.map((value, i) => [
              `λ${i + 1}`,
              shown(value),
              eigenvalues.residuals[i].toExponential(1),
            ]),
          ]),
        ]
      : []),
    ...(modules ? ['\nblocks of modules\n', aligned([moduleHead, ...moduleRows(found)])] : []),
    ...(density
      ? [
          `\ndensity, logarithmic (${density.products} products); ${negativeText(density)}\n`,
          densityLine(density.grid, density.density),
        ]
      : []),
  ].join('');
}

function picture({ density }: SpectrumFound): Promise<string> {
  if (!density) throw new CommandError('expected the density to draw, got none: it was left out');
  return spectrumDensity(density, { floor: FLOOR });
}

async function parts(found: SpectrumFound): Promise<PagePart[]> {
  const { eigenvalues, modules, density, leftOut } = found;
  const bars = (values: Numbers): Promise<string> => eigenvalueBars(values, { title: 'Eigenvalues of largest size' });
  return [
    { head: ['', ''], rows: summary(found) },
    ...(leftOut.length > 0 ? [{ text: `Interrupted; left out: ${leftOut.join(', ')}.` }] : []),
    ...(density
      ? [
          {
            svg: await picture(found),
            caption: `Stochastic Lanczos quadrature; ${negativeText(density)}.`,
          },
        ]
      : []),
    ...(eigenvalues ? [{ svg: await bars(eigenvalues.values) }] : []),
    ...(modules
      ? [
          {
            svg: await moduleBars(
              modules.map(({ name, trace, standardError }) => ({ name, value: trace, error: standardError })),
              { title: 'Trace of each module’s block', label: 'trace ± standard error' },
            ),
          },
          { head: moduleHead, rows: moduleRows(found) },
        ]
      : []),
  ];
}

/** `rop spectrum` */
export const spectrum: Command = {
  name: 'spectrum',
  summary: "Tells the eigenvalues of a saved model's Hessian: density, trace, top pairs, and blocks of modules.",
  usage: 'MODEL --data FILE [OPTIONS]',
  positional: 'MODEL',
  options: {
    ...subjectOptions,
    products: { value: 'N', help: 'products for each trace; 30 by default' },
    pairs: { value: 'N', help: 'how many eigenvalues of largest size; 5 by default' },
    probes: { value: 'N', help: 'drawn vectors for the density; 10 by default' },
    steps: { value: 'N', help: "steps of Lanczos' process from each of them; 80 by default" },
    out: outOption,
    json: { help: 'write one JSON object' },
  },
  notes: [
    ...subjectNotes,
    '',
    'Ctrl-C ends the work; what is done is told and written all the same.',
    'Pictures need the packages @observablehq/plot and linkedom.',
  ],
  run: async (args, io) => {
    const out = await outputFile(args, 'out', kinds);
    const { result: found, signal } = await runWork('spectrum', args, io);
    io.stdout.write(args.switches.has('json') ? `${JSON.stringify(found)}\n` : textOf(found));
    if (signal) sayLeftOut('spectrum', signal, found.leftOut, io);
    const title = `${matrices[found.matrix]} of ${basename(args.positionals[0])} on ${basename(args.values.get('data') ?? '')}`;
    if (out !== undefined) await write(out, { title, found, picture: () => picture(found), parts: () => parts(found) });
    return signal ? exitCodes[signal] : 0;
  },
};
