/** @file Whether a model does the same in every pass: products of passes that differ are of no matrix. */
import { type Activation, tensorsOf } from '../nn/activation.js';
import type { Module } from '../nn/module.js';
import { place } from '../nn/non-finite.js';
import { generator, type Storage, Tensor } from '../tensor/index.js';

/** What a module keeps in a field: memory, and what was in it. */
interface Kept {
  module: Module;
  field: string;
  memory: Storage;
  content: Storage;
}

/** Fields that each pass writes anew, besides the parameters. */
const results = /^(output|gradInput|r[A-Z]\w*|grad[A-Z]\w*)$/;

/** This module and all inside it, those inside first. */
function insideOut(module: Module): Module[] {
  return [...module.children().flatMap(insideOut), module];
}

/** The tensors in a field, those in lists included. */
function tensorsIn(value: unknown): Tensor[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  return value instanceof Tensor && value.nElement() > 0 ? [value] : [];
}

/** A number that another content would hardly have. */
function sumOf(x: Activation): number {
  return tensorsOf(x).reduce((sum, piece) => sum + piece.sum(), 0);
}

function differ(a: Storage, b: Storage): boolean {
  const [x, y] = [a.data, b.data];
  return x.length !== y.length || x.some((value, i) => !Object.is(value, y[i]));
}

function putBack(list: readonly Kept[]): void {
  for (const { memory, content } of list) if (memory.size() === content.size()) memory.copy(content);
}

/** All that modules hold but their results; `fixed` is memory in which they keep nothing. */
function keptBy(modules: readonly Module[], fixed: ReadonlySet<Storage>): Kept[] {
  const seen = new Set(fixed);
  const list: Kept[] = [];
  for (const module of modules) {
    for (const [field, value] of Object.entries(module)) {
      if (results.test(field)) continue;
      for (const { _storage: memory } of tensorsIn(value)) {
        if (!seen.has(memory)) list.push({ module, field, memory, content: memory.clone() });
        seen.add(memory);
      }
    }
  }
  return list;
}

/**
 * Runs forward twice on one input and compares the sums of outputs, and all else that modules hold. A module that draws anew in each pass
 * is refused; so is, over several batches, one that moves what it keeps, as batch normalisation in training does with its running
 * statistics: every product would move them. All is as it was before, also after an error. Cost: two forward passes on one batch.
 *
 * @returns what puts everything back to here after later passes.
 * @throws Error that names the module.
 */
export function checkRepeats(who: string, model: Module, input: Activation, several: boolean): () => void {
  const modules = insideOut(model);
  const fixed = new Set([...model.getParameters(), ...tensorsOf(input)].map((x) => x._storage));
  const draws = generator.getRNGState();
  const before = keptBy(modules, fixed);
  const undo = (): void => {
    putBack(before);
    generator.setRNGState(draws);
  };
  try {
    model.forward(input);
    const after = keptBy(modules, fixed);
    const sums = modules.map(({ output }) => sumOf(output));
    model.forward(input);
    const noisy = modules.find(({ output }, i) => !Object.is(sumOf(output), sums[i]));
    if (noisy) {
      throw new Error(
        `${who}: expected the same output from every pass, got another one each time from ${place(model, noisy)}: ` +
          'call model.evaluate(), or leave it out',
      );
    }
    const moved = after.find(({ memory, content }) => differ(memory, content));
    if (several && moved) {
      throw new Error(
        `${who}: expected passes over several batches to leave the model as it is, got other ${moved.field} after each ` +
          `in ${place(model, moved.module)}: call model.evaluate(), or use one batch`,
      );
    }
  } finally {
    undo();
  }
  return undo;
}
