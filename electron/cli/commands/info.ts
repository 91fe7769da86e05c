import type { Command } from 'commander';
import { bloscHeaderRecord, headerRecord, metadataHeaderRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { codeOf } from '../../engine/io/io-error.js';
import { isRemoteAddress } from '../../remote/remote-address.js';
import { arrayLine } from '../array-files.js';
import { type ContainerFacts, flagsRecord, metadataRecord, readContainerFacts } from '../container-facts.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { failureLines, usageError } from '../failures.js';
import { forEachInput } from '../file-pairs.js';
import { addRecursiveOption, filesToRead } from '../folder-inputs.js';
import { inputName } from '../input-streams.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import { metadataSection } from '../metadata-output.js';
import {
  arraysOf,
  type ListedArrays,
  type ListedFile,
  listedRecord,
  noteUnlisted,
  otherArrays,
} from '../other-arrays.js';
import { isFolder, requireFileInput } from '../paths.js';
import { openRandomInput } from '../random-input.js';
import { withStreamCopies } from '../stream-copies.js';

interface InfoOptions extends JsonOptions {
  readonly recursive?: true;
  readonly member?: string;
}

const EXAMPLES = `
Examples:
  blpk info data.dat.blp
  blpk info --json data.dat.blp | jq .header.nchunks
  blpk info *.blp                            several files
  blpk info arrays.npz run.h5 store.zarr     lists their arrays
  ssh host cat data.blp | blpk info -`;

export function defineInfo(command: Command, run: RunCommand): void {
  command
    .description(
      'Show header, first offsets, metadata and first chunk of a container, or the arrays of a file of another format (.npy, .npz, HDF5, Zarr, bcolz, Parquet, Arrow, joblib, CSV). The data are not read; see verify.',
    )
    .argument('<files...>', 'containers, or other files or stores of arrays; - for standard input')
    .option('--member <name>', 'only this array of a .npz');
  addJsonOptions(addRecursiveOption(command)).addHelpText('after', EXAMPLES);
  command.action((names: readonly string[], options: InfoOptions) =>
    run((context) => infoOfAll(context, names, options)),
  );
}

/** What is printed of one file. */
interface Info {
  readonly record: JsonValue;
  readonly sections: readonly string[];
  readonly status: number;
}

async function infoOfAll(context: CommandContext, names: readonly string[], options: InfoOptions): Promise<number> {
  await requireFreeJson(context, options, ...names);
  const { files, status } = await filesToRead(context, names, options);
  const records: JsonValue[] = [];
  const worst = await forEachInput(context, files, async ({ input }) => {
    const info = await withStreamCopies([input], context.signal, () => infoOf(context, input, options));
    records.push(info.record);
    if (options.json) return info.status;
    if (files.length > 1) context.report.result(`'${inputName(input)}':`);
    for (const section of info.sections) context.report.result(section);
    return info.status;
  });
  const document = files.length === 1 && names.length === 1 ? (records[0] ?? null) : { files: records };
  if (options.json) await writeJson(context, options, document, ...names);
  return Math.max(status, worst);
}

async function infoOf(context: CommandContext, file: string, options: InfoOptions): Promise<Info> {
  const { signal } = context;
  const store = isFolder(file) ? await otherArrays(file, signal) : undefined;
  if (store) return arraysInfo(context, { name: file }, store);
  requireFileInput(file, 'file');
  const input = await openRandomInput(file, signal).catch((error: unknown) => storeOnServer(file, signal, error));
  if ('arrays' in input) return arraysInfo(context, { name: file }, input);
  const { content, reader } = input;
  try {
    if (options.member !== undefined && content !== 'npy' && content !== 'zip') {
      throw usageError(`--member is for .npz files, but '${reader.name}' is none`);
    }
    const listed = await arraysOf(file, input, { signal, member: options.member });
    if (listed) return arraysInfo(context, reader, listed);
    const facts = await readContainerFacts(reader);
    if (facts.failure !== undefined) {
      for (const line of failureLines(facts.failure, reader.name)) context.report.error(line);
      context.report.trace(facts.failure);
    }
    return {
      record: factsRecord(reader.name, reader.sizeBytes, facts),
      sections: textSections(facts),
      status: facts.failure === undefined ? EXIT.done : EXIT.failed,
    };
  } finally {
    await reader.close();
  }
}

/** Servers know no folders, so that the address of a store is that of no file. Throws the error where there is none either. */
async function storeOnServer(file: string, signal: AbortSignal, error: unknown): Promise<ListedArrays> {
  const store = isRemoteAddress(file) && codeOf(error) === 'ENOENT' ? await otherArrays(file, signal) : undefined;
  if (store) return store;
  throw error;
}

/** The arrays, one a line. What cannot be read of a file of numpy is damaged; other files may hold more than arrays of numbers. */
function arraysInfo(context: CommandContext, file: ListedFile, listed: ListedArrays): Info {
  const { format, arrays } = listed;
  noteUnlisted(file.name, listed, context);
  const isDamaged = format === undefined && arrays.some(({ problem }) => problem !== undefined);
  return {
    record: listedRecord(file, listed),
    sections: arrays.length === 0 ? [] : [arrays.map((array) => arrayLine(file.name, array)).join('\n')],
    status: isDamaged ? EXIT.failed : EXIT.done,
  };
}

/** The reference's layout, section by section. */
function textSections({ header, offsets, metadata, metadataHeader, firstChunk }: ContainerFacts): readonly string[] {
  const sections: string[] = [];
  if (header) sections.push(fieldLines('BloscpackHeader:', headerRecord(header)));
  if (header && offsets) {
    const more = header.nchunks > BigInt(offsets.length) ? ',...' : '';
    sections.push(`'offsets':\n[${offsets.join(',')}${more}]`);
  }
  if (metadata) sections.push(metadataSection(metadata));
  if (metadataHeader) sections.push(fieldLines('MetadataHeader:', metadataHeaderRecord(metadataHeader)));
  if (firstChunk) {
    sections.push(fieldLines('First chunk blosc header:', bloscHeaderRecord(firstChunk)));
    sections.push(fieldLines('First chunk blosc flags:', flagsRecord(firstChunk)));
  }
  return sections;
}

/** Fields that are sizes, and print in both forms: `1.0M (1048576B)`. */
const SIZE_FIELDS: ReadonlySet<string> = new Set([
  'chunk_size',
  'last_chunk',
  'meta_size',
  'max_meta_size',
  'meta_comp_size',
  'nbytes',
  'blocksize',
  'ctbytes',
]);

/** Fields that the reference holds as bytes. */
const BYTES_FIELDS: ReadonlySet<string> = new Set(['magic_format', 'user_codec']);

function fieldLines(title: string, record: object): string {
  return [title, ...Object.entries(record).map(([name, value]) => `    ${name}: ${fieldText(name, value)}`)].join('\n');
}

/** As Python prints it. */
function fieldText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `${BYTES_FIELDS.has(name) ? 'b' : ''}'${value}'`;
  if (SIZE_FIELDS.has(name) && typeof value === 'number' && value >= 0) return prettySizeWithBytes(value);
  return String(value);
}

function factsRecord(file: string, fileBytes: number, facts: ContainerFacts): JsonValue {
  const { header, offsets, metadata, metadataHeader, firstChunk, failure } = facts;
  return {
    file,
    file_size: fileBytes,
    ...(header && { header: { ...headerRecord(header) } }),
    ...(offsets && { first_offsets: offsets }),
    ...(metadata && { metadata: metadataRecord(metadata) }),
    ...(metadataHeader && { metadata_header: { ...metadataHeaderRecord(metadataHeader) } }),
    ...(firstChunk && {
      first_chunk: { header: { ...bloscHeaderRecord(firstChunk) }, flags: { ...flagsRecord(firstChunk) } },
    }),
    ...(failure !== undefined && { error: failureLines(failure, file)[0] ?? '' }),
  };
}
