/** @file Instances of classes that nn does not have, in containers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ForeignModule } from '../../../lib/nn/foreign-module.js';
import { torchTable } from '../../../lib/nn/torch-table.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { filled } from './filled.js';

test('a container holds instances of classes that nn does not have', () => {
  const foreign = { typename: 'nn.Rotation', fields: new Map([['angle', 90]]) };
  const net = filled('Sequential', { modules: [new nn.Tanh(), foreign] }) as InstanceType<typeof nn.Sequential>;
  assert.is(String(net), 'nn.Sequential {\n  [input -> (1) -> (2) -> output]\n  (1): nn.Tanh\n  (2): nn.Rotation\n}');
  assert.instance(net.get(1), ForeignModule);
  assert.is((torchTable(net).get('modules') as unknown[])[1], foreign);
  fails(
    () => net.forward(torch.ones(2)),
    TypeError,
    'in module 1 of Sequential: Rotation.forward: expected a class of nn, got one that is known by its fields only',
  );
  const whole = net.replace((m) => (m instanceof ForeignModule ? new nn.Identity() : m));
  assert.equal((whole.forward(torch.zeros(2)) as Tensor).toArray(), [0, 0]);
});

test.run();
