import { Command, Option } from 'commander';
import { CHECKSUMS, type ChecksumName } from '../../../shared/format/checksums.js';
import { metadataHeaderRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { readMetadata, readMetadataBytes } from '../../engine/container/decode-metadata.js';
import { readLayout } from '../../engine/container/layout.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { editMetadata, type MetadataEdit } from '../../engine/in-place/metadata/edit-metadata.js';
import { withKeys } from '../../engine/in-place/metadata/json-object.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { MetadataArgs } from '../../engine/pack/args.js';
import { metadataRecord } from '../container-facts.js';
import type { CommandContext, RunCommand } from '../context.js';
import { CommandError, usageError } from '../failures.js';
import { parseAssignments, readJsonFile } from '../json-input.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import { editInEditor } from '../metadata-editor.js';
import { metadataLines } from '../metadata-output.js';
import { size } from '../options.js';
import { requireChangeable, requireInput } from '../paths.js';
import { printableLines } from '../printable.js';
import { printResult, refuseTerminal } from '../standard-output.js';

interface ShowOptions extends JsonOptions {
  readonly raw?: true;
}

interface SetOptions {
  readonly file?: string;
  readonly delete?: readonly string[];
  readonly metaChecksum?: ChecksumName;
  readonly metaCodec?: 'None' | 'zlib';
  readonly metaLevel?: string;
  readonly maxMetaSize?: number;
}

const EXAMPLES = `
Examples:
  blpk meta show data.blp
  blpk meta set data.blp unit=mm 'gain=[1, 2.5]'   values are JSON, or else text
  blpk meta set data.blp --delete note --meta-checksum sha256
  blpk meta set data.blp --file about.json         replaces all of them, also damaged ones
  blpk meta edit data.blp                          opens $VISUAL, $EDITOR or vi`;

const IN_PLACE = `
The metadata are changed in place when they fit the room reserved for them; else the container is rewritten,
its chunks copied as they are. With -f, also metadata that contradict the data of a numpy array are taken.`;

export function defineMeta(command: Command, run: RunCommand): void {
  command
    .description('Show, set or edit the metadata of a container.')
    .addHelpText('after', EXAMPLES)
    .addCommand(showCommand(run))
    .addCommand(setCommand(run))
    .addCommand(editCommand(run));
}

function showCommand(run: RunCommand): Command {
  const command = new Command('show')
    .summary('print the metadata')
    .description('Print the metadata as JSON, after checking them; with --json also their header.')
    .argument('<file>', 'container')
    .addOption(new Option('--raw', 'print the serialised bytes unchanged').conflicts('json'));
  return addJsonOptions(command).action((file: string, options: ShowOptions) =>
    run((context) => show(context, file, options)),
  );
}

function setCommand(run: RunCommand): Command {
  return new Command('set')
    .summary('change single keys, or replace all metadata')
    .description('Change metadata: single keys, all of them, or how they are stored.')
    .argument('<file>', 'container')
    .argument('[key=value...]', 'keys to set; a value that is not JSON is text')
    .option('--file <meta.json>', 'replace all metadata by those in this file')
    .option('--delete <key...>', 'remove these keys')
    .addOption(
      new Option('--meta-checksum <name>', 'checksum of the metadata (default: as before)').choices(
        CHECKSUMS.map(({ name }) => name),
      ),
    )
    .addOption(new Option('--meta-codec <name>', 'how to compress them (default: as before)').choices(['None', 'zlib']))
    .addOption(new Option('--meta-level <n>', 'level of zlib, 0 to 9 (default: as before)').choices([...'0123456789']))
    .option('--max-meta-size <size>', 'room to reserve for them, such as 4K (default: as before)', size)
    .addHelpText('after', IN_PLACE)
    .action((file: string, assignments: readonly string[], options: SetOptions) =>
      run((context) => set(context, file, assignments, options)),
    );
}

function editCommand(run: RunCommand): Command {
  return new Command('edit')
    .summary('change the metadata in an editor')
    .description('Open the metadata as JSON in $VISUAL, $EDITOR or vi, and store what you save.')
    .argument('<file>', 'container')
    .addHelpText('after', IN_PLACE)
    .action((file: string) =>
      run(async (context) => {
        context.currentFile = file;
        requireChangeable(file, 'file');
        const edit = await editInEditor(context, file);
        if (edit) reportEdit(context, edit);
      }),
    );
}

async function show(context: CommandContext, file: string, options: ShowOptions): Promise<void> {
  context.currentFile = file;
  requireInput(file, 'file');
  await requireFreeJson(context, options, file);
  const reader = await openContainerFile(file);
  try {
    if (options.json) await writeJson(context, options, await jsonDocument(reader, file), file);
    else if (options.raw) {
      refuseTerminal();
      printResult(await rawMetadata(reader));
    } else {
      printResult(`${printableLines(await metadataText(reader))}\n`);
    }
  } finally {
    await reader.close();
  }
}

async function rawMetadata(reader: RandomReader): Promise<Uint8Array> {
  return (await readMetadataBytes(reader, await readLayout(reader))) ?? refuseNone(reader);
}

async function metadataText(reader: RandomReader): Promise<string> {
  return metadataLines((await readMetadata(reader, await readLayout(reader))) ?? refuseNone(reader));
}

function refuseNone(reader: RandomReader): never {
  throw new CommandError(`'${reader.name}' has no metadata`);
}

/** The same names as in `blpk info --json`; without metadata, only the file. */
async function jsonDocument(reader: RandomReader, file: string): Promise<JsonValue> {
  const layout = await readLayout(reader);
  const metadata = await readMetadata(reader, layout);
  return {
    file,
    ...(metadata && { metadata: metadataRecord(metadata) }),
    ...(layout.metadata && { metadata_header: { ...metadataHeaderRecord(layout.metadata.header) } }),
  };
}

async function set(
  context: CommandContext,
  file: string,
  assignments: readonly string[],
  options: SetOptions,
): Promise<void> {
  context.currentFile = file;
  requireChangeable(file, 'file');
  const change = await changeOf(assignments, options);
  const edit = await context.track((operation) =>
    editMetadata(file, change, {
      ...operation,
      meta: storageOf(options),
      replaceDamaged: options.file !== undefined,
      force: context.force,
    }),
  );
  reportEdit(context, edit);
}

async function changeOf(
  assignments: readonly string[],
  options: SetOptions,
): Promise<(old: JsonValue | undefined) => JsonValue> {
  const deleted = options.delete ?? [];
  const changesKeys = assignments.length > 0 || deleted.length > 0;
  if (options.file !== undefined) {
    if (changesKeys) throw usageError('--file replaces all metadata: give either it or single keys');
    const metadata = await readJsonFile(options.file);
    return () => metadata;
  }
  if (!changesKeys && Object.keys(storageOf(options)).length === 0) {
    throw usageError('nothing to set: give KEY=VALUE, --delete, --file, or how to store the metadata');
  }
  const assigned = parseAssignments(assignments);
  return (old) => (changesKeys ? withKeys(old, { assigned, deleted }) : (old ?? new Map()));
}

function storageOf({ metaChecksum, metaCodec, metaLevel, maxMetaSize }: SetOptions): MetadataArgs {
  return {
    ...(metaChecksum !== undefined && { metaChecksum }),
    ...(metaCodec !== undefined && { metaCodec }),
    ...(metaLevel !== undefined && { metaLevel: Number(metaLevel) }),
    ...(maxMetaSize !== undefined && { maxMetaSize }),
  };
}

function reportEdit({ report }: CommandContext, { how, header, roomBytes }: MetadataEdit): void {
  report.verbose(
    how === 'in-place' ? 'metadata changed in place' : 'container rewritten with a different amount of room',
  );
  report.verbose(`metadata size: ${header.metaCompSize} of ${roomBytes} bytes of room`);
}
