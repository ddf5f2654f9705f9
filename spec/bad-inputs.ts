/** @file What is wrong in an input: every activation that is like a right one, but for its kind, its type, a size or its contents. */
import type { Activation } from '../lib/nn/activation.js';
import { Tensor, torch } from '../lib/tensor/index.js';

/** What is wrong, and the value, which need not be an activation. */
export type Bad = readonly [what: string, value: unknown];

const notActivations: readonly Bad[] = [
  ['a number', 3],
  ['nothing', undefined],
  ['null', null],
  ['text', 'x'],
  ['an object', {}],
  ['true', true],
];

/** `f` of one tensor; undefined where that has no such neighbour. */
type Change = (x: Tensor) => Tensor | undefined;

const sizes = (x: Tensor, d: number, size: number): Tensor | undefined => {
  if (d >= x.dim() || size < 1) return undefined;
  const rest = size - x._size[d];
  return rest > 0 ? torch.cat([x, x.narrow(d, 0, rest)], d) : x.narrow(d, 0, size).clone();
};

const changes: readonly (readonly [what: string, change: Change])[] = [
  ['a dimension more', (x) => x.view([1, ...x._size])],
  ['two dimensions more', (x) => x.view([1, 1, ...x._size])],
  ['a last dimension more', (x) => x.view([...x._size, 1])],
  ['a dimension less', (x) => (x.dim() > 1 ? x.select(0, 0).clone() : undefined)],
  ['one element', (x) => x.view([x.nElement()]).narrow(0, 0, 1)],
  ['no elements', (x) => x.new()],
  ['another real type', (x) => (x.elementType.name === 'Float' ? x.double() : x.float())],
  ['integers', (x) => (x.elementType.integer ? undefined : x.long())],
  ...[0, 1, 2, 3, 4].flatMap((d) => [
    [`size ${d} less by 1`, (x: Tensor) => (d < x.dim() ? sizes(x, d, x._size[d] - 1) : undefined)] as const,
    [`size ${d} more by 1`, (x: Tensor) => (d < x.dim() ? sizes(x, d, x._size[d] + 1) : undefined)] as const,
    [`size ${d} of 1`, (x: Tensor) => (d < x.dim() && x._size[d] > 2 ? sizes(x, d, 1) : undefined)] as const,
  ]),
  ['transposed', (x) => (x.dim() > 1 ? x.transpose(0, 1) : undefined)],
  ...[-1, 0, 1e6].map((value) => [`all ${value}`, (x: Tensor) => x.clone().fill(value)] as const),
  // Integers hold none of these.
  ...[Number.NaN, Infinity, -1e300, 0.5].map(
    (value) => [`all ${value}`, (x: Tensor) => (x.elementType.integer ? undefined : x.clone().fill(value))] as const,
  ),
];

/** One of its tensors changed. */
function changed(x: Activation, place: number, change: Change): Activation | undefined {
  if (!(x instanceof Tensor)) {
    const piece = x.length > place ? changed(x[place], 0, change) : undefined;
    return piece && x.map((other, i) => (i === place ? piece : other));
  }
  return x.nElement() > 0 ? change(x.clone()) : undefined;
}

/** Everything that is wrong. */
export function badLike(x: Activation): Bad[] {
  const kinds: Bad[] = Array.isArray(x)
    ? [
        ['a tensor', torch.ones(2, 3)],
        ['an entry less', x.slice(0, -1)],
        ['an entry more', [...x, torch.ones(2, 3)]],
        ['a table in place of an entry', [[x[0]], ...x.slice(1)]],
        ['nothing in place of an entry', [undefined, ...x.slice(1)]],
        ['a number in place of an entry', [3, ...x.slice(1)]],
        ['tables in a table', [x, x]],
      ]
    : [
        ['a table', [x]],
        ['two in a table', [x, x]],
      ];
  const tensors = [0, 1].flatMap((place) =>
    changes.flatMap(([what, change]): Bad[] => {
      const value = place === 0 || Array.isArray(x) ? changed(x, place, change) : undefined;
      return value === undefined ? [] : [[place === 0 ? what : `${what}, of the second`, value]];
    }),
  );
  return [...notActivations, ['an empty table', []], ...kinds, ...tensors];
}
