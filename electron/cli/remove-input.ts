import { unlink } from 'node:fs/promises';
import { withIoErrors } from '../engine/io/io-error.js';
import { compressedFileSource } from '../engine/pack/compressed/compressed-source.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import { requireSameBytes } from '../jobs/run/compare-plain.js';
import type { CommandContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { usageError } from './failures.js';
import type { FilePair } from './file-pairs.js';
import { isStreamOutput } from './output-streams.js';
import { fileSizeBytes } from './paths.js';

/** Refuses `--rm` where there is no file to remove, or nothing that can be read back. To be called before any work. */
export function requireRemovable({ input, output }: FilePair, rm: true | undefined): void {
  if (rm && (fileSizeBytes(input) === undefined || isStreamOutput(output)))
    throw usageError(
      '--rm needs files as input and output: what was written to a stream cannot be compared with its input',
    );
}

/** A container, and the data that it must hold. */
export interface Copy {
  readonly container: string;
  readonly openPlain: () => Promise<PlainSource>;
}

/** For `--rm`: reads input and outputs again, and removes the input if they hold the same data. Throws at the first difference. */
export async function removeInput(context: CommandContext, input: string, copies: readonly Copy[]): Promise<number> {
  for (const { container, openPlain } of copies) {
    await context.track(async (operation) =>
      requireSameBytes(() => compressedFileSource(container), await openPlain(), operation),
    );
  }
  await withIoErrors('remove', input, () => unlink(input));
  context.report.verbose(`removed: '${input}'`);
  return EXIT.done;
}

/** For `--rm`: the output does not hold all of the input. */
export function keepInput({ report }: CommandContext, input: string, why: string): number {
  report.error(`'${input}' is not removed: ${why}`);
  return EXIT.failed;
}
