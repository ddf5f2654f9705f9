/** @file Dimensions as modules are told them. */

/**
 * The axis of an x of `dims` dimensions that `dimension` means: counted from the end when negative, otherwise one further when x
 * has one dimension, the batch, more than `nInputDims`. May lie outside x.
 */
export function axisOf(dimension: number, dims: number, nInputDims?: number): number {
  if (dimension < 0) return dimension + dims;
  return dims - 1 === nInputDims ? dimension + 1 : dimension;
}
