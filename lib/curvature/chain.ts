/** @file A model as the list of modules that run one after the other. */
import { Sequential } from '../../modules/sequential.js';
import type { Module } from '../nn/module.js';

/** The modules that run one after the other, Sequentials opened; a class that extends Sequential and runs otherwise is one of them. */
export function chain(model: Module): Module[] {
  const { updateOutput, backwardPart } = Sequential.prototype;
  const plain =
    model instanceof Sequential && model.updateOutput === updateOutput && model.backwardPart === backwardPart;
  return plain ? model.modules.flatMap(chain) : [model];
}
