/** @file Whether a model does the same in every pass: products of passes that differ are of no matrix. */
import { type Activation, tensorsOf } from '../nn/activation.js';
import type { Module } from '../nn/module.js';
import { place } from '../nn/non-finite.js';
import { type Storage, Tensor } from '../tensor/index.js';
import { torch } from '../tensor/torch.js';

/** A copy of memory: a typed array's. */
type Copies = Map<Storage, ArrayLike<number>>;

/** This module and all inside it, those inside first. */
function insideOut(module: Module): Module[] {
  return [...module.children().flatMap(insideOut), module];
}

/** The tensors in a field, those in lists included. */
function tensorsIn(value: unknown): Tensor[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  return value instanceof Tensor && value.nElement() > 0 ? [value] : [];
}

/** The fields in which a module may keep something from pass to pass, with their tensors. */
function fieldsOf(module: Module, fixed: ReadonlySet<Storage>): [name: string, memory: Storage][] {
  return Object.entries(module)
    .flatMap(([name, value]) => tensorsIn(value).map((x): [string, Storage] => [name, x._storage]))
    .filter(([, memory]) => !fixed.has(memory));
}

function differs(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return true;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return true;
  return false;
}

/**
 * Runs forward twice, and compares all that the modules hold. What the passes changed is put back, the random state included.
 * A module that draws anew in each pass is refused; so is, over several batches, one that moves what it keeps, as batch normalisation in
 * training does with its running statistics: every product would move them. With one batch, that happens in evaluations only.
 *
 * @throws Error that names the module.
 */
export function checkRepeats(who: string, model: Module, input: Activation, several: boolean): void {
  const fixed = new Set([...model.getParameters(), ...tensorsOf(input)].map((x) => x._storage));
  const modules = insideOut(model);
  const held = (): Copies => {
    const copies: Copies = new Map();
    for (const module of modules) {
      for (const [, memory] of fieldsOf(module, fixed)) {
        if (!copies.has(memory)) copies.set(memory, memory.data.slice());
      }
    }
    return copies;
  };
  const before = held();
  const draws = torch.getRNGState();
  try {
    model.forward(input);
    const first = held();
    model.forward(input);
    for (const module of modules) {
      const changed = fieldsOf(module, fixed).filter(([, memory]) => differs(memory.data, first.get(memory) ?? []));
      if (changed.some(([name]) => name === 'output')) {
        throw new Error(
          `${who}: expected the same output from every pass, got another one each time from ${place(model, module)}: ` +
            'call model.evaluate(), or leave it out',
        );
      }
      if (changed.length > 0 && several) {
        throw new Error(
          `${who}: expected passes over several batches to leave the model as it is, got other ${changed[0][0]} after each ` +
            `in ${place(model, module)}: call model.evaluate(), or use one batch`,
        );
      }
    }
  } finally {
    for (const [memory, copy] of before) if (copy.length === memory.data.length) memory.data.set(copy);
    torch.setRNGState(draws);
  }
}
