/** @file The functions of tensors, storages and the namespace torch: Torch's list of names, each tried for each type, and a reason where one is missing. */
import { torch } from '../../../lib/torch.js';
import type { Io } from '../../io.js';
import { type TorchName, torchNames } from './names.js';
import { faultsOf } from './trial.js';

interface Row {
  name: string;
  document: string | null;
  /** `torch.add`, `x.add` */
  forms: string[];
  types: string[] | null;
  /** Whether all forms work for all types. */
  ours: boolean;
  /** What does not. */
  faults: string[];
  /** Why it is not there. */
  reason: string | null;
}

const owners = { f: 'torch', m: 'x', s: 's' };

function rowOf(entry: TorchName): Row {
  const { name, document = null, forms, types = null, reason = null } = entry;
  const faults = faultsOf(entry);
  const named = forms.map((form) => `${owners[form]}.${name}`);
  return { name, document, forms: named, types, ours: faults.length === 0, faults, reason };
}

/** All rows; trying seeds, draws and types leaves none of them changed. */
function rows(): Row[] {
  const state = torch.getRNGState();
  const type = torch.getdefaulttensortype();
  try {
    return torchNames.map(rowOf);
  } finally {
    torch.setdefaulttensortype(type);
    torch.setRNGState(state);
  }
}

function typesText(types: string[] | null): string {
  if (types === null) return '';
  return types.length === 7 ? 'all types' : types.join(' ');
}

function line({ document, forms, types, ours, faults, reason }: Row): string {
  const columns = [forms.join(' ').padEnd(49), (document ?? '').padEnd(16), typesText(types).padEnd(21)];
  const verdict = ours ? 'yes' : (reason ?? `MISSING: ${faults.join('; ')}`);
  return `${columns.join(' ')} ${verdict}\n`;
}

/** Writes a line for each name, or one JSON object; the exit code is 1 when one is missing without a reason. */
export function coverFunctions(json: boolean, io: Io): number {
  const names = rows();
  const present = names.filter((row) => row.ours).length;
  const missing = names.filter((row) => !row.ours && row.reason === null);
  const summary = { names: names.length, ours: present, explained: names.length - present - missing.length };
  if (json) io.stdout.write(`${JSON.stringify({ ...summary, missing: missing.length, rows: names })}\n`);
  else {
    for (const row of names) io.stdout.write(line(row));
    const text = `${summary.names} names of Torch's: ${present} are here, ${summary.explained} are not for a reason`;
    io.stdout.write(`\n${text}, ${missing.length} are missing\n`);
  }
  return missing.length > 0 ? 1 : 0;
}
