import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { fileContent } from '../../engine/arrays/array-or-bytes.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { loadS3 } from '../../remote/load-remote.js';
import { isS3Address } from '../../remote/remote-address.js';
import { type ContainerSummary, summarise, summaryLine, summaryLines, summaryRecord } from '../container-summary.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { usageError } from '../failures.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import { isFolder, requireInput } from '../paths.js';
import { printable } from '../printable.js';
import { openRandomInput } from '../random-input.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

const EXAMPLES = `
Examples:
  blpk ls                                    the containers in this folder, a line each
  blpk ls run.blp                            what is inside of one
  blpk ls https://example.org/run.blp        also on a server: only its heads are read
  blpk ls s3://bucket/runs/                  those below a name in S3
  blpk ls --json data | jq '.containers[].array.shape'`;

export function defineLs(command: Command, run: RunCommand): void {
  command
    .description(
      'List the containers in folders, recognised by their first bytes, or show what is inside of single ones: header, metadata keys and chunks. Only heads are read.',
    )
    .argument('[names...]', 'folders, containers, or addresses of containers (default: this folder)');
  addJsonOptions(command).addHelpText('after', EXAMPLES);
  command.action((names: readonly string[], options: JsonOptions) =>
    run((context) => list(context, names.length > 0 ? names : ['.'], options)),
  );
}

async function list(context: CommandContext, names: readonly string[], options: JsonOptions): Promise<number> {
  if (names.includes(STANDARD_STREAM)) throw usageError('ls needs names: it does not read standard input');
  await requireFreeJson(context, options, ...names);
  const containers: JsonValue[] = [];
  let isWhole = true;
  for await (const { summary, isInFolder } of summariesOf(context, names)) {
    isWhole &&= summary.facts.failure === undefined;
    if (options.json) containers.push(summaryRecord(summary));
    else printResult(`${(isInFolder ? [summaryLine(summary)] : summaryLines(summary)).join('\n')}\n`);
  }
  if (options.json) await writeJson(context, options, { containers }, ...names);
  return isWhole ? EXIT.done : EXIT.failed;
}

interface Listed {
  readonly summary: ContainerSummary;
  readonly isInFolder: boolean;
}

async function* summariesOf(context: CommandContext, names: readonly string[]): AsyncGenerator<Listed> {
  for (const name of names) {
    context.currentFile = name;
    requireInput(name, 'file');
    if (isS3Address(name) && isFolder(name))
      for await (const summary of containersBelow(context, name)) yield { summary, isInFolder: true };
    else if (!isFolder(name)) yield { summary: await summaryOf(name, name), isInFolder: false };
    else for await (const summary of containersIn(context, name)) yield { summary, isInFolder: true };
  }
}

async function summaryOf(path: string, name: string): Promise<ContainerSummary> {
  const reader = await openContainerFile(path);
  try {
    return await summarise(name, reader);
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
    if (content === 'container') yield await summaryOf(path, path);
  }
}
