/**
 * @file `npm run bench [-- kernels nets modules curvature tensor io lua soak] [--json] [--net NAME] [--rounds N] [--vs-pytorch --pytorch-script
 * FILE]`: speed on this machine, as figures to compare within one run; of one net, in N rounds. `--python FILE` has the PyTorch that modules
 * and curvature are compared with. With ROP_THREADS=n, products by WASM's threads too.
 */
import { parseArgs } from 'node:util';
import { kernels } from '../../lib/kernels/index.js';
import { curvatureFigures, printCurvature } from './curvature.js';
import { netsEverywhere, printNets } from './everywhere.js';
import { ioRows, printIo } from './io.js';
import { kernelRows, printKernels } from './kernels.js';
import { luaRows, printLua } from './lua.js';
import { moduleRows, printModules } from './modules.js';
import { type ComparedModule, comparedModules, printComparedModules } from './modules-beside-pytorch.js';
import { netsNamed } from './nets.js';
import { compared, printCompared } from './nets-beside-pytorch.js';
import { printSoak, soak } from './soak.js';
import { printTensor, tensorRows } from './tensor.js';

function fail(message: string): never {
  console.error(`bench: ${message}`);
  process.exit(2);
}

function chosenNets(name: string | undefined): ReturnType<typeof netsNamed> {
  try {
    return netsNamed(name);
  } catch (error) {
    return fail((error as Error).message);
  }
}

async function comparedNets(script: string): ReturnType<typeof compared> {
  try {
    return await compared(values.python, script, nets, rounds);
  } catch (error) {
    return fail(`no comparison with PyTorch: ${(error as Error).message}`);
  }
}

/** Classes beside PyTorch's, where that runs. */
async function besidePytorch(): Promise<ComparedModule[]> {
  try {
    return await comparedModules(values.python);
  } catch (error) {
    console.error(`bench: no comparison with PyTorch: ${(error as Error).message}`);
    return [];
  }
}

const benches = ['kernels', 'nets', 'modules', 'curvature', 'tensor', 'io', 'lua', 'soak'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    net: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    'vs-pytorch': { type: 'boolean' },
    'pytorch-script': { type: 'string' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
});
const unknown = positionals.find((name) => !benches.includes(name));
if (unknown !== undefined) fail(`expected ${benches.join(', ')}, got '${unknown}'`);
const script = values['pytorch-script'];
if (values['vs-pytorch'] && !script) fail('--vs-pytorch needs --pytorch-script FILE');
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds >= 1)) fail(`expected --rounds from 1 up, got '${values.rounds}'`);
const nets = chosenNets(values.net);
const wanted = positionals.length > 0 ? positionals : ['kernels', 'nets'];
const results = {
  backend: kernels.name,
  ...(wanted.includes('kernels') && { kernels: await kernelRows() }),
  ...(wanted.includes('nets') && !values['vs-pytorch'] && { nets: netsEverywhere(rounds, values.net) }),
  ...(wanted.includes('modules') && { modules: moduleRows(), modulesBesidePytorch: await besidePytorch() }),
  ...(wanted.includes('curvature') && { curvature: curvatureFigures(values.python) }),
  ...(wanted.includes('tensor') && { tensor: tensorRows() }),
  ...(wanted.includes('io') && { io: ioRows() }),
  ...(wanted.includes('lua') && { lua: luaRows() }),
  ...(wanted.includes('soak') && { soak: soak() }),
  ...(values['vs-pytorch'] && script && { pytorch: await comparedNets(script) }),
};
if (values.json) console.log(JSON.stringify(results));
else {
  console.log(`kernels in use: ${results.backend}, and a native BLAS where rop info names one\n`);
  if (results.kernels) printKernels(results.kernels);
  if (results.kernels && (results.nets || results.pytorch)) console.log('');
  if (results.nets) printNets(results.nets);
  if (results.modules) printModules(results.modules);
  if (results.modulesBesidePytorch?.length) printComparedModules(results.modulesBesidePytorch);
  if (results.curvature) printCurvature(results.curvature);
  if (results.tensor) printTensor(results.tensor);
  if (results.io) printIo(results.io);
  if (results.lua) printLua(results.lua);
  if (results.soak) printSoak(results.soak);
  if (results.pytorch) printCompared(results.pytorch);
}
