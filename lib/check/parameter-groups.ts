/** @file The parameters of a module, each once however many fields share it, with their gradients, v and Hv. */
import type { Module } from '../nn/module.js';
import { rName } from '../nn/parameters.js';
import { Storage, Tensor } from '../tensor/index.js';
import { read, type Section, write } from './section.js';
import type { Variable } from './subject.js';
import { tensorPaths } from './walk.js';

/** Fields that view the same memory are one parameter; gradients that they collect apart are added. */
export class ParameterGroup {
  readonly name: string;
  readonly gradientName: string;
  readonly values: Tensor;
  readonly gradients: Tensor[] = [];
  readonly v: Tensor[] = [];
  readonly hv: Tensor[] = [];
  /** 1 for each element that is a statistic. */
  fixed: Uint8Array | undefined = undefined;

  constructor(name: string, gradientName: string, values: Tensor) {
    this.name = name;
    this.gradientName = gradientName;
    this.values = values;
  }

  /** `gradient` is its place among the results. */
  variable(gradient: number): Variable {
    return { name: this.name, kind: 'parameter', tensor: this.values, fixed: this.fixed, gradient };
  }

  zero(lists: readonly Tensor[]): void {
    const zeros = new Float64Array(this.values.nElement());
    for (const tensor of lists) write(tensor, zeros);
  }

  setV(values: Float64Array | undefined): void {
    if (values === undefined) this.zero(this.v);
    else for (const tensor of this.v) write(tensor, values);
  }

  gradient(): Section {
    return this.sum(this.gradientName, this.gradients);
  }

  image(): Section {
    const at = this.gradientName.lastIndexOf('.') + 1;
    return this.sum(this.gradientName.slice(0, at) + rName.image(this.gradientName.slice(at)), this.hv);
  }

  private sum(name: string, tensors: readonly Tensor[]): Section {
    const values = new Float64Array(this.values.nElement());
    for (const tensor of tensors)
      read(tensor).forEach((value, i) => {
        values[i] += value;
      });
    return { role: 'gradParameters', name, size: this.values.size(), values };
  }
}

export function parameterGroups(module: Module): ParameterGroup[] {
  const [values, gradients, v, hv] = module.parameters();
  const paths = tensorPaths(module);
  const groups = new Map<Storage, Map<number, ParameterGroup>>();
  const found: ParameterGroup[] = [];
  values.forEach((value, i) => {
    const inStorage = groups.get(value._storage) ?? new Map<number, ParameterGroup>();
    groups.set(value._storage, inStorage);
    let group = inStorage.get(value._offset);
    if (!group) {
      const name = paths.get(value) ?? `parameters[${i}]`;
      group = new ParameterGroup(name, paths.get(gradients[i]) ?? `gradParameters[${i}]`, value);
      inStorage.set(value._offset, group);
      found.push(group);
    }
    addDistinct(group.gradients, gradients[i]);
    addDistinct(group.v, v[i]);
    addDistinct(group.hv, hv[i]);
  });
  for (const part of module.listModules()) for (const view of part.parameterStatistics()) markFixed(found, view);
  return found;
}

function markFixed(groups: readonly ParameterGroup[], view: Tensor): void {
  const marks = new Storage('Byte', view._storage.size());
  new Tensor(marks, view._offset, view._size, view._stride).fill(1);
  for (const group of groups) {
    const { _storage: storage, _offset: offset, _size: size, _stride: stride } = group.values;
    if (storage === view._storage) group.fixed = Uint8Array.from(read(new Tensor(marks, offset, size, stride)));
  }
}

function addDistinct(list: Tensor[], tensor: Tensor): void {
  if (!list.some((other) => other._storage === tensor._storage && other._offset === tensor._offset)) list.push(tensor);
}
