import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { headerRecord } from '../../../shared/format/field-names.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettyJson, STRICT_JSON } from '../../../shared/format/pretty-json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import type { MissingChunks } from '../../engine/in-place/repair/kept-chunks.js';
import type { RepairablePlan, RepairPlan } from '../../engine/in-place/repair/plan-kinds.js';
import {
  type RepairOptions,
  type RepairReport,
  repair,
  repairedPath,
  type WrittenRepair,
} from '../../engine/in-place/repair/repair.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { usageError } from '../failures.js';
import { addEachOption, forEachInput, pairFiles, requireNoOutput } from '../file-pairs.js';
import { requireExisting, requireFreeOutput } from '../paths.js';
import { snakeCased } from '../snake-cased.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface RepairCommandOptions {
  readonly inPlace?: true;
  readonly fill?: number;
  readonly json?: true;
  readonly each?: true;
}

/** Missing ranges that are printed, one a line; `--json` has all. */
const MAX_RANGES = 20;

const EXAMPLES = `
Examples:
  blpk repair data.blp                       writes data.repaired.blp
  blpk repair --fill 0 data.blp whole.blp    zeros for what is missing: size and shape stay
  blpk repair --in-place data.blp            changes the container itself, whole or not at all
  blpk repair a.blp b.blp c.blp              several: each becomes a file beside it

Offsets are rebuilt from the chunks, a truncated file is cut back to its last whole chunk, and of a damaged one every whole
chunk is saved. Each chunk that is kept was checked in full. Ranges are written as slices: the end is not part of them.

Exit status 0: repaired, or nothing to repair; 1: none of it can be read.`;

export function defineRepair(command: Command, run: RunCommand): void {
  command
    .description('Write a valid container with the readable data of a damaged one, and list what is missing.')
    .argument(
      '<in...>',
      'container, then the container to write (default: <in> with .repaired.blp);\nor several containers, optionally followed by a folder for the outputs',
    )
    .usage('[options] <in> [<out>] | <in>... <folder>')
    .option('--in-place', 'change the containers themselves')
    .option('--fill <byte>', 'put this byte, 0 to 255, in place of missing data (default: leave them out)', byte)
    .option('--json', 'print one JSON document; integers are exact')
    .addHelpText('after', EXAMPLES);
  addEachOption(command).action((names: readonly string[], options: RepairCommandOptions) =>
    run((context) => repairAll(context, names, options)),
  );
}

async function repairAll(
  context: CommandContext,
  names: readonly string[],
  options: RepairCommandOptions,
): Promise<number> {
  const pairs: readonly Repaired[] = options.inPlace
    ? requireNoOutput(names).map((input) => ({ input }))
    : pairFiles(names, options, repairedPath).map(({ input, output }) =>
        // Under another name it cannot be known whether it was made from this file, since it lacks the same data.
        ({ input, output, isEarlierOutput: resolve(output) === resolve(repairedPath(input)) }),
      );
  const records: JsonValue[] = [];
  const status = await forEachInput(context, pairs, async (pair) => {
    const result = await repairContainer(context, pair, options);
    records.push(reportRecord(pair.input, result));
    return result.plan.kind === 'irreparable' ? EXIT.failed : EXIT.done;
  });
  if (options.json) printResult(`${prettyJson(pairs.length === 1 ? (records[0] ?? null) : records, STRICT_JSON)}\n`);
  return status;
}

function byte(text: string): number {
  const value = /^(\d{1,3}|0x[\da-f]{1,2})$/i.test(text) ? Number(text) : Number.NaN;
  if (value <= 255) return value;
  throw new InvalidArgumentError('Expected a byte from 0 to 255, or 0x00 to 0xff.');
}

/** A damaged container, and where its readable data go; without an output it is changed itself. */
interface Repaired {
  readonly input: string;
  readonly output?: string;
  readonly isEarlierOutput?: boolean;
}

async function repairContainer(
  context: CommandContext,
  { input, output, isEarlierOutput = false }: Repaired,
  options: RepairCommandOptions,
): Promise<RepairReport> {
  const { report, force } = context;
  if ([input, output].includes(STANDARD_STREAM)) throw usageError('repair needs files: it cannot work on streams');
  requireExisting(input, 'input file');
  if (output !== undefined) {
    const replacing = { force, content: 'container', isEarlierOutput: async () => isEarlierOutput } as const;
    await requireFreeOutput(output, input, replacing);
  }
  const target: RepairTarget = output === undefined ? { inPlace: true } : { output, ...context.outputOf(input) };
  const fill = options.fill === undefined ? {} : { fill: options.fill };
  const result = await context.track((operation) => repair(input, { ...operation, ...target, ...fill }));
  if (result.plan.kind === 'irreparable') report.error(`'${input}' cannot be repaired: ${result.plan.reason}`);
  else if (!options.json) reportRepair(context, input, result);
  return result;
}

