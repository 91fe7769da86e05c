import { Command } from 'commander';
import { bloscHeaderRecord, headerRecord, metadataHeaderRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettyJson, STRICT_JSON } from '../../../shared/format/pretty-json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { type ContainerFacts, flagsRecord, metadataRecord, readContainerFacts } from '../container-facts.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { failureLines, usageError } from '../failures.js';
import { metadataLines } from '../metadata-output.js';
import { requireExisting } from '../paths.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

const EXAMPLES = `
Examples:
  blpk info data.dat.blp
  blpk info --json data.dat.blp | jq .header.nchunks`;

export function infoCommand(run: RunCommand): Command {
  return new Command('info')
    .alias('i')
    .summary('show header, metadata and first chunk of a container')
    .description(
      'Show header, first offsets, metadata and first chunk of a container. The data are not read; see verify.',
    )
    .argument('<file>', 'container')
    .option('--json', 'print one JSON document; integers are exact')
    .addHelpText('after', EXAMPLES)
    .action((file: string, options: { readonly json?: true }) => run((context) => info(context, file, options)));
}

async function info(context: CommandContext, file: string, options: { readonly json?: true }): Promise<number> {
  const { report } = context;
  context.currentFile = file;
  if (file === STANDARD_STREAM) throw usageError('info needs a file: it does not read standard input');
  requireExisting(file, 'file');
  const reader = await openContainerFile(file);
  try {
    const facts = await readContainerFacts(reader);
    if (options.json) printResult(`${prettyJson(factsRecord(file, reader.sizeBytes, facts), STRICT_JSON)}\n`);
    else for (const section of textSections(facts)) report.result(section);
    if (facts.failure === undefined) return EXIT.done;
    for (const line of failureLines(facts.failure, file)) report.error(line);
    report.trace(facts.failure);
    return EXIT.failed;
  } finally {
    await reader.close();
  }
}

/** The reference's layout, section by section. */
function textSections({ header, offsets, metadata, metadataHeader, firstChunk }: ContainerFacts): readonly string[] {
  const sections: string[] = [];
  if (header) sections.push(fieldLines('BloscpackHeader:', headerRecord(header)));
  if (header && offsets) {
    const more = header.nchunks > BigInt(offsets.length) ? ',...' : '';
    sections.push(`'offsets':\n[${offsets.join(',')}${more}]`);
  }
  if (metadata) sections.push(`'metadata':\n${metadataLines(metadata)}`);
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

function fieldLines(title: string, record: object): string {
  return [title, ...Object.entries(record).map(([name, value]) => `    ${name}: ${fieldText(name, value)}`)].join('\n');
}

/** As Python prints it. */
function fieldText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
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
