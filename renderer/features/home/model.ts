import type { ArraysFacts, ContainerFacts, FileFacts, FileId, MemberFacts } from '../../../shared/contract/files.js';
import type { BatchPlan, BatchRequest, PlannedOutput } from '../../../shared/contract/intake.js';
import type { IntakeOptions } from '../../app/intake/intake-options.js';
import {
  type IntakeRow,
  itemOf,
  kindOf,
  problemOf,
  type RowKind,
  readBytes,
  type WorkAction,
} from '../../app/intake/intake-row.js';
import type { Formats } from '../../format/formats.js';
import { type Prediction, predictionWords } from './estimate.js';

/** Sums of the card. Rows with a problem and excluded kinds count in `rows` only. */
export interface IntakeSums {
  readonly rows: number;
  readonly compress: number;
  readonly decompress: number;
  /** Rows with a problem. */
  readonly problems: number;
  readonly readBytes: number;
}

/** Rows of the kinds that the user has not excluded. Those with a problem are listed as skipped when the batch starts. */
export function wantedRows(rows: readonly IntakeRow[], excluded: ReadonlySet<RowKind>): readonly IntakeRow[] {
  return rows.filter((row) => !excluded.has(kindOf(row)));
}

/** `planned` are the files as the plan has them; those without an output are not counted, except before there is a plan. */
export function sumRows(
  rows: readonly IntakeRow[],
  excluded: ReadonlySet<RowKind>,
  planned: ReadonlyMap<FileId, PlannedFile> = new Map(),
): IntakeSums {
  const usable = wantedRows(rows, excluded).filter(
    (row) => problemOf(row) === undefined && planned.get(row.id)?.outputs.length !== 0,
  );
  const compress = usable.filter(({ action }) => action === 'compress').length;
  return {
    rows: rows.length,
    compress,
    decompress: usable.length - compress,
    problems: rows.filter((row) => problemOf(row) !== undefined).length,
    readBytes: usable.reduce((sum, row) => sum + readBytes(row), 0),
  };
}

const verbs = { compress: 'Compress', decompress: 'Decompress' } as const satisfies Record<WorkAction, string>;

/** The text of the start button: `Compress 3, decompress 1 (4.64 GiB)`. */
export function primaryText({ compress, decompress, readBytes: bytes }: IntakeSums, format: Formats): string {
  if (compress + decompress === 0) return 'Nothing to do';
  const size = `(${format.size(bytes)})`;
  if (decompress === 0) return `${verbs.compress} ${format.countOf(compress, 'file')} ${size}`;
  if (compress === 0) return `${verbs.decompress} ${format.countOf(decompress, 'file')} ${size}`;
  return `${verbs.compress} ${format.count(compress)}, decompress ${format.count(decompress)} ${size}`;
}

/** For the status bar: `4 items ready`, `3 to compress, 1 to decompress`. */
export function statusWords({ rows, compress, decompress, problems }: IntakeSums, format: Formats): readonly string[] {
  if (rows === 0) return [];
  const parts = [
    compress > 0 && `${format.count(compress)} to compress`,
    decompress > 0 && `${format.count(decompress)} to decompress`,
  ].filter(Boolean);
  return [
    `${format.countOf(compress + decompress, 'item')} ready`,
    ...(parts.length > 0 ? [parts.join(', ')] : []),
    ...(problems > 0 ? [`${format.count(problems)} cannot be used`] : []),
  ];
}

/** The number of rows of each kind, in the order of their first row. */
export function countKinds(rows: readonly IntakeRow[]): ReadonlyMap<RowKind, number> {
  const counts = new Map<RowKind, number>();
  for (const row of rows) counts.set(kindOf(row), (counts.get(kindOf(row)) ?? 0) + 1);
  return counts;
}

/** The batch request; undefined without rows. */
export function requestOf(rows: readonly IntakeRow[], intake: IntakeOptions): BatchRequest | undefined {
  if (rows.length === 0) return undefined;
  const ownTypesize = intake.options.typesize === undefined;
  return {
    items: rows.map((row) => itemOf(row, ownTypesize)),
    options: intake.options,
    place: intake.place,
    nameTemplate: intake.nameTemplate,
    plainTemplate: intake.plainTemplate,
    check: intake.check,
    // A source is moved to the trash only after its output was checked.
    trashSources: intake.trashSources && intake.check !== 'none',
    ...(intake.again && { again: true }),
  };
}

/** What the plan says of one file. */
export interface PlannedFile {
  /** Its outputs, in the order of the plan. */
  readonly outputs: readonly { readonly label: string; readonly member?: string }[];
  /** Why it, or one of its outputs, is left out. */
  readonly leftOut?: string;
}

/** The plan by files. The rows may have changed since the request. */
export function plannedFiles(
  plan: BatchPlan,
  request: BatchRequest,
  rows: readonly IntakeRow[],
): ReadonlyMap<FileId, PlannedFile> {
  const factsOf = new Map(rows.map(({ id, facts }) => [id, facts]));
  const files = request.items.map(({ id }) => ({
    id,
    outputs: [] as PlannedFile['outputs'][number][],
    reasons: [] as string[],
  }));
  for (const output of plan.outputs) {
    const file = files[output.item];
    const { member } = output;
    file?.outputs.push({ label: outputLabel(output, factsOf.get(file.id)), ...(member !== undefined && { member }) });
  }
  for (const { item, reason } of plan.leftOut) files[item]?.reasons.push(reason);
  return new Map(
    files.map(({ id, outputs, reasons: [leftOut] }) => [id, { outputs, ...(leftOut !== undefined && { leftOut }) }]),
  );
}

