import { CommanderError } from 'commander';
import { keepRawNames } from '../engine/io/raw-names.js';
import { EXIT } from './exit-codes.js';
import { buildProgram, protectSlices, reportStartFailure } from './program.js';
import { rawArguments } from './raw-arguments.js';
import { hideSecrets } from './remote-files.js';
import { showWarnings } from './reporter.js';
import { watchStandardOutputs } from './standard-output.js';

/** The program `blpk`: see `commands.ts` for what it can do. */
async function main(): Promise<void> {
  keepRawNames();
  watchStandardOutputs();
  showWarnings();
  try {
    await buildProgram().parseAsync(protectSlices(hideSecrets(rawArguments())));
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else process.exitCode = reportStartFailure(error);
  }
}

void main();
