import type { ContainerFacts, FileFacts, FileId } from '../../../shared/contract/files.js';
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

/** Sums of the card. Rows with a problem and excluded kinds count in `rows` only. */
export interface IntakeSums {
  readonly rows: number;
  readonly compress: number;
  readonly decompress: number;
  /** Rows with a problem. */
  readonly problems: number;
  readonly readBytes: number;
}

/** Rows that a batch would compress or decompress now. */
export function usableRows(rows: readonly IntakeRow[], leftOut: ReadonlySet<RowKind>): readonly IntakeRow[] {
  return rows.filter((row) => !leftOut.has(kindOf(row)) && problemOf(row) === undefined);
}

export function sumRows(rows: readonly IntakeRow[], leftOut: ReadonlySet<RowKind>): IntakeSums {
  const usable = usableRows(rows, leftOut);
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
    place: intake.place.kind === 'folder' ? { kind: 'folder', folderId: intake.place.folderId } : { kind: 'beside' },
    nameTemplate: intake.nameTemplate,
    check: intake.check,
    // A source is moved to the trash only after its output was checked.
    trashSources: intake.trashSources && intake.check !== 'none',
  };
}

/** The labels of each file's outputs, in the order of the plan. The rows may have changed since the request. */
export function plannedNames(
  plan: BatchPlan,
  request: BatchRequest,
  rows: readonly IntakeRow[],
): ReadonlyMap<FileId, readonly string[]> {
  const factsOf = new Map(rows.map(({ id, facts }) => [id, facts]));
  const names = new Map<FileId, string[]>();
  for (const output of plan.outputs) {
    const id = request.items[output.item]?.id ?? '';
    const labels = names.get(id) ?? [];
    names.set(id, labels);
    labels.push(outputLabel(output, factsOf.get(id)));
  }
  return names;
}

/** Names of the outputs: the first few, then `…`. */
export function previewNames(names: ReadonlyMap<FileId, readonly string[]>, most = 2): string {
  const shown: string[] = [];
  for (const labels of names.values()) {
    shown.push(...labels.slice(0, most + 1 - shown.length));
    if (shown.length > most) return [...shown.slice(0, most), '…'].join(', ');
  }
  return shown.join(', ');
}

/** An output's name, with its folder when the outputs of a `.npz` get their own folder: `lidar_tile_0412/xyz.npy.blp`. */
export function outputLabel({ folder, name }: PlannedOutput, facts: FileFacts | undefined): string {
  const last = folder.split(/[\\/]/).at(-1) ?? '';
  return facts?.members && last !== '' ? `${last}/${name}` : name;
}

/** A plan in the words of the footer: `Writes 6 files`, `needs at most 5.61 GiB of 214.00 GiB free`, `about 6.0 s`. */
export function planWords(plan: BatchPlan, format: Formats): readonly string[] {
  const { outputs, mostBytes, freeBytes, estimatedMs, sourceBytes } = plan;
  const speed = estimatedMs ? ` at the last measured ${format.speed((sourceBytes / estimatedMs) * 1000)}` : '';
  return [
    `Writes ${format.countOf(outputs.length, 'file')}`,
    `needs at most ${format.size(mostBytes)} of ${format.size(freeBytes)} free`,
    ...(estimatedMs === undefined ? [] : [`${estimateWords(estimatedMs, format)}${speed}`]),
  ];
}

function estimateWords(estimatedMs: number, format: Formats): string {
  if (estimatedMs < 950) return 'about a second';
  return estimatedMs < 55_000 ? `about ${Math.round(estimatedMs / 1000)} s` : format.remaining(estimatedMs);
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
  if (array) return { head: array.dtype, rest: [format.shape(array.shape), `${array.order} order`] };
  if (facts.members) {
    const taken = members?.length ?? facts.members.filter(({ problem }) => problem === undefined).length;
    return {
      head: 'npz',
      rest: [`${format.count(taken)} of ${format.countOf(facts.members.length, 'member')}`, 'own folder'],
    };
  }
  if (raw) return { head: 'raw', rest: [`${format.shape(raw.shape)} ${raw.descr}`, `${raw.order} order`] };
  if (facts.kind === 'hdf5') return { head: 'HDF5', rest: ['kept as bytes'] };
  if (facts.kind === 'raw') return { head: 'raw', rest: [`${format.countOf(sizeBytes, 'byte')}`] };
  return { head: 'unreadable', rest: [] };
}

function containerWords({ array, sizeBytes }: FileFacts, container: ContainerFacts, format: Formats) {
  const { plainBytes, checksum, offsets, aborted } = container;
  return [
    ...(array ? [format.shape(array.shape)] : []),
    ...(plainBytes === undefined ? ['size not recorded'] : [format.ratio(plainBytes, sizeBytes)]),
    checksum === 'None' ? 'no checksum' : checksum,
    offsets ? 'offsets' : 'no offsets',
    aborted ? 'aborted' : 'complete',
  ];
}
