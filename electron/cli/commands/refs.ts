import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeAtomically } from '../../engine/io/atomic-file.js';
import type { NamedReference } from '../../exchange/refs/reference-file.js';
import { isRemoteAddress } from '../../remote/remote-address.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { loadExchange } from '../load-exchange.js';
import { requireFreeOutput, requireInput } from '../paths.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface RefsOptions {
  readonly output: string;
  readonly url?: string;
}

const EXAMPLES = `
Examples:
  blpk refs temperature.blp -o temperature.json
  blpk refs run/*.blp -o run.json            several containers become one group
  blpk refs --url https://example.org/run/ run/*.blp -o run.json

In Python: xarray.open_dataset('reference://', engine='zarr',
  backend_kwargs={'storage_options': {'fo': 'run.json'}, 'consolidated': False})

Chunks must hold whole rows (\`blpk pack --chunk-rows\`). Containers are not changed; write the references again after a container
was changed.`;

export function defineRefs(command: Command, run: RunCommand): void {
  command
    .description(
      'Write a reference file (kerchunk, version 1), with which zarr, xarray and dask read the arrays where they are, without a copy.',
    )
    .argument('<files...>', 'containers; each is an array named as its file, without .blp')
    .option('-o, --output <file.json>', 'reference file to write (default: standard output)', STANDARD_STREAM)
    .option('--url <address>', 'folder in which readers find the containers (default: where they are now)')
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[], options: RefsOptions) =>
      run((context) => writeReferences(context, files, options)),
    );
}

async function writeReferences(
  context: CommandContext,
  files: readonly string[],
  { output, url }: RefsOptions,
): Promise<void> {
  if (files.includes(STANDARD_STREAM)) throw usageError('refs needs files: it does not read standard input');
  const names = arrayNames(files);
  for (const file of files) {
    requireInput(file, 'input file');
    await requireFreeOutput(output, file, { force: context.force, content: 'plain' });
  }
  const { referenceArray, referenceFile } = loadExchange();
  const arrays: NamedReference[] = [];
  for (const [index, file] of files.entries()) {
    context.currentFile = file;
    const reference = await context.track((operation) => referenceArray(file, operation));
    arrays.push({ ...reference, name: names[index] ?? '', url: addressOf(file, url) });
  }
  const pieces = referenceFile(arrays);
  if (output === STANDARD_STREAM) for (const piece of pieces) printResult(piece);
  else
    await writeAtomically(
      output,
      Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece))),
      context.reportOn(...files),
    );
}

/** The names of the arrays, which are folders in Zarr. */
function arrayNames(files: readonly string[]): readonly string[] {
  const names = files.map((file) => basename(file).replace(/\.blp$/, ''));
  for (const [index, name] of names.entries()) {
    if (name === '' || name.startsWith('.')) {
      throw usageError(
        `'${files[index]}' cannot be an array named '${name}': link it under a name without a leading point`,
      );
    }
    const other = names.indexOf(name);
    if (other !== index) {
      throw usageError(
        `'${files[other]}' and '${files[index]}' would both be the array '${name}': link one under another name`,
      );
    }
  }
  return names;
}

function addressOf(file: string, url: string | undefined): string {
  if (isRemoteAddress(file)) return file;
  if (url === undefined) return resolve(file);
  const name = /^https?:/i.test(url) ? encodeURIComponent(basename(file)) : basename(file);
  return url.endsWith('/') ? `${url}${name}` : `${url}/${name}`;
}
