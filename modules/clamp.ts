/** @file HardTanh by another name. */
import { HardTanh } from './hard-tanh.js';

/** y = x brought into [min, max]; all else as in HardTanh. */
export class Clamp extends HardTanh {
  constructor(min: number = -1, max: number = 1) {
    super(min, max);
  }
}
