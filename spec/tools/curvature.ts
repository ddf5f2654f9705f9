/** @file A small trained model with its data, and its Hessian by differences. */
import { readFileSync } from 'node:fs';
import { load } from '../../lib/io/t7/save.js';
import type { Module } from '../../lib/nn/module.js';
import { Tensor } from '../../lib/tensor/index.js';
import { rop, threeClouds } from './world.js';

export interface Trained {
  data: string;
  model: string;
  net: Module;
  /** The loss by its definition at the present parameters, with λ/2 ‖w‖² added. */
  loss: (decay: number) => number;
}

/** Trains on three clouds, with two hidden layers of 3. */
export async function trained(file: (name: string, contents?: string) => string): Promise<Trained> {
  const [data, out] = [file('clouds.csv', threeClouds(30)), file('trained')];
  const { code, stderr } = await rop(['train', '--data', data, '--hidden', '3,3', '--epochs', '3', '--out', out]);
  if (code !== 0) throw new Error(stderr);
  const model = `${out}/model.t7`;
  const net = load(model) as Module;
  const rows = readFileSync(data, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  const { featuresDividedBy: divisor } = net.extras as { featuresDividedBy: number };
  const inputs = Tensor.from(
    'Double',
    rows.map(([x, y]) => [x / divisor, y / divisor]),
  );
  const [w] = net.getParameters();
  const loss = (decay: number): number => {
    const output = net.forward(inputs) as Tensor;
    const likelihood = rows.reduce((sum, [, , label], i) => sum - output.get(i, label), 0) / rows.length;
    return likelihood + (decay / 2) * w.dot(w);
  };
  return { data, model, net, loss };
}

/** ∂²E/∂wᵢ∂wⱼ by central differences, with an error of about 1e-7. */
export function hessianByDifferences({ net, loss }: Trained, decay: number): Tensor {
  const [w] = net.getParameters();
  const n = w.nElement();
  const H = Tensor.zeros('Double', [n, n]);
  const h = 1e-3;
  const at = (i: number, a: number, j: number, b: number): number => {
    const kept = w.clone();
    w.set(i, w.get(i) + a);
    w.set(j, w.get(j) + b);
    const value = loss(decay);
    w.copy(kept);
    return value;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const mixed = (step: number): number =>
        (at(i, step, j, step) - at(i, step, j, -step) - at(i, -step, j, step) + at(i, -step, j, -step)) /
        (4 * step * step);
      // Richardson's extrapolation.
      const value = (4 * mixed(h) - mixed(2 * h)) / 3;
      H.set(i, j, value);
      H.set(j, i, value);
    }
  }
  return H;
}
