"""Times tasks of PyTorch for a process that asks for them on standard input, a line each: the task and how often, `gradient 5`.

  pytorch.py modules                  <class> forward, <class> backward at 64 x 1024
  pytorch.py nets SCRIPT CASE DTYPE   gradient, hv of a case of the script, which has CASES, ways, build_lib and worker_env

The first line of the answer names the tasks; the others are milliseconds of the calls. All is JSON, in float64 unless DTYPE says otherwise.
"""
import importlib.util, json, os, sys, time, warnings

ONE_THREAD = dict(OMP_NUM_THREADS='1', OPENBLAS_NUM_THREADS='1')


def load(script):
    spec = importlib.util.spec_from_file_location('script', script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def net_tasks(script, case, dtype):
    script.build_lib()
    import torch
    net = script.CASES[case](getattr(torch, dtype))
    ways = script.ways(net)[0]
    return dict(gradient=ways['grad'], hv=ways['a_ror_retained'])


def module_tasks():
    import torch
    from torch import nn
    makers = dict(
        Abs=lambda: torch.abs, ELU=nn.ELU, Exp=lambda: torch.exp, HardShrink=nn.Hardshrink, HardTanh=nn.Hardtanh,
        LeakyReLU=nn.LeakyReLU, Log=lambda: torch.log, LogSigmoid=nn.LogSigmoid, LogSoftMax=lambda: nn.LogSoftmax(1),
        PReLU=nn.PReLU, ReLU=nn.ReLU, ReLU6=nn.ReLU6, Sigmoid=nn.Sigmoid, SoftMax=lambda: nn.Softmax(1),
        SoftMin=lambda: nn.Softmin(1), SoftPlus=nn.Softplus, SoftShrink=nn.Softshrink, SoftSign=nn.Softsign,
        Sqrt=lambda: torch.sqrt, Square=lambda: torch.square, Tanh=nn.Tanh, TanhShrink=nn.Tanhshrink,
        Threshold=lambda: nn.Threshold(1e-6, 0))
    tasks = {}
    for name, make in makers.items():
        module = make()
        if isinstance(module, nn.Module):
            module.double()
        x = torch.randn(64, 1024, dtype=torch.float64)
        if name in ('Log', 'Sqrt'):
            x = x.abs() + .1
        x.requires_grad_()
        y = module(x)
        operands = [x] + (list(module.parameters()) if isinstance(module, nn.Module) else [])
        gy = torch.randn_like(y)
        tasks[name + ' forward'] = lambda module=module, x=x: module(x)
        tasks[name + ' backward'] = lambda y=y, operands=operands, gy=gy: torch.autograd.grad(y, operands, gy, retain_graph=True)
    return tasks


def main(kind, *args):
    script = load(args[0]) if kind == 'nets' else None
    # The number of threads and the allocator's bounds are read when a process starts.
    if 'PYTORCH_BENCH' not in os.environ:
        environment = script.worker_env(1, 'openmp') if script else dict(os.environ, **ONE_THREAD)
        os.execve(sys.executable, [sys.executable] + sys.argv, dict(environment, PYTORCH_BENCH='1'))
    import torch
    torch.set_num_threads(1)
    warnings.simplefilter('ignore')
    tasks = net_tasks(script, *args[1:]) if script else module_tasks()
    print(json.dumps(sorted(tasks)), flush=True)
    for line in sys.stdin:
        name, times = line.rsplit(' ', 1)
        milliseconds = []
        for _ in range(int(times)):
            start = time.perf_counter()
            tasks[name]()
            milliseconds.append(1e3 * (time.perf_counter() - start))
        print(json.dumps(milliseconds), flush=True)


main(*sys.argv[1:])
