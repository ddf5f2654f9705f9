/** @file rop coverage: Torch's list of classes, or of functions, against ours. */
import type { Command } from '../arguments.js';
import { workOf, workOptions } from './check.js';
import { coverClasses } from './coverage/classes.js';
import { coverFunctions } from './coverage/functions.js';

/** `rop coverage` */
export const coverage: Command = {
  name: 'coverage',
  summary: "Compares Torch's list of classes of nn, or of functions of tensors, with those that are here.",
  usage: '[--tensor] [OPTIONS]',
  options: {
    tensor: { help: 'functions of tensors, storages and the namespace torch, in place of classes of nn' },
    ...workOptions,
    json: { help: 'write one JSON object' },
  },
  notes: [
    'A line for each class: whether forward, backward, the R-operator, float32 and .t7 files are right by every property that',
    'is checked, and the worst of them with its error and the bound; see rop check.',
    "With --tensor a line for each name: its forms, the document of Torch's that has it, the types for which Torch has it, and",
    'yes when every form works here for every one of these types; otherwise why not.',
    'The exit code is 1 when one is missing without a reason, or not right.',
  ],
  run: (args, io) => {
    const json = args.switches.has('json');
    return args.switches.has('tensor')
      ? Promise.resolve(coverFunctions(json, io))
      : coverClasses(workOf(args), json, io);
  },
};
