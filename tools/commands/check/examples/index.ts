/** @file What each class is checked on, a file a family. */
import { containers } from './containers.js';
import { convolution } from './convolution.js';
import { criteria } from './criteria.js';
import type { ExampleMaker } from './making.js';
import { maxPooling } from './max-pooling.js';
import { normalisation } from './normalisation.js';
import { partialConvolution } from './partial-convolution.js';
import { shapes } from './shapes.js';
import { simple } from './simple.js';
import { tables } from './tables.js';
import { transfer } from './transfer.js';

export type { Example, ExampleMaker } from './making.js';

/** Class name -> its examples. */
export const examples: ReadonlyMap<string, ExampleMaker> = new Map(
  Object.entries({
    ...containers,
    ...transfer,
    ...simple,
    ...shapes,
    ...normalisation,
    ...convolution,
    ...maxPooling,
    ...partialConvolution,
    ...tables,
    ...criteria,
  }),
);
