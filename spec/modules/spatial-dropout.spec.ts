/** @file SpatialDropout against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { dropsPlanes } from './plane-dropout.js';

dropsPlanes('SpatialDropout', (...args) => nn.SpatialDropout(...args), [2, 2], 'H × W');

test.run();
