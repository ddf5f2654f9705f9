/** @file Data sets and models in files, for Node. */
export { DataError, type Dataset, parseCsv } from './csv.js';
export { classLabels, readDataset } from './dataset.js';
export { DiskFile } from './file/disk-file.js';
export { MemoryFile } from './file/memory-file.js';
export { type IdxArray, type IdxType, readIdx } from './idx.js';
export { loadModel, type SavedModel, saveModel } from './model.js';
export { loadNpy, saveNpy } from './npy.js';
export { FileFormatError } from './t7/format-error.js';
export { deserialize, load, save, serialize } from './t7/save.js';
export { LuaFunction, type LuaValue, TorchObject } from './t7/values.js';