/** Names of the outputs: the first few, then `…`. */
export function previewNames(files: ReadonlyMap<FileId, PlannedFile>, most = 2): string {
  const shown: string[] = [];
  for (const { outputs } of files.values()) {
    shown.push(...outputs.slice(0, most + 1 - shown.length).map(({ label }) => label));
    if (shown.length > most) return [...shown.slice(0, most), '…'].join(', ');
  }
  return shown.join(', ');
}

/** An output's name, with its folder when the outputs of a file get their own folder: `lidar_tile_0412/xyz.npy.blp`. */
export function outputLabel({ folder, name }: PlannedOutput, facts: FileFacts | undefined): string {
  const last = folder.split(/[\\/]/).at(-1) ?? '';
  return facts?.members && last !== '' ? `${last}/${name}` : name;
}

/** What is left out besides rows that say it themselves: `2 outputs exist and are not older than their sources`. */
export function madeWords({ leftOut }: BatchPlan, format: Formats): string | undefined {
  const count = leftOut.filter(({ kind }) => kind === 'made').length;
  if (count === 0) return undefined;
  return `${format.countOf(count, 'output exists and is not older than its source', 'outputs exist and are not older than their sources')}: left out.`;
}

/** Why a batch has nothing to do: the reason of the first file that is refused. Its row may have no room for it. */
export function refusedWords({ outputs, leftOut }: BatchPlan): string | undefined {
  return outputs.length > 0 ? undefined : leftOut.find(({ kind }) => kind === 'refused')?.reason;
}

/** A plan in the words of the footer: `Writes 6 files`, `needs at most 5.61 GiB of 214.00 GiB free`, `about 6.0 s`. */
export function planWords(plan: BatchPlan, format: Formats, prediction?: Prediction): readonly string[] {
  const { outputs, maxBytes, freeBytes, estimatedMs, sourceBytes } = plan;
  if (outputs.length === 0) return [];
  const speed = estimatedMs
    ? ` at the ${format.speed((sourceBytes / estimatedMs) * 1000)} of earlier jobs with these settings`
    : '';
  return [
    `Writes ${format.countOf(outputs.length, 'file')}`,
    ...(prediction ? [predictionWords(prediction, format)] : []),
    `needs at most ${format.size(maxBytes)}${freeBytes === undefined ? '' : ` of ${format.size(freeBytes)} free`}`,
    ...(estimatedMs === undefined ? [] : [`${format.estimate(estimatedMs)}${speed}`]),
  ];
}

/** A file's type: an emphasised word, and the rest. */
export interface KindWords {
  readonly head: string;
  readonly rest: readonly string[];
}

/** The type of a row in one line: `float64`, `36,525 × 8,192`, `C order`. */
export function kindWords(row: IntakeRow, format: Formats): KindWords {
  const { facts, members, raw } = row;
  const { array, container, sizeBytes } = facts;
  if (container) return { head: array?.dtype ?? 'Bloscpack', rest: containerWords(facts, container, format) };
  if (array) {
    const name = facts.arrays ? [facts.arrays.format] : [];
    return { head: array.dtype, rest: [...name, format.shape(array.shape), `${array.order} order`] };
  }
  if (facts.members)
    return { head: facts.arrays?.format ?? 'npz', rest: memberWords(facts, facts.members, members, format) };
  if (raw) return { head: 'raw', rest: [`${format.shape(raw.shape)} ${raw.descr}`, `${raw.order} order`] };
  if (facts.arrays)
    return { head: facts.arrays.format, rest: arraysWords(facts.arrays, facts.isFolder ?? false, format) };
  if (facts.kind === 'raw') return { head: 'raw', rest: [`${format.countOf(sizeBytes, 'byte')}`] };
  return { head: 'unreadable', rest: [] };
}

/** `2 of 3 arrays`, and where they go. */
function memberWords(
  { arrays }: FileFacts,
  all: readonly MemberFacts[],
  chosen: readonly string[] | undefined,
  format: Formats,
): readonly string[] {
  const taken = chosen?.length ?? all.filter(({ problem }) => problem === undefined).length;
  const total = format.countOf(all.length, arrays ? 'array' : 'member');
  return [`${format.count(taken)} of ${arrays?.isMore ? 'the first ' : ''}${total}`, 'outputs in a folder'];
}

/** `file with 3 arrays`, and what compressing does. */
function arraysWords({ count, isMore, problem }: ArraysFacts, isFolder: boolean, format: Formats): readonly string[] {
  const found =
    count === undefined ? 'file' : `file with ${isMore ? 'more than ' : ''}${format.countOf(count, 'array')}`;
  if (isFolder) return [problem === undefined ? 'without arrays' : 'damaged'];
  return [problem === undefined ? found : 'damaged file', 'compressed as plain bytes'];
}

function containerWords({ array, sizeBytes }: FileFacts, container: ContainerFacts, format: Formats) {
  const { plainBytes, checksum, offsets, aborted, truncated } = container;
  return [
    ...(array ? [format.shape(array.shape)] : []),
    ...(plainBytes === undefined ? ['size not recorded'] : [format.ratio(plainBytes, sizeBytes)]),
    checksum === 'None' ? 'no checksum' : checksum,
    offsets ? 'offsets' : 'no offsets',
    ...(aborted ? ['aborted'] : truncated ? ['truncated'] : []),
  ];
}
