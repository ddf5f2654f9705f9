/** @file The density of an operator's eigenvalues. */
import { linearAxis, logAxis } from './axis.js';
import { listOf, type Numbers } from './numbers.js';
import type { PictureOptions } from './options.js';
import { drawing } from './packages.js';
import { seriesColour } from './palette.js';
import { draw, leftOf, textOf } from './picture.js';

export interface SpectrumPictureOptions extends PictureOptions {
  /** The smallest density that is drawn, as a part of the largest; 1e-8 by default. Below it Gaussians only fade out. */
  floor?: number;
}

/**
 * The density of `curvature.spectrum` on a logarithmic axis, and a band of one standard error around it.
 *
 * @throws RangeError for a density that is nowhere positive, lists of different lengths, and a floor that is not between 0 and 1.
 */
export async function spectrumDensity(
  spectrum: { grid: Numbers; density: Numbers; error: Numbers },
  options: SpectrumPictureOptions = {},
): Promise<string> {
  const { floor = 1e-8, title = 'Density of eigenvalues' } = options;
  if (!(floor > 0 && floor < 1))
    throw new RangeError(`plot.spectrumDensity: expected a floor between 0 and 1, got ${floor}`);
  const [grid, density, error] = [spectrum.grid, spectrum.density, spectrum.error].map(listOf);
  if (density.length !== grid.length || error.length !== grid.length) {
    throw new RangeError(
      `plot.spectrumDensity: expected density and error at ${grid.length} places, got ${density.length} and ${error.length}`,
    );
  }
  const peak = density.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
  const least = floor * peak;
  const clipped = (value: number): number => (Number.isFinite(value) ? Math.max(value, least) : NaN);
  // Nothing is drawn where it stays below.
  const isSeen = (i: number): boolean => [i - 1, i, i + 1].some((j) => density[j] > least);
  const points = grid.map((x, i) => ({
    x,
    y: isSeen(i) ? clipped(density[i]) : NaN,
    low: clipped(density[i] - error[i]),
    high: clipped(density[i] + error[i]),
  }));
  const axes = {
    x: linearAxis('spectrumDensity', grid, 'eigenvalue'),
    y: logAxis('spectrumDensity', [least, ...points.map(({ high }) => high)], 'density (per unit of eigenvalue)'),
  };
  const tools = await drawing();
  const { Plot } = tools;
  const { svg } = draw(tools, {
    title,
    legend: [
      { name: 'density', colour: seriesColour(0) },
      { name: '± standard error', colour: seriesColour(0), opacity: 0.25 },
    ],
    width: 640,
    height: 340,
    margin: { left: leftOf(axes.y), right: 16, bottom: 48 },
    axes,
    marks: [
      Plot.area(points, { x1: 'x', y1: 'low', y2: 'high', fill: seriesColour(0), fillOpacity: 0.25 }),
      Plot.line(points, { x: 'x', y: 'y', stroke: seriesColour(0), strokeWidth: 1.5 }),
    ],
  });
  return textOf(svg);
}
