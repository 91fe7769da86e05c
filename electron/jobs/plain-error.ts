import type { ContractError } from '../../shared/contract/result.js';
import { type BloscpackError, type FormatProblem, isBloscpackError } from '../../shared/format/errors.js';
import { errorFacts } from '../engine/error-facts.js';

/**
 * An error as plain data of the contract's form, which survives threads and processes as a class does not. Files are named
 * without their folders, which the window must not see; only the folded details have them.
 */
export function plainError(error: unknown): ContractError {
  if (!isBloscpackError(error)) return internalError(error);
  const facts = errorFacts(error);
  const remedy = REMEDIES[facts.code ?? facts.problem ?? facts.kind];
  return { ...facts, ...(remedy !== undefined && { remedy }), details: detailsOf(error) };
}

/** A fault of the program, in words of the layer that knows what it hit. */
export function internalError(error: unknown, message = 'Something unexpected went wrong'): ContractError {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    kind: 'internal',
    message: `${message}: ${cause}`,
    remedy: 'Try again; if it happens again, copy the details into a report.',
    details: detailsOf(error),
  };
}

const OTHER_PLACE = 'Choose another output folder, or change the permissions.';
const MORE_SPACE = 'Free some space, or choose another output folder.';

const REMEDIES: Readonly<Record<string, string>> = {
  EEXIST: 'Choose another name, or let the existing file be replaced.',
  ENOENT: 'Check that the file is still where it was.',
  ENOSPC: MORE_SPACE,
  EDQUOT: MORE_SPACE,
  EACCES: OTHER_PLACE,
  EPERM: OTHER_PLACE,
  EROFS: OTHER_PLACE,
  ESTALE: 'Wait until nothing changes the file any more and try again.',
  'bad-dtype': 'Save the array with a plain numeric or structured dtype.',
  truncated: 'Copy or download the file again.',
  'not-bloscpack': 'Check that this is the file you meant.',
  checksum: 'Take these data from another copy; the other chunks can still be read.',
} satisfies Partial<Record<FormatProblem | BloscpackError['kind'] | `E${string}`, string>>;

function detailsOf(error: unknown): string {
  const versions = `Node ${process.versions.node}, ${process.platform}-${process.arch}`;
  return `${versions}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
