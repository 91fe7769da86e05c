import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { NAME_MARK } from '../../../shared/commands/array-name.js';
import { countWords } from '../../../shared/compare/words.js';
import { isCancellation } from '../../../shared/errors/contract-error.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { decodeName, encodeName } from '../../engine/io/raw-names.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { Dataset } from '../../exchange/dataset.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { CommandError, failureLines } from '../failures.js';
import { inputName, inputStream } from '../input-streams.js';
import { loadExchange } from '../load-exchange.js';
import { requireExisting, requireInput } from '../paths.js';
import { printable } from '../printable.js';
import { isTerminalOutput, printResult } from '../standard-output.js';
import { withStreamCopies } from '../stream-copies.js';

const EXAMPLES = `
Examples:
  blpk digest temperature.npy temperature.blp
  blpk digest run.npz                        a line for each array
  blpk digest run.npz::times                 one of them
  blpk digest *.blp > values.txt
  blpk digest --check values.txt && echo the same values

The fingerprint is that of dtype, shape and values: the same whatever format, chunks, codec, order and byte order. An array in F
order is read once for each 256 MiB. Exit status 1: an array could not be read, or with --check has other values.`;

export function defineDigest(command: Command, run: RunCommand): void {
  command
    .description('Print a fingerprint (BLAKE3) of the values of arrays in files of any format, or check printed ones.')
    .argument(
      '<files...>',
      'files or folders that hold arrays, recognised by their content, or file::array; with --check, files with fingerprints; - for standard input',
    )
    .option('--check', 'read fingerprints and names from the files, as this command prints them, and check the arrays')
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[], options: { readonly check?: true }) =>
      run((context) => (options.check ? checkLists(context, files) : printDigests(context, files))),
    );
}

async function printDigests(context: CommandContext, names: readonly string[]): Promise<number> {
  let failures = 0;
  for (const name of names) {
    const print = () => withStreamCopies([name], context.signal, () => printDigestsOf(context, name));
    failures += (await attempt(context, name, print)) ?? 1;
  }
  return failures > 0 ? EXIT.failed : EXIT.done;
}

/** Of the arrays of a file, or of the one that is named. Returns how many could not be read. */
async function printDigestsOf(context: CommandContext, name: string): Promise<number> {
  requireExistingArray(name);
  const { findArrays, openableArrays } = loadExchange();
  let [arrays, failures] = [0, 0];
  for await (const { full, open } of openableArrays(await findArrays(name), { signal: context.signal })) {
    arrays++;
    const digest = await attempt(context, full, () => digestOf(context, open));
    if (digest === undefined) failures++;
    else printDigestLine({ digest, name: full });
  }
  if (arrays === 0) throw new CommandError(`'${inputName(name)}' holds no array`);
  return failures;
}

async function checkLists(context: CommandContext, files: readonly string[]): Promise<number> {
  let isGood = true;
  for (const file of files) isGood = (await checkList(context, file)) && isGood;
  return isGood ? EXIT.done : EXIT.failed;
}

/** Whether all arrays in a list have the values that they had. */
async function checkList(context: CommandContext, file: string): Promise<boolean> {
  const text = decodeName(await readList(context, file));
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const entries = lines.flatMap((line) => parseDigestLine(line) ?? []);
  const found = { OK: 0, FAILED: 0, 'FAILED open or read': 0 };
  for (const { digest, name } of entries) {
    const present = await attempt(context, name, () => {
      requireExistingArray(name);
      return digestOf(context, (operation) => loadExchange().openArray(name, operation));
    });
    const verdict = present === undefined ? 'FAILED open or read' : present === digest ? 'OK' : 'FAILED';
    found[verdict]++;
    printResult(`${printable(name)}: ${verdict}\n`);
  }
  const problems = [
    ...(found.FAILED > 0 ? [`other values in ${found.FAILED} of ${countWords(entries.length, 'array')}`] : []),
    ...(found['FAILED open or read'] > 0
      ? [`cannot read ${found['FAILED open or read']} of ${countWords(entries.length, 'array')}`]
      : []),
    ...(entries.length < lines.length
      ? [`no fingerprint and name in ${countWords(lines.length - entries.length, 'line')}`]
      : []),
    ...(lines.length === 0 ? ['no line has a fingerprint and a name'] : []),
  ];
  for (const problem of problems) context.report.error(`'${inputName(file)}': ${problem}`);
  return problems.length === 0;
}

async function readList({ signal }: CommandContext, file: string): Promise<Buffer> {
  requireExisting(file, 'file');
  const stream = await inputStream(file, signal);
  return withIoErrors('read', file, async () => (stream ? buffer(stream) : readFile(file)));
}

/** Undefined after a failure, which is reported: the other files are read all the same. */
async function attempt<T>(context: CommandContext, name: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isCancellation(error)) throw error;
    for (const line of failureLines(error, name)) context.report.error(line);
    context.report.trace(error);
    return undefined;
  }
}

/** Opens, hashes and closes an array. */
function digestOf(context: CommandContext, open: (operation: OperationOptions) => Promise<Dataset>): Promise<string> {
  return context.track(async (operation) => {
    const dataset = await open(operation);
    try {
      return await loadExchange().digestArray(dataset, operation);
    } finally {
      await dataset.close();
    }
  });
}

function requireExistingArray(name: string): void {
  if (!name.includes(NAME_MARK)) requireInput(name, 'file');
}

interface DigestLine {
  readonly digest: string;
  readonly name: string;
}

/** As `sha256sum` has it: two spaces between, and a backslash before lines whose names have line ends or backslashes, then escaped. */
function printDigestLine({ digest, name }: DigestLine): void {
  const escaped = name.replace(/[\\\n\r]/g, (letter) => ESCAPES[letter] ?? letter);
  const line = `${escaped === name ? '' : '\\'}${digest}  ${escaped}`;
  printResult(isTerminalOutput() ? `${printable(line)}\n` : encodeName(`${line}\n`));
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const UNESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

function parseDigestLine(line: string): DigestLine | undefined {
  const [, mark, digest, name] = /^(\\?)([0-9a-f]{64})(?: {2}| \*)(.+)$/i.exec(line) ?? [];
  if (digest === undefined || name === undefined) return undefined;
  const unescaped = mark === '' ? name : name.replace(/\\[\\nr]/g, (pair) => UNESCAPES[pair] ?? pair);
  return { digest: digest.toLowerCase(), name: unescaped };
}
