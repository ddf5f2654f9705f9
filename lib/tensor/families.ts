/** @file The families of functions that are declared for all their call forms: one line each. */
import { type Alias, alias } from './alias.js';
import { type Construction, construction } from './construction.js';
import { type Histograms, histograms } from './histograms.js';
import { type Indexing, indexing } from './indexing.js';
import { type Norms, norms } from './norms.js';
import { type Products, products } from './products.js';
import { type Random, random } from './random.js';
import { type Reductions, reductions } from './reductions.js';
import { type Scans, scans } from './scans.js';
import { type Triangles, triangles } from './triangles.js';

export interface Families
  extends Alias,
    Construction,
    Histograms,
    Indexing,
    Norms,
    Products,
    Random,
    Reductions,
    Scans,
    Triangles {}

export const families: Families = {
  ...alias,
  ...construction,
  ...histograms,
  ...indexing,
  ...norms,
  ...products,
  ...random,
  ...reductions,
  ...scans,
  ...triangles,
};
