/** @file Networks that several specs train, differentiate or count. */
import { nn } from '../lib/nn.js';

type Sequential = InstanceType<typeof nn.Sequential>;

/** Linear layers of these sizes with the activation between them; the scores are its output. */
export function layers(sizes: readonly number[], activation: 'Tanh' | 'Sigmoid' = 'Tanh'): Sequential {
  const model = nn.Sequential();
  for (let i = 1; i < sizes.length; i++) {
    if (i > 1) model.add(nn[activation]());
    model.add(nn.Linear(sizes[i - 1], sizes[i]));
  }
  return model;
}
