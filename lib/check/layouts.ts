/** @file Properties: neither the memory layout of the arguments nor what passed through before changes the results. */
import { type Generator, Storage, Tensor } from '../tensor/index.js';
import { Comparison } from './comparison.js';
import { floorOf } from './differences.js';
import type { ModuleSubject } from './module-subject.js';
import type { Verdict } from './report.js';
import { read } from './section.js';
import { type Direction, evaluate, image, randomDirection, type Subject } from './subject.js';

/** Copies with the same values, differently laid out. */
const LAYOUTS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  'behind an offset': (x) => {
    const values = read(x);
    const room = Tensor.zeros(x.elementType, [values.length + 3]);
    return copied(new Tensor(room._storage, 3, x._size), x);
  },
  'with gaps between elements': (x) => {
    const room = Tensor.zeros(x.elementType, [2 * x.nElement()]);
    const stride = x.clone()._stride.map((step) => 2 * step);
    return copied(new Tensor(room._storage, 1, x._size, stride), x);
  },
  transposed: (x) =>
    x.dim() < 2 ? x.clone() : copied(Tensor.zeros(x.elementType, x.transpose(0, -1)._size).transpose(0, -1), x),
};

function copied(twin: Tensor, x: Tensor): Tensor {
  return x.nElement() === 0 ? x.clone() : twin.copy(x);
}

/**
 * Transposed, strided and offset inputs, gradOutputs and images give what contiguous ones give. A module may say that
 * it takes contiguous inputs only, as View does; what comes back to it may then still have any layout.
 */
export function checkLayouts(subject: Subject, random: Generator): Verdict {
  const comparison = new Comparison(subject.name, 'memory layout', 1e-12);
  const direction = randomDirection(random, subject.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const floor = floorOf(passes);
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    let twin = subject.vary({ component: (same) => same, tensor: layout });
    if (refusesLayout(twin)) {
      twin = subject.vary({
        component: (same) => same,
        tensor: (x, kind) => (kind === 'input' ? x.clone() : layout(x)),
      });
    }
    comparison.addResults(passes, evaluate(twin), floor, `, arguments ${name}`);
    comparison.addResults(images, image(twin, direction), floor, `, arguments ${name}`);
  }
  return comparison.verdict();
}

function refusesLayout(subject: Subject): boolean {
  try {
    subject.forward();
    return false;
  } catch (error) {
    if (error instanceof RangeError && error.message.includes('expected contiguous')) return true;
    throw error;
  }
}

/** A gradOutput whose rows are one row repeated without memory (stride 0), as the gradient of a sum is. */
export function checkExpanded(subject: ModuleSubject, random: Generator): Verdict {
  const comparison = new Comparison(subject.name, 'expanded gradOutput', 1e-12);
  const direction: Direction = randomDirection(random, subject.variables).map((piece, k) => {
    const { kind, tensor } = subject.variables[k];
    return kind === 'gradOutput' && piece
      ? read(repeated(new Tensor(new Storage('Double', piece), 0, tensor._size)))
      : piece;
  });
  const twin = (layout: (x: Tensor) => Tensor): ModuleSubject =>
    subject.vary({ component: (same) => same, tensor: (x, kind) => (kind === 'gradOutput' ? layout(x) : x.clone()) });
  const dense = twin((x) => repeated(x).clone());
  const passes = evaluate(dense);
  const images = image(dense, direction);
  const floor = floorOf(passes);
  const expanded = twin(repeated);
  comparison.addResults(passes, evaluate(expanded), floor, ', gradOutput expanded');
  comparison.addResults(images, image(expanded, direction), floor, ', rGradOutput expanded');
  return comparison.verdict();
}

function repeated(x: Tensor): Tensor {
  return x.narrow(0, 0, 1).clone().expand(x._size);
}

/**
 * Whether there is such a point: modules of one fixed size, and such as mix rows, have no other batch to be asked
 * about.
 */
function takes(subject: Subject): boolean {
  try {
    const sizes = subject.forward().map(({ size }) => size.join());
    const expected = subject.variables
      .filter(({ kind }) => kind === 'gradOutput')
      .map(({ tensor }) => tensor._size.join());
    return expected.length === 0 || sizes.join(';') === expected.join(';');
  } catch {
    return false;
  }
}

/** A smaller batch in between leaves no trace, and is itself computed as by a module that never saw another. */
export function checkResizing(subject: Subject, random: Generator): Verdict | undefined {
  const narrowed = subject.vary({
    component: (same) => same,
    tensor: (x) => x.narrow(0, 0, Math.max(1, x._size[0] - 1)).clone(),
  });
  if (!takes(narrowed)) return undefined;
  const comparison = new Comparison(subject.name, 'other sizes in between', 0);
  const direction = randomDirection(random, subject.variables);
  const shorter = randomDirection(random, narrowed.variables);
  const passes = evaluate(subject);
  const images = image(subject, direction);
  const smaller = evaluate(narrowed);
  const smallerImages = image(narrowed, shorter);
  comparison.addResults(passes, evaluate(subject), 1, ' after a smaller batch');
  comparison.addResults(images, image(subject, direction), 1, ' after a smaller batch');
  const fresh = narrowed.vary({ component: (c) => c.clone().clearState() as typeof c, tensor: (x) => x.clone() });
  comparison.addResults(evaluate(fresh), smaller, 1, ' of a smaller batch');
  comparison.addResults(image(fresh, shorter), smallerImages, 1, ' of a smaller batch');
  return comparison.verdict();
}
