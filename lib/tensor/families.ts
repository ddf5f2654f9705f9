/** @file The families of functions that are declared for all their call forms: one line each. */
import { type Alias, alias } from './alias.js';
import { type Concatenation, concatenation } from './cat.js';
import { type Construction, construction } from './construction.js';
import { type Convolutions, convolutions } from './convolutions.js';
import { type Gathering, gathering } from './gathering.js';
import { type Histograms, histograms } from './histograms.js';
import { type Indexing, indexing } from './indexing.js';
import { type QR, qr } from './lapack/qr.js';
import { type Spectra, spectra } from './lapack/spectra.js';
import { type Systems, systems } from './lapack/systems.js';
import { type Mapping, mapping } from './mapping.js';
import { type Masks, masks } from './masks.js';
import { type Norms, norms } from './norms.js';
import { type Pieces, pieces } from './pieces.js';
import { type Arithmetic, arithmetic } from './pointwise/arithmetic.js';
import { type Bits, bits } from './pointwise/bits.js';
import { type Comparisons, comparisons } from './pointwise/comparisons.js';
import { type Elementary, elementary } from './pointwise/elementary.js';
import { type Filling, filling } from './pointwise/filling.js';
import { type Limits, limits } from './pointwise/limits.js';
import { type Powers, powers } from './pointwise/powers.js';
import { type Remainders, remainders } from './pointwise/remainders.js';
import { type Products, products } from './products.js';
import { type Random, random } from './random.js';
import { type Reductions, reductions } from './reductions.js';
import { type Scans, scans } from './scans.js';
import { type Sorting, sorting } from './sorting.js';
import { type Triangles, triangles } from './triangles.js';
import { type Views, views } from './views.js';

export interface Families
  extends Alias,
    Arithmetic,
    Bits,
    Comparisons,
    Concatenation,
    Construction,
    Convolutions,
    Elementary,
    Filling,
    Gathering,
    Histograms,
    Indexing,
    Limits,
    Mapping,
    Masks,
    Norms,
    Pieces,
    Powers,
    Products,
    QR,
    Random,
    Reductions,
    Remainders,
    Scans,
    Sorting,
    Spectra,
    Systems,
    Triangles,
    Views {}

export const families: Families = {
  ...alias,
  ...arithmetic,
  ...bits,
  ...comparisons,
  ...concatenation,
  ...construction,
  ...convolutions,
  ...elementary,
  ...filling,
  ...gathering,
  ...histograms,
  ...indexing,
  ...limits,
  ...mapping,
  ...masks,
  ...norms,
  ...pieces,
  ...powers,
  ...products,
  ...qr,
  ...random,
  ...reductions,
  ...remainders,
  ...scans,
  ...sorting,
  ...spectra,
  ...systems,
  ...triangles,
  ...views,
};
