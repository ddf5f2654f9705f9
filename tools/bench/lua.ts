/** @file Calls from Lua, a training loop there against the same one in TypeScript, and the memory of a million tensors. */
import { Interpreter } from '../../lib/lua/index.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';

/** Nanoseconds a call. */
export interface CallRow {
  call: string;
  ns: number;
}

export interface LuaRows {
  calls: CallRow[];
  /** Milliseconds of one step: forward, backward, update. */
  step: { lua: number; typescript: number };
  /** What the tensors that Lua held weighed at most, while it made a million of them, in megabytes. */
  heldMb: number;
}

const prelude = `
require 'nn'
x, y = torch.randn(10), torch.randn(10, 10)
m = nn.Linear(2, 2)
function measure(n, f)
  f(n / 10)
  local start = torch.tic()
  f(n)
  return (torch.tic() - start) / n * 1e9
end
`;

const calls = [
  'x:dim()',
  'x:size(1)',
  'local a = x[3]',
  'x[3] = 1',
  'm:zeroGradParameters()',
  'local a = y[3]',
  'local a = y:t()',
  'local a = x + x',
];

const layers = [784, 512, 256, 10];
const batch = 128;
const steps = 10;

const training = `
torch.manualSeed(1)
local net = nn.Sequential()
for i = 1, #layers - 1 do
  net:add(nn.Linear(layers[i], layers[i + 1]))
  net:add(i < #layers - 1 and nn.Tanh() or nn.LogSoftMax())
end
local criterion = nn.ClassNLLCriterion()
local input, target = torch.randn(batch, layers[1]), torch.range(0, batch - 1):apply(function(i) return i % layers[#layers] + 1 end)
local w, g = net:getParameters()
return function()
  for i = 1, steps do
    g:zero()
    criterion:forward(net:forward(input), target)
    net:backward(input, criterion:backward(net.output, target))
    w:add(-0.01, g)
  end
end
`;

function trainingHere(): () => void {
  torch.manualSeed(1);
  const net = nn.Sequential();
  for (let i = 0; i < layers.length - 1; i++) {
    net.add(nn.Linear(layers[i], layers[i + 1])).add(i < layers.length - 2 ? nn.Tanh() : nn.LogSoftMax());
  }
  const criterion = nn.ClassNLLCriterion();
  const input = torch.randn(batch, layers[0]);
  const target = torch.range(0, batch - 1).apply((i) => i % layers[layers.length - 1]);
  const [w, g] = net.getParameters();
  return () => {
    for (let i = 0; i < steps; i++) {
      g.zero();
      const y = net.forward(input);
      criterion.forward(y, target);
      net.backward(input, criterion.backward(y, target));
      w.add(-0.01, g);
    }
  };
}

/** The best of several runs, in milliseconds a step; the two take turns. */
function compared(runs: readonly (() => void)[]): number[] {
  const best = runs.map(() => Infinity);
  for (let round = 0; round < 8; round++) {
    runs.forEach((run, i) => {
      const start = performance.now();
      run();
      best[i] = Math.min(best[i], (performance.now() - start) / steps);
    });
  }
  return best;
}

export function luaRows(): LuaRows {
  const lua = new Interpreter();
  const value = (chunk: string): unknown => lua.run(chunk, '=bench')[0];
  lua.run("require 'torch'", '=bench');
  lua.run(prelude, '=bench');
  const rows = calls.map((call) => {
    const n = /y|\+/.test(call) ? 3e5 : 1e6;
    return { call, ns: value(`return measure(${n}, function(n) for i = 1, n do ${call} end end)`) as number };
  });
  lua.run(`layers, batch, steps = {${layers}}, ${batch}, ${steps}`, '=bench');
  lua.run(`train = (function() ${training} end)()`, '=bench');
  const [inLua, here] = compared([() => value('train()'), trainingHere()]);
  let held = 0;
  lua.setFunction('look', () => {
    held = Math.max(held, lua.objects.bytes);
  });
  lua.run('for i = 1, 1e6 do local a = x + x if i % 1000 == 0 then look() end end', '=bench');
  lua.close();
  return { calls: rows, step: { lua: inLua, typescript: here }, heldMb: held / 2 ** 20 };
}

export function printLua({ calls: rows, step, heldMb }: LuaRows): void {
  for (const { call, ns } of rows) console.log(`${call.padEnd(24)} ${ns.toFixed(0).padStart(6)} ns`);
  const ratio = step.lua / step.typescript;
  console.log(
    `${layers.join('-')}, batch ${batch}: ${step.lua.toFixed(2)} ms a step in Lua, ${step.typescript.toFixed(2)} in TypeScript, ratio ${ratio.toFixed(3)}`,
  );
  console.log(`a million tensors: ${heldMb.toFixed(1)} MB held at most`);
}
