/** @file Log-softmax over the planes of each pixel. */
import { LogSoftMax } from './log-soft-max.js';

/** LogSoftMax by the name that Torch has for images. */
export class SpatialLogSoftMax extends LogSoftMax {}
