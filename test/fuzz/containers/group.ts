import type { Group } from '../group.js';
import { checkContainer } from './check.js';
import { makeContainer } from './make.js';
import { checkProgram } from './program.js';

/** Processes are slow: one case in so many is also given to `blpk`. */
const PROGRAM_EVERY = 64;

export const containers: Group = {
  make: makeContainer,
  async check(input, caseIndex) {
    const findings = await checkContainer(input);
    if (caseIndex % PROGRAM_EVERY === 0) await checkProgram(input, findings, caseIndex / PROGRAM_EVERY);
  },
};
