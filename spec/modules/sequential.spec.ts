/** @file Sequential against the checker, values worked out by hand, its drawing and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, thrown } from '../errors.js';
import { layers } from '../networks.js';

type Sequential = InstanceType<typeof nn.Sequential>;

const cases: [string, () => Sequential, () => Activation][] = [
  ['two hidden layers', () => layers([3, 4, 5, 2]), () => torch.randn(4, 3)],
  ['three hidden layers on a vector', () => layers([3, 4, 3, 4, 2], 'Sigmoid'), () => torch.randn(3)],
  ['nothing', () => nn.Sequential(), () => torch.randn(2, 3)],
  ['one module', () => nn.Sequential().add(nn.Tanh()), () => torch.randn(3)],
  [
    'Sequentials',
    () =>
      nn
        .Sequential()
        .add(layers([3, 4, 3]))
        .add(nn.Tanh())
        .add(layers([3, 4, 2])),
    () => torch.randn(3),
  ],
  [
    'tables in between',
    () =>
      nn
        .Sequential()
        .add(nn.ConcatTable().add(nn.Linear(3, 2)).add(nn.Tanh()))
        .add(nn.JoinTable(1))
        .add(nn.Linear(5, 2)),
    () => torch.randn(2, 3),
  ],
];

for (const [name, make, input] of cases) {
  test(`Sequential of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('y = 2(3x): all passes of two Mul, worked out by hand', () => {
  const net = nn.Sequential().add(nn.Mul()).add(nn.Mul());
  const [w, g, v, hv] = net.getParameters();
  w.copy(torch.Tensor([3, 2]));
  v.copy(torch.Tensor([1, 10]));
  const [x, one] = [torch.Tensor([5]), torch.ones(1)];
  const list = (t: unknown): number[] => (t as Tensor).toArray();
  assert.equal(list(net.forward(x)), [30]);
  assert.equal(list(net.backward(x, one)), [6]);
  assert.equal(list(g), [2 * 5, 3 * 5]);
  // R{ab x} = (Ra b + a Rb) x; the Hessian of ab x in (a, b) is x off the diagonal.
  assert.equal(list(net.rForward(x)), [(1 * 2 + 3 * 10) * 5]);
  assert.equal(list(net.rBackward(x, undefined, one, undefined)), [1 * 2 + 3 * 10]);
  assert.equal(list(hv), [10 * 5, 1 * 5]);
});

test('without the input gradient, the sweep ends at the first module with parameters', () => {
  const net = nn.Sequential().add(nn.Tanh()).add(nn.Linear(2, 2)).add(nn.Tanh());
  const x = torch.randn(3, 2);
  net.forward(x);
  net.skipInputGradient(true);
  net.backward(x, torch.ones(3, 2));
  assert.is((net.get(0).gradInput as Tensor).nElement(), 0);
  assert.is((net.get(1).gradInput as Tensor).nElement(), 0);
  assert.ok((net.get(2).gradInput as Tensor).norm() > 0);
  net.skipInputGradient(false);
  assert.equal((net.backward(x, torch.ones(3, 2)) as Tensor).size(), [3, 2]);
});

test('it is drawn as Torch draws it', () => {
  const net = nn.Sequential().add(nn.Linear(2, 3)).add(nn.Sequential().add(nn.Tanh()));
  assert.is(
    net.toString(),
    'nn.Sequential {\n  [input -> (1) -> (2) -> output]\n  (1): nn.Linear(2 -> 3)\n' +
      '  (2): nn.Sequential {\n    [input -> (1) -> output]\n    (1): nn.Tanh\n  }\n}',
  );
});

/** Fails where its name says. */
class Failing extends nn.Identity {
  readonly where: string;

  constructor(where: string) {
    super();
    this.where = where;
  }

  private fail(method: string): void {
    if (method === this.where) throw new RangeError(`${method} failed`);
  }

  override updateOutput(input: Activation): Activation {
    this.fail('updateOutput');
    return super.updateOutput(input);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    this.fail('updateGradInput');
    return super.updateGradInput(input, gradOutput);
  }
}

test('an error in a pass comes with the way to the module', () => {
  const x = torch.randn(2);
  const inside = (where: string): Sequential =>
    nn
      .Sequential()
      .add(nn.Tanh())
      .add(nn.Sequential().add(nn.Tanh()).add(nn.Tanh()).add(new Failing(where)));
  const path = 'in module 1 of Sequential: in module 2 of Sequential: ';
  fails(() => inside('updateOutput').forward(x), RangeError, `${path}updateOutput failed`);
  const net = inside('updateGradInput');
  net.forward(x);
  fails(() => net.backward(x, x), RangeError, `${path}updateGradInput failed`);
  const { cause } = thrown(() => net.backward(x, x));
  assert.instance(cause, RangeError);
});

test.run();
