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

/**
 * Runs forward, and after the next forward pass at the same input, which is the caller's, compares the sums of outputs, and all else that
 * modules hold. A module that draws anew in each pass is refused; so is, over several batches, one that moves what it keeps, as batch
 * normalisation in training does with its running statistics: every product would move them. Cost: a forward pass.
 */
export class Probe {
  private readonly who: string;
  private readonly model: Module;
  private readonly modules: readonly Module[];
  private readonly several: boolean;
  /** Memory in which nothing is kept by modules: parameters, and the input. */
  private readonly fixed: ReadonlySet<Storage>;
  private readonly before: readonly Kept[];
  private readonly draws: ReturnType<typeof generator.getRNGState> = generator.getRNGState();
  private readonly after: readonly Kept[];
  private readonly sums: readonly number[];

  constructor(who: string, model: Module, input: Activation, several: boolean) {
    this.who = who;
    this.model = model;
    this.modules = insideOut(model);
    this.several = several;
    this.fixed = new Set([...model.getParameters(), ...tensorsOf(input)].map((x) => x._storage));
    this.before = this.kept();
    model.forward(input);
    this.after = this.kept();
    this.sums = this.modules.map(({ output }) => sumOf(output));
  }

  /** What two passes have moved is as after one. @throws Error that names the module. */
  check(): void {
    const moved = this.after.filter(({ memory, content }) => differ(memory, content));
    const fault = this.fault(moved);
    if (fault) throw fault;
    putBack(moved);
  }

  /** All is as it was before both passes. */
  undo(): void {
    putBack(this.before);
    generator.setRNGState(this.draws);
  }

  private fault(moved: readonly Kept[]): Error | undefined {
    const { who, model } = this;
    const noisy = this.modules.find(({ output }, i) => !Object.is(sumOf(output), this.sums[i]));
    if (noisy) {
      return new Error(
        `${who}: expected the same output from every pass, got another one each time from ${place(model, noisy)}: ` +
          'call model.evaluate(), or leave it out',
      );
    }
    if (!this.several || moved.length === 0) return undefined;
    const [{ module, field }] = moved;
    return new Error(
      `${who}: expected passes over several batches to leave the model as it is, got other ${field} after each ` +
        `in ${place(model, module)}: call model.evaluate(), or use one batch`,
    );
  }

  /** All that modules hold but their results. */
  private kept(): Kept[] {
    const seen = new Set(this.fixed);
    const list: Kept[] = [];
    for (const module of this.modules) {
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
}
