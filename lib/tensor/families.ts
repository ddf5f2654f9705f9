/** @file The families of functions that are declared for all their call forms: one line each. */
import { type Indexing, indexing } from './indexing.js';

export interface Families extends Indexing {}

export const families: Families = { ...indexing };
