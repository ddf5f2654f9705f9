/** @file The inverse, as far as there is one, of a VolumetricMaxPooling. */
import { MaxUnpooling } from '../lib/nn/max-unpooling.js';
import { instance, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { VolumetricMaxPooling } from './volumetric-max-pooling.js';

/** MaxUnpooling of a VolumetricMaxPooling that moves by its kernel. x, y: (planes × sizes) or (N × planes × sizes) of volumes. */
export class VolumetricMaxUnpooling extends MaxUnpooling {
  static override readonly torch: TorchFields = {
    pooling: instance(VolumetricMaxPooling, 'an nn.VolumetricMaxPooling'),
    indices: { ...unsaved(), lowLongs: true },
    otime: unsaved(),
    oheight: unsaved(),
    owidth: unsaved(),
    dT: unsaved(),
    dH: unsaved(),
    dW: unsaved(),
    padT: unsaved(),
    padH: unsaved(),
    padW: unsaved(),
  };

  /** @throws TypeError for a module of another class; RangeError unless its kernel is its stride. */
  constructor(pooling: VolumetricMaxPooling) {
    super(pooling, 'VolumetricMaxPooling');
  }
}
