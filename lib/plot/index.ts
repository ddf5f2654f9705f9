/** @file Pictures as SVG, pages of them as HTML, and lines of text that show a course. */
export { type Bar, type BarsOptions, eigenvalueBars, moduleBars } from './bars.js';
export { checkReport } from './check-report.js';
export { confusionMatrix } from './confusion.js';
export { type LandscapeOptions, lossContour, lossLine } from './landscape.js';
export { type Curve, type CurvePoint, type LossCurvesOptions, logCurves, lossCurves } from './loss-curves.js';
export type { Numbers } from './numbers.js';
export type { PictureOptions } from './options.js';
export { html, type PagePart } from './page.js';
export type { Theme } from './palette.js';
export { type PngOptions, png } from './png.js';
export { type SparklineOptions, sparkline } from './sparkline.js';
export { type SpectrumPictureOptions, spectrumDensity } from './spectrum.js';
export { type WeightImagesOptions, weightImages } from './weights.js';
