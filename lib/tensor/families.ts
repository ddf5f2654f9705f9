/** @file The families of functions that are declared for all their call forms: one line each. */
import { type Histograms, histograms } from './histograms.js';
import { type Indexing, indexing } from './indexing.js';
import { type Norms, norms } from './norms.js';
import { type Reductions, reductions } from './reductions.js';
import { type Scans, scans } from './scans.js';
import { type Triangles, triangles } from './triangles.js';

export interface Families extends Histograms, Indexing, Norms, Reductions, Scans, Triangles {}

export const families: Families = {
  ...histograms,
  ...indexing,
  ...norms,
  ...reductions,
  ...scans,
  ...triangles,
};
