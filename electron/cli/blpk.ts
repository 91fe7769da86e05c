import { CommanderError } from 'commander';
import { keepRawNames } from '../engine/io/raw-names.js';
import { openAnywhere } from '../engine/io/roots.js';
import { EXIT } from './exit-codes.js';
import { defineAllNow } from './late-commands.js';
import { buildProgram, protectSlices, reportStartFailure } from './program.js';
import { rawArguments } from './raw-arguments.js';
import { hideSecrets } from './remote-files.js';
import { showWarnings } from './reporter.js';

/** The program `blpk`: see `commands.ts` for what it can do. */
async function main(): Promise<void> {
  keepRawNames();
  openAnywhere();
  showWarnings();
  try {
    const args = rawArguments();
    const program = buildProgram();
    // The help of the program lists the arguments of all commands.
    if (args.some((text) => /^(--help|-\w*h)$/.test(text))) await defineAllNow(program);
    await program.parseAsync(protectSlices(hideSecrets(args)));
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else process.exitCode = reportStartFailure(error);
  }
}

void main();
