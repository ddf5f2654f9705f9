/** @file The inverse, as far as there is one, of a SpatialMaxPooling. */
import { MaxUnpooling } from '../lib/nn/max-unpooling.js';
import { instance, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { SpatialMaxPooling } from './spatial-max-pooling.js';

/** MaxUnpooling of a SpatialMaxPooling that moves by its kernel. x, y: (planes × sizes) or (N × planes × sizes) of images. */
export class SpatialMaxUnpooling extends MaxUnpooling {
  static override readonly torch: TorchFields = {
    pooling: instance(SpatialMaxPooling, 'an nn.SpatialMaxPooling'),
    indices: unsaved(),
    oheight: unsaved(),
    owidth: unsaved(),
  };

  /** @throws TypeError for a module of another class; RangeError unless its kernel is its stride. */
  constructor(pooling: SpatialMaxPooling) {
    super(pooling, 'SpatialMaxPooling');
  }
}
