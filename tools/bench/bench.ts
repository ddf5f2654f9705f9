/**
 * @file `npm run bench [-- kernels nets modules curvature tensor io lua soak] [--json] [--vs-pytorch --pytorch-script FILE]`: speed on this
 * machine, as figures to compare within one run; `--python FILE` has the PyTorch that curvature is compared with. With ROP_THREADS=n,
 * products by WASM's threads too.
 */
import { parseArgs } from 'node:util';
import { kernels } from '../../lib/kernels/index.js';
import { curvatureFigures, printCurvature } from './curvature.js';
import { netsEverywhere, printNets } from './everywhere.js';
import { ioRows, printIo } from './io.js';
import { kernelRows, printKernels } from './kernels.js';
import { luaRows, printLua } from './lua.js';
import { moduleRows, printModules } from './modules.js';
import { compared, printCompared } from './pytorch.js';
import { printSoak, soak } from './soak.js';
import { printTensor, tensorRows } from './tensor.js';

function fail(message: string): never {
  console.error(`bench: ${message}`);
  process.exit(2);
}

const benches = ['kernels', 'nets', 'modules', 'curvature', 'tensor', 'io', 'lua', 'soak'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    'vs-pytorch': { type: 'boolean' },
    'pytorch-script': { type: 'string' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
});
const unknown = positionals.find((name) => !benches.includes(name));
if (unknown !== undefined) fail(`expected ${benches.join(', ')}, got '${unknown}'`);
const script = values['pytorch-script'];
if (values['vs-pytorch'] && !script) fail('--vs-pytorch needs --pytorch-script FILE');
const wanted = positionals.length > 0 ? positionals : ['kernels', 'nets'];
const results = {
  backend: kernels.name,
  ...(wanted.includes('kernels') && { kernels: await kernelRows() }),
  ...(wanted.includes('nets') && !values['vs-pytorch'] && { nets: netsEverywhere() }),
  ...(wanted.includes('modules') && { modules: moduleRows() }),
  ...(wanted.includes('curvature') && { curvature: curvatureFigures(values.python) }),
  ...(wanted.includes('tensor') && { tensor: tensorRows() }),
  ...(wanted.includes('io') && { io: ioRows() }),
  ...(wanted.includes('lua') && { lua: luaRows() }),
  ...(wanted.includes('soak') && { soak: soak() }),
  ...(values['vs-pytorch'] && script && { pytorch: compared(values.python, script) }),
};
if (values.json) console.log(JSON.stringify(results));
else {
  console.log(`kernels in use: ${results.backend}, and a native BLAS where rop info names one\n`);
  if (results.kernels) printKernels(results.kernels);
  if (results.kernels && (results.nets || results.pytorch)) console.log('');
  if (results.nets) printNets(results.nets);
  if (results.modules) printModules(results.modules);
  if (results.curvature) printCurvature(results.curvature);
  if (results.tensor) printTensor(results.tensor);
  if (results.io) printIo(results.io);
  if (results.lua) printLua(results.lua);
  if (results.soak) printSoak(results.soak);
  if (results.pytorch) printCompared(results.pytorch);
}
