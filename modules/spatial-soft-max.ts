/** @file Softmax over the planes of each pixel. */
import { SoftMax } from './soft-max.js';

/** SoftMax by the name that Torch has for images. */
export class SpatialSoftMax extends SoftMax {}
