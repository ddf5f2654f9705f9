"""One Hv at a fixed point of an MLP with tanh, log-softmax and NLL, by PyTorch's double backward on a graph that is kept.

hv.py SIZES BATCH PRODUCTS, as in `hv.py 784,512,256,10 128 50`: prints milliseconds, the median over the products.
"""
import statistics
import sys
import time

import torch

sizes = [int(n) for n in sys.argv[1].split(',')]
batch, products = int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
layers = []
for i, (n, m) in enumerate(zip(sizes, sizes[1:])):
    layers += ([torch.nn.Tanh()] if i else []) + [torch.nn.Linear(n, m)]
model = torch.nn.Sequential(*layers, torch.nn.LogSoftmax(1))
x, t = torch.randn(batch, sizes[0]), torch.arange(batch) % sizes[-1]
parameters = list(model.parameters())
loss = torch.nn.functional.nll_loss(model(x), t)
gradient = torch.autograd.grad(loss, parameters, create_graph=True)
v = [torch.randn_like(p) for p in parameters]
times = []
for i in range(products + 5):
    start = time.perf_counter()
    torch.autograd.grad(gradient, parameters, v, retain_graph=True)
    times.append(1000 * (time.perf_counter() - start))
print(statistics.median(times[5:]))
