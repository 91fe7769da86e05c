import type { Group } from '../group.js';
import { checkContainer } from './check.js';
import { checkEdit } from './edits.js';
import { makeContainer } from './make.js';
import { checkProgram } from './program.js';

/** Files are slower than memory, and processes slower than files: only one case in so many is edited, or read by `blpk`. */
const EDIT_EVERY = 4;
const PROGRAM_EVERY = 64;

export const containers: Group = {
  make: makeContainer,
  async check(input, caseIndex) {
    const findings = await checkContainer(input);
    if (caseIndex % EDIT_EVERY === 0) await checkEdit(input, findings, caseIndex / EDIT_EVERY);
    if (caseIndex % PROGRAM_EVERY === 1) await checkProgram(input, findings, Math.floor(caseIndex / PROGRAM_EVERY));
  },
};
