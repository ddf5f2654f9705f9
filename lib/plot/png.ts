/** @file Pictures as PNG, by resvg. */
import { loaded } from './packages.js';
import { fixed, type Theme } from './palette.js';

export interface PngOptions {
  /** 'light' by default. */
  theme?: Theme;
  /** Pixels of the image for one of the picture; 2 by default. */
  scale?: number;
}

/**
 * The bytes of a PNG file of a picture that one of the other functions made. For Node: resvg is native. Text is drawn
 * with the fonts of the system.
 *
 * @throws RangeError for a scale that is not positive; Error where resvg is not installed, or the text is no SVG.
 */
export async function png(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  const { theme = 'light', scale = 2 } = options;
  if (!(scale > 0 && scale <= 16)) throw new RangeError(`plot.png: expected a scale > 0 and <= 16, got ${scale}`);
  const { Resvg } = await loaded('@resvg/resvg-js', () => import('@resvg/resvg-js'));
  return new Resvg(fixed(svg, theme), { fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}