type RepairTarget = Pick<RepairOptions, 'inPlace' | 'output' | 'overwrite' | 'from'>;

function reportRepair({ report }: CommandContext, file: string, { plan, written }: RepairReport): void {
  for (const { severity, message } of plan.problems) report.verbose(`${severity}: ${message}`);
  if (plan.kind !== 'repairable' || !written) report.normal(`'${file}' is intact: there is nothing to repair`);
  else report.normal([keptLine(file, plan), ...details(plan), writtenLine(written)].join('\n    '));
}

function keptLine(file: string, { layout, keptChunks, keptBytes }: RepairablePlan): string {
  const { nchunks } = layout;
  const all = nchunks === undefined ? '' : ` of ${nchunks}`;
  const chunks = (nchunks ?? keptChunks) === 1 ? 'chunk' : 'chunks';
  return `'${file}': kept ${keptChunks}${all} ${chunks}, ${prettySizeWithBytes(keptBytes)} of data`;
}

/** What is missing, and what was done. */
function details(plan: RepairablePlan): readonly string[] {
  const { missing, cutBytes, renewsOffsets, completesCounts, metadata } = plan;
  const hidden = missing.length - MAX_RANGES;
  return [
    ...missing.slice(0, MAX_RANGES).map((range) => `missing: ${rangeText(range)}`),
    ...(hidden > 0 ? [`... and ${hidden} more ranges`] : []),
    ...(missing.length > 0 ? [fillText(plan)] : []),
    ...(cutBytes > 0 ? [`cut off ${cutBytes} bytes after the last complete chunk`] : []),
    ...(renewsOffsets ? ['rewrote the offsets'] : []),
    ...(completesCounts ? ['filled in the counts of the header'] : []),
    ...(metadata.notice === undefined ? [] : [metadata.notice]),
  ];
}

function fillText({ method, missing, fill }: RepairablePlan): string {
  if (fill === undefined)
    return `missing data are left out${method === 'salvage' ? ': the data after them move forward (--fill keeps them in their place)' : ''}`;
  const isCounted = missing.every(({ endChunk }) => endChunk !== undefined);
  return `missing data are filled with byte ${fill}${isCounted ? '' : ', up to the last chunk that was found'}`;
}

function rangeText({ firstChunk, endChunk, plainBytes, elements }: MissingChunks): string {
  return [
    endChunk === undefined ? `chunk ${firstChunk} and everything after it` : chunksText(firstChunk, endChunk),
    ...(plainBytes ? [`bytes ${plainBytes.startByte}:${plainBytes.endByte}`] : []),
    ...(elements ? [`items ${elements.startItem}:${elements.endItem}`] : []),
  ].join(', ');
}

function chunksText(firstChunk: number, endChunk: number): string {
  return endChunk === firstChunk + 1 ? `chunk ${firstChunk}` : `chunks ${firstChunk}:${endChunk}`;
}

const WRITTEN = {
  'new-file': 'written to',
  'in-place': 'changed in place:',
  replaced: 'rewritten in its place:',
} as const satisfies Record<WrittenRepair['how'], string>;

function writtenLine({ file, how, sizeBytes }: WrittenRepair): string {
  return `${WRITTEN[how]} '${file}', ${prettySizeWithBytes(sizeBytes)}`;
}

function reportRecord(file: string, { plan, written }: RepairReport): JsonValue {
  return {
    file,
    outcome: plan.kind === 'repairable' ? 'repaired' : plan.kind,
    ...planRecord(plan),
    written: written ? snakeCased(written) : null,
    problems: snakeCased(plan.problems),
    truncated_list: plan.truncatedList,
  };
}

function planRecord(plan: RepairPlan): { readonly [key: string]: JsonValue } {
  if (plan.kind === 'irreparable') return { reason: plan.reason };
  if (plan.kind === 'whole') return { kept_chunks: plan.keptChunks, header: { ...headerRecord(plan.header) } };
  return {
    method: plan.method,
    nchunks: plan.layout.nchunks ?? -1,
    kept_chunks: plan.keptChunks,
    kept_bytes: plan.keptBytes,
    missing: snakeCased(plan.missing),
    fill: plan.fill ?? null,
    cut_bytes: plan.cutBytes,
    offsets_renewed: plan.renewsOffsets,
    metadata: plan.metadata.change,
    header: { ...headerRecord(plan.header) },
  };
}
