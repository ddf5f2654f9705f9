/** @file Handwritten digits by stochastic gradient descent, as examples/digits.lua: npx tsx examples/digits.ts optdigits.tra */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nn, optim, type Tensor, torch } from '../lib/index.js';
import { readDataset } from '../lib/io/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: 'string', default: '10' },
    batch: { type: 'string', default: '32' },
    rate: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'digits.t7' },
  },
});
const [path = 'optdigits.tra'] = positionals;
const batch = Number(values.batch);
if (!existsSync(path)) {
  console.log(`digits: no file ${path}, nothing to train on`);
  process.exit(1);
}

torch.manualSeed(Number(values.seed));
const { features, labels: classes, rows: count, columns: pixels } = await readDataset(path);
const images = torch.Tensor(torch.DoubleStorage(features)).view(count, pixels).div(16);
const labels = torch.Tensor(torch.DoubleStorage(classes));

const net = nn.Sequential();
net.add(nn.Linear(pixels, 32));
net.add(nn.Tanh());
net.add(nn.Linear(32, 16));
net.add(nn.Tanh());
net.add(nn.Linear(16, 10));
net.add(nn.LogSoftMax());
const criterion = nn.ClassNLLCriterion();
const [weights, gradients] = net.getParameters();
console.log(String(net));

const settings: optim.SgdConfig = { learningRate: Number(values.rate), momentum: 0.9, dampening: 0 };
for (let epoch = 1; epoch <= Number(values.epochs); epoch++) {
  const order = torch.randperm(count).long();
  let total = 0;
  for (let first = 0; first < count; first += batch) {
    const chosen = order.narrow(0, first, Math.min(batch, count - first));
    const [input, target] = [images.index(0, chosen), labels.index(0, chosen)];
    const feval = (): optim.Evaluation => {
      gradients.zero();
      const output = net.forward(input);
      const loss = criterion.forward(output, target);
      net.backward(input, criterion.backward(output, target));
      return { loss, gradient: gradients };
    };
    const [, losses] = optim.sgd(feval, weights, settings);
    total += losses[0] * chosen.size(0);
  }
  const [, best] = (net.forward(images) as Tensor).max(1);
  const right = best.squeeze().eq(labels.long()).sum();
  console.log(`epoch ${epoch}: loss ${(total / count).toPrecision(15)}, ${right} of ${count} right`);
}

net.clearState();
torch.save(values.out, net);
