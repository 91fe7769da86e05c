import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { countWords } from '../../../shared/compare/words.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { fileContent } from '../../engine/arrays/array-or-bytes.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { loadS3 } from '../../remote/load-remote.js';
import { isS3Address } from '../../remote/remote-address.js';
import { arrayLine } from '../array-files.js';
import { type ContainerSummary, summarise, summaryLine, summaryLines, summaryRecord } from '../container-summary.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { usageError } from '../failures.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import {
  arraysOf,
  type ListedArrays,
  type ListedFile,
  listedRecord,
  noteUnlisted,
  otherArrays,
} from '../other-arrays.js';
import { isFolder, requireInput } from '../paths.js';
import { printable } from '../printable.js';
import { openRandomInput } from '../random-input.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

const EXAMPLES = `
Examples:
  blpk ls                                    the containers in this folder, a line each
  blpk ls run.blp                            what is inside of one
  blpk ls run.h5 store.zarr                  the arrays of files and stores of other formats, as info has them
  blpk ls https://example.org/run.blp        also on a server: only its heads are read
  blpk ls s3://bucket/runs/                  those below a name in S3
  blpk ls --json data | jq '.containers[].array.shape'`;

export function defineLs(command: Command, run: RunCommand): void {
  command
    .description(
      'List the containers in folders, recognised by their first bytes, or show what is inside of single files: header, metadata keys and chunks of a container, the arrays of another file. Only heads are read.',
    )
    .argument(
      '[names...]',
      'folders, containers, other files or stores of arrays, or addresses (default: this folder)',
    );
  addJsonOptions(command).addHelpText('after', EXAMPLES);
  command.action((names: readonly string[], options: JsonOptions) =>
    run((context) => list(context, names.length > 0 ? names : ['.'], options)),
  );
}

async function list(context: CommandContext, names: readonly string[], options: JsonOptions): Promise<number> {
  if (names.includes(STANDARD_STREAM)) throw usageError('ls needs names: it does not read standard input');
  await requireFreeJson(context, options, ...names);
  const containers: JsonValue[] = [];
  const files: JsonValue[] = [];
  let isWhole = true;
  for await (const { record, lines, kind, isDamaged = false } of listedOf(context, names)) {
    isWhole &&= !isDamaged;
    if (options.json) (kind === 'container' ? containers : files).push(record);
    else if (lines.length > 0) printResult(`${lines.join('\n')}\n`);
  }
  const document = { containers, ...(files.length > 0 && { files }) };
  if (options.json) await writeJson(context, options, document, ...names);
  return isWhole ? EXIT.done : EXIT.failed;
}

/** What is printed of a container, or of another file of arrays. */
interface Listed {
  readonly kind: 'container' | 'arrays';
  readonly record: JsonValue;
  readonly lines: readonly string[];
  readonly isDamaged?: boolean;
}

async function* listedOf(context: CommandContext, names: readonly string[]): AsyncGenerator<Listed> {
  for (const name of names) {
    context.currentFile = name;
    requireInput(name, 'file');
    if (!isFolder(name)) yield await fileListed(context, name);
    else if (isS3Address(name)) yield* oneLineEach(containersBelow(context, name));
    else yield* folderListed(context, name);
  }
}

/** The containers in a folder, else the arrays where it is a store of them. */
async function* folderListed(context: CommandContext, name: string): AsyncGenerator<Listed> {
  let isEmpty = true;
  for await (const listed of oneLineEach(containersIn(context, name))) {
    isEmpty = false;
    yield listed;
  }
  // Only then: this loads the formats.
  const store = isEmpty ? await otherArrays(name, context.signal) : undefined;
  if (store) yield arraysListed(context, { name }, store);
}

async function* oneLineEach(summaries: AsyncIterable<ContainerSummary>): AsyncGenerator<Listed> {
  for await (const summary of summaries) yield containerListed(summary, [summaryLine(summary)]);
}

function containerListed(summary: ContainerSummary, lines: readonly string[]): Listed {
  return {
    kind: 'container',
    record: summaryRecord(summary),
    lines,
    isDamaged: summary.facts.failure !== undefined,
  };
}

async function fileListed(context: CommandContext, name: string): Promise<Listed> {
  const input = await openRandomInput(name, context.signal);
  const { reader } = input;
  try {
    const listed = await arraysOf(name, input, context);
    if (listed) return arraysListed(context, { name, sizeBytes: reader.sizeBytes }, listed);
    const summary = await summarise(name, reader);
    return containerListed(summary, summaryLines(summary));
  } finally {
    await reader.close();
  }
}

function arraysListed(context: CommandContext, file: ListedFile, listed: ListedArrays): Listed {
  noteUnlisted(file.name, listed, context);
  const lines = listed.arrays.map((array) => `    ${printable(arrayLine(file.name, array))}`);
  const title = `${printable(file.name)}: ${listed.format ?? 'numpy'}, ${countWords(listed.arrays.length, 'array')}`;
  return { kind: 'arrays', record: listedRecord(file, listed), lines: [title, ...lines] };
}

async function summaryOf(path: string): Promise<ContainerSummary> {
  const reader = await openContainerFile(path);
  try {
    return await summarise(path, reader);
  } finally {
    await reader.close();
  }
}

/** The containers directly below an address of S3, in the order of their names. */
async function* containersBelow({ signal, report }: CommandContext, address: string): AsyncGenerator<ContainerSummary> {
  for await (const { address: name, sizeBytes } of loadS3().listObjects(address)) {
    throwIfCancelled(signal);
    if (sizeBytes === undefined) {
      report.normal(`${printable(name)} holds more`);
      continue;
    }
    if (sizeBytes < HEADER_BYTES) continue;
    const { content, reader } = await openRandomInput(name, signal);
    try {
      if (content === 'container') yield await summarise(name, reader);
    } finally {
      await reader.close();
    }
  }
}

/** The containers directly in a folder, by name. Files that cannot be read, and those of other kinds, are left out. */
async function* containersIn({ signal }: CommandContext, folder: string): AsyncGenerator<ContainerSummary> {
  const entries = await withIoErrors('read', folder, () => readdir(folder, { withFileTypes: true }));
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  for (const name of names.toSorted()) {
    throwIfCancelled(signal);
    const path = join(folder, name);
    const content = await fileContent(path).catch(() => undefined);
    if (content === 'container') yield await summaryOf(path);
  }
}
