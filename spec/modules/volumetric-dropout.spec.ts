/** @file VolumetricDropout against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { dropsPlanes } from './plane-dropout.js';

dropsPlanes('VolumetricDropout', (...args) => nn.VolumetricDropout(...args), [2, 2, 2], 'T × H × W');

test.run();
