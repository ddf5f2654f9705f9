/** @file Data sets and models in files, for Node. */
export { DataError, type Dataset, parseCsv } from './csv.js';
export { classLabels, readDataset } from './dataset.js';
export { type IdxArray, type IdxType, readIdx } from './idx.js';
export { loadModel, type SavedModel, saveModel } from './model.js';
