/** @file Elementwise modules and softmax beside PyTorch's, at 64 × 1024, in turns. */
import { torch } from '../../lib/tensor/index.js';
import { examples } from '../commands/check/examples/index.js';
import { passesOf } from './modules.js';
import { PyTorch, type Turns } from './pytorch.js';

const rounds = 5;

/** Nanoseconds an element, here and there: the shortest of several times. */
export interface ComparedModule {
  name: string;
  forward: [ours: number, pytorch: number];
  backward: [ours: number, pytorch: number];
}

/** What PyTorch has of our classes. @throws Error that says why it does not run */
export async function comparedModules(python: string): Promise<ComparedModule[]> {
  const pytorch = await PyTorch.start(python, 'modules');
  const names = [...examples.keys()].filter((name) => pytorch.tasks.includes(`${name} forward`));
  const rows: ComparedModule[] = [];
  for (const name of names) {
    torch.manualSeed(1);
    const [example] = (examples.get(name) as () => Parameters<typeof passesOf>[0][])();
    const x = torch.randn(64, 1024);
    const [forward, backward] = passesOf(example, () => (name === 'Log' || name === 'Sqrt' ? x.abs().add(0.1) : x))[0];
    const pair = ({ ours, theirs }: Turns): [number, number] => {
      const [here, there] = [ours, theirs].map((times) => (Math.min(...times) * 1e6) / x.nElement());
      return [here, there];
    };
    rows.push({
      name,
      forward: pair(await pytorch.turns(rounds, forward, `${name} forward`)),
      backward: pair(await pytorch.turns(rounds, backward, `${name} backward`)),
    });
  }
  await pytorch.close();
  return rows;
}

export function printComparedModules(rows: readonly ComparedModule[]): void {
  console.log('ns an element                    forward   PyTorch  ratio   backward   PyTorch  ratio');
  for (const { name, forward, backward } of rows) {
    const pairs = [forward, backward].map(([ours, theirs]) => {
      const [a, b] = [ours, theirs].map((x) => x.toPrecision(3).padStart(9));
      return `${a} ${b}  ${(ours / theirs).toFixed(2).padStart(5)}`;
    });
    console.log(`${name.padEnd(30)} ${pairs.join('  ')}`);
  }
}
