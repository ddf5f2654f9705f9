/** @file Models in files: modules of the registry as JSON, their numbers in base64. */
import { Module } from '../nn/module.js';
import { writeAtomically } from './atomic.js';
import { DataError } from './csv.js';
import { documentText, readDocument } from './document.js';
import type { Json } from './encoding.js';

const format = 'torch-rop model';

/** A model, and what its maker wrote beside it. */
export interface SavedModel {
  model: Module;
  about: Json;
}

/** The text of a model file. Equal fields give equal text. @throws TypeError for classes that are not in the registry. */
export function modelText(model: Module, about: Json = {}): string {
  return documentText(format, about, model);
}

/**
 * Writes a module, with all inside it, as one JSON document: `{ format, version, about, root, storages }`. A module is its class and
 * its fields; memory that is shared (weights of two layers, flat parameters) is stored once and shared again when read. The bytes of
 * typed arrays are little-endian, in base64. Buffers are left out, gradients, v and Hv come back as zeros. The file is replaced in one
 * step or stays as it is.
 *
 * @throws TypeError for a class that is not in the registry; WriteError.
 */
export function saveModel(path: string, model: Module, about: Json = {}): void {
  writeAtomically(path, modelText(model, about));
}

/** Reads what `saveModel` wrote. @throws DataError, in one line that names the file. */
export function loadModel(path: string): SavedModel {
  const { about, value } = readDocument(format, path);
  if (!(value instanceof Module)) throw new DataError(`${path}: expected a module, got ${typeof value}`);
  return { model: value, about };
}
