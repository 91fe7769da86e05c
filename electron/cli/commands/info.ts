import { Command } from 'commander';
import { bloscHeaderRecord, headerRecord, metadataHeaderRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { arrayLine, arrayRecord, readArrayFacts } from '../array-files.js';
import { type ContainerFacts, flagsRecord, metadataRecord, readContainerFacts } from '../container-facts.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { failureLines, usageError } from '../failures.js';
import { inputName } from '../input-streams.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import { metadataSection } from '../metadata-output.js';
import { requireInput } from '../paths.js';
import { openRandomInput, type RandomInput } from '../random-input.js';

interface InfoOptions extends JsonOptions {
  readonly member?: string;
}

const EXAMPLES = `
Examples:
  blpk info data.dat.blp
  blpk info --json data.dat.blp | jq .header.nchunks
  blpk info arrays.npz                       lists its arrays
  ssh host cat data.blp | blpk info -`;

export function infoCommand(run: RunCommand): Command {
  const command = new Command('info')
    .alias('i')
    .summary('show header, metadata and first chunk of a container')
    .description(
      'Show header, first offsets, metadata and first chunk of a container, or the arrays of a .npy or .npz file. The data are not read; see verify.',
    )
    .argument('<file>', 'container, .npy or .npz; - for standard input')
    .option('--member <name>', 'only this array of a .npz');
  addJsonOptions(command).addHelpText('after', EXAMPLES);
  return command.action((file: string, options: InfoOptions) => run((context) => info(context, file, options)));
}

async function info(context: CommandContext, file: string, options: InfoOptions): Promise<number> {
  context.currentFile = inputName(file);
  requireInput(file, 'file');
  await requireFreeJson(context, options, file);
  const { content, reader } = await openRandomInput(file, context.signal);
  if (content === 'npy' || content === 'zip') return arrayInfo(context, { content, reader }, options);
  try {
    if (options.member !== undefined) throw usageError(`--member is for .npz files, but '${reader.name}' is none`);
    const facts = await readContainerFacts(reader);
    if (options.json) await writeJson(context, options, factsRecord(reader.name, reader.sizeBytes, facts), file);
    else for (const section of textSections(facts)) context.report.result(section);
    if (facts.failure === undefined) return EXIT.done;
    for (const line of failureLines(facts.failure, reader.name)) context.report.error(line);
    context.report.trace(facts.failure);
    return EXIT.failed;
  } finally {
    await reader.close();
  }
}

/** The arrays of a `.npy` or `.npz` file, one a line. Closes the reader. */
async function arrayInfo(context: CommandContext, input: RandomInput, options: InfoOptions): Promise<number> {
  const { name, sizeBytes } = input.reader;
  const arrays = await readArrayFacts(input, options.member);
  const record = { file: name, file_size: sizeBytes, arrays: arrays.map(arrayRecord) };
  if (options.json) await writeJson(context, options, record, name);
  else for (const array of arrays) context.report.result(arrayLine(name, array));
  return arrays.some(({ problem }) => problem !== undefined) ? EXIT.failed : EXIT.done;
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
