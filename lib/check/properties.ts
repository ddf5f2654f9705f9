/** @file Runs properties one after the other; one that throws has failed. */
import type { Generator } from '../tensor/index.js';
import { checkLinearity, checkStructuralZeros, checkSymmetry, checkZeroDirection } from './algebra.js';
import { checkBuffers } from './buffers.js';
import { checkClearState, checkClone, checkFile, checkType } from './copies.js';
import { keepingGenerator } from './draws.js';
import { checkGradient } from './gradient.js';
import { checkHessian, checkImages } from './images.js';
import { checkLayouts, checkResizing } from './layouts.js';
import { checkPassPurity, checkRepetition, checkRPassPurity } from './purity.js';
import { Report, type Verdict } from './report.js';
import { evaluate, Point, type Subject } from './subject.js';
import { checkTaylorOfPasses, checkTaylorOfScalar } from './taylor.js';
import { preserving } from './walk.js';

export interface CheckOptions {
  /** Of the directions and gradOutputs that the check draws for itself. */
  seed?: number;
}

/** One or more properties, by the names that stand for them when they throw. */
export type Property = readonly [names: readonly string[], run: () => Verdict | readonly Verdict[] | undefined];

/** What is asked of every subject. */
export function commonProperties(subject: Subject, random: Generator): Property[] {
  const point = new Point(subject.variables);
  const roles = new Set(evaluate(subject).map(({ role }) => role));
  const images = [
    ['output', 'rOutput'],
    ['gradInput', 'rGradInput'],
    ['gradParameters', 'rGradParameters'],
  ].filter(([role]) => roles.has(role as 'output'));
  return [
    [['gradient'], () => checkGradient(subject, point, random)],
    [images.map(([, property]) => property), () => checkImages(subject, point, random)],
    [['Hessian'], () => checkHessian(subject, point)],
    [['symmetry'], () => checkSymmetry(subject, random)],
    [['linearity'], () => checkLinearity(subject, random)],
    [['zero direction'], () => checkZeroDirection(subject)],
    [['structural zeros'], () => checkStructuralZeros(subject, random)],
    [['Taylor order of forward', 'Taylor order of backward'], () => checkTaylorOfPasses(subject, point, random)],
    [['Taylor order of the scalar'], () => checkTaylorOfScalar(subject, point, random)],
    [['R pass changes nothing else'], () => checkRPassPurity(subject, random)],
    [['forward and backward change results only'], () => checkPassPurity(subject, random)],
    [['repetition'], () => checkRepetition(subject, point, random)],
    [['memory layout'], () => checkLayouts(subject, random)],
    [['other sizes in between'], () => checkResizing(subject, random)],
    [['buffers'], () => checkBuffers(subject, random)],
    [['clone'], () => checkClone(subject, random)],
    [['type'], () => checkType(subject, random)],
    [['clearState'], () => checkClearState(subject, random)],
    [['file'], () => checkFile(subject, random)],
  ];
}

/** Every property from the same state; parameters, statistics and the default generator are left as found. */
export function run(subject: Subject, title: string, properties: () => readonly Property[]): Report {
  return keepingGenerator(() =>
    preserving(subject.roots, () => {
      const verdicts: Verdict[] = [];
      const point = new Point(subject.variables);
      for (const [names, property] of properties()) {
        try {
          verdicts.push(...[property() ?? []].flat());
        } catch (error) {
          const message = `${subject.name}: ${error instanceof Error ? error.message : String(error)}`;
          for (const name of names)
            verdicts.push({ property: name, passed: false, error: Infinity, bound: 0, message });
        }
        point.back();
      }
      return new Report(title, verdicts);
    }),
  );
}
