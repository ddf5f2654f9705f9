/** @file What a loop over elements chooses from by an index, where it would branch. */

/**
 * The numbers to choose from, for the length of one loop: `cases[+(x > 0)]` instead of `x > 0 ? … : …`. Where signs are random the
 * processor guesses every other branch wrongly, which costs five times what all else in such a loop does; a comparison that is an index
 * compiles to no branch. Unlike products with 0 and 1 a choice leaves NaN, infinities and the sign of 0 alone.
 */
export const cases: Float64Array = new Float64Array(4);
