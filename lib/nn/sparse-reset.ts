/** @file Sparse initial weights. */
import { generator, torch } from '../tensor/index.js';
import { Affine } from './affine.js';
import type { Module } from './module.js';

/**
 * Martens' sparse initialisation (2010, §5), of every Linear layer and convolution in the module: each unit, that is each weight[j], gets
 * `connections` weights other than zero (all, where it has no more), in places drawn without repetition, from a normal distribution of mean 0
 * and deviation `stdv`. Biases are 0. So the sum that a unit makes does not grow with the number of its inputs, and units are less
 * alike than with dense small weights. Draws come from the common generator, unit by unit: a permutation of the places, then the weights.
 *
 * @throws RangeError unless connections is a whole number from 1 up and stdv > 0.
 */
export function resetSparse(module: Module, connections: number = 15, stdv: number = 1): void {
  if (!(Number.isInteger(connections) && connections >= 1)) {
    throw new RangeError(
      `nn.utils.resetSparse: expected connections to be a whole number from 1 up, got ${connections}`,
    );
  }
  if (!(stdv > 0 && stdv < Infinity)) {
    throw new RangeError(`nn.utils.resetSparse: expected stdv to be a finite number > 0, got ${stdv}`);
  }
  for (const layer of module.findModules(Affine)) {
    const { weight, bias } = layer;
    weight.zero();
    bias?.zero();
    const units = weight.contiguous().view(weight.size(0), -1);
    for (let unit = 0; unit < units.size(0); unit++) {
      const places = torch.randperm(units.size(1)).toArray().slice(0, connections);
      for (const place of places) units.set(unit, place, generator.normal(0, stdv));
    }
    weight.copy(units);
  }
}
