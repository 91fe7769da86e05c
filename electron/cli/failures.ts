import type { BloscpackError, FormatProblem } from '../../shared/format/errors.js';
import { toFamilyError } from '../../shared/format/system-error.js';
import { EXIT } from './exit-codes.js';

/** A command cannot continue; the user sees only its message. Exit status 1, or 2 for a wrong command line. */
export class CommandError extends Error {
  readonly exitCode: number;
  /** A second line. */
  readonly hint: string | undefined;

  constructor(message: string, exitCode: number = EXIT.failed, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The arguments are well formed but do not make sense together. */
export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}

/** A second line for some problems: what to do. */
const HINTS: Partial<Record<FormatProblem, string>> = {
  // The reference's words, which scripts look for.
  'not-bloscpack': 'This might not be a bloscpack compressed file.',
  'unsupported-version': 'Only version 3 of the format is known; was it written by another program?',
  truncated: 'The file is incomplete: was it copied or downloaded completely? `blpk verify` lists what can be read.',
  'bad-chunk': 'Run `blpk verify` to list everything that is damaged.',
};

/** The lines of an error message, without prefix. `file` is the input, named when the message itself names no file. */
export function failureLines(thrown: unknown, file?: string): readonly string[] {
  if (thrown instanceof CommandError) return [thrown.message, ...(thrown.hint === undefined ? [] : [thrown.hint])];
  const error = toFamilyError(thrown);
  if (!error) return [`${oneLine(messageOf(thrown))} (unexpected: run with --debug for details)`];
  const problem = 'problem' in error ? (error.problem as FormatProblem) : undefined; // only FormatError has the field
  const hint = problem === undefined ? hintFor(error) : HINTS[problem];
  return [located(oneLine(error.message), problem, error.context.file ?? file), ...(hint === undefined ? [] : [hint])];
}

function hintFor(error: BloscpackError): string | undefined {
  if (error.kind === 'checksum') return HINTS['bad-chunk'];
  const isPipe = 'code' in error && error.code === 'EINVAL' && error.message.endsWith('not a regular file');
  return isPipe ? 'For pipes and devices give - and redirect standard input or output.' : undefined;
}

/** The magic marker's message stays as the reference words it, since scripts compare whole lines. */
function located(message: string, problem: FormatProblem | undefined, file: string | undefined): string {
  if (file === undefined || problem === 'not-bloscpack' || message.includes(`'${file}'`)) return message;
  return `'${file}': ${message}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ');
}

export function exitCodeOf(error: unknown): number {
  return error instanceof CommandError ? error.exitCode : EXIT.failed;
}

/** The reader of our standard output closed it (`| head`), which is no error. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
