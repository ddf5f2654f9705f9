/** @file Models in files, as `rop train` and others write them. */
import { extname } from 'node:path';
import { loadModel } from '../../lib/io/model.js';
import { load } from '../../lib/io/t7/save.js';
import { Module } from '../../lib/nn/module.js';
import { CommandError } from '../io.js';

/** A model as JSON; what was written beside it becomes fields of it. */
export function readJson(path: string): Module {
  const { model, about } = loadModel(path);
  const beside = typeof about === 'object' && !Array.isArray(about) ? about : { about };
  if (beside && Object.keys(beside).length > 0) model.extras = { ...model.extras, ...beside };
  return model;
}

/** A model in a .t7 or .json file. @throws CommandError for a file of something else */
export function readModel(path: string): Module {
  const value = extname(path) === '.json' ? readJson(path) : load(path);
  if (!(value instanceof Module)) throw new CommandError(`${path}: expected a model, got something else`);
  return value;
}
