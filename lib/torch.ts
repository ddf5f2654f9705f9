/** @file The whole of Torch's namespace: tensors, and files. */
import { files } from './io/torch.js';
import { torch as tensors } from './tensor/index.js';

/**
 * Torch's namespace: `torch.randn(2, 3)`, `torch.add(x, y)`, `torch.save('net.t7', net)`, … Files are on disk where Node is; `serialize`,
 * `deserialize` and `MemoryFile` work anywhere.
 */
export const torch: typeof tensors & typeof files = { ...tensors, ...files };
