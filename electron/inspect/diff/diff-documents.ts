import type { DocumentDiff } from '../../../shared/contract/inspect/change.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { type JsonValue, parseJson, printJson } from '../../../shared/format/json.js';
import { type ChunkSizes, storedBytesOf } from '../chunks/chunk-sizes.js';
import type { OpenDocument } from '../document.js';

const COURSE_BINS = 600;
const LARGEST = 100;

/** Compares two documents: header fields, metadata, and the stored sizes of their chunks. */
export async function diffDocuments(left: OpenDocument, right: OpenDocument): Promise<DocumentDiff> {
  const [leftSizes, rightSizes] = await Promise.all([left.chunks?.sizes(), right.chunks?.sizes()]);
  return {
    fields: fieldDiffs(left, right),
    metadata: metadataDiffs(left.overview, right.overview),
    chunks: leftSizes && rightSizes ? chunkDiffs(leftSizes, rightSizes) : NO_CHUNKS,
    comparable: isComparable(left, right),
  };
}

const NO_CHUNKS: DocumentDiff['chunks'] = {
  left: 0,
  right: 0,
  differing: 0,
  course: [],
  leftBytes: 0,
  rightBytes: 0,
  largest: [],
};

/** Same dtype and shape; the order may differ only if it has no effect. */
export function isComparable({ array: left }: OpenDocument, { array: right }: OpenDocument): boolean {
  if (!left || !right || left.plainBytes !== right.plainBytes) return false;
  const sameShape = printJson(left.spec.shape) === printJson(right.spec.shape);
  const sameDtype = JSON.stringify(left.spec.dtype) === JSON.stringify(right.spec.dtype);
  return sameShape && sameDtype && (left.spec.order === right.spec.order || left.spec.shape.length < 2);
}

function fieldDiffs(left: OpenDocument, right: OpenDocument): DocumentDiff['fields'] {
  const [leftFields, rightFields] = [fieldsOf(left), fieldsOf(right)];
  const names = new Set([...leftFields.keys(), ...rightFields.keys()]);
  return [...names].map((name) => {
    const [one, other] = [leftFields.get(name), rightFields.get(name)];
    return {
      name,
      ...(one !== undefined && { left: one }),
      ...(other !== undefined && { right: other }),
      same: one === other,
    };
  });
}

function fieldsOf({ head, overview }: OpenDocument): ReadonlyMap<string, string> {
  const fields = [...(head?.header ?? []), ...(head?.metadata ?? [])].map(({ name, value }) => [name, value] as const);
  const { array, file } = overview;
  return new Map([
    ...fields,
    ['file size', String(file.sizeBytes)],
    ...(array
      ? ([
          ['dtype', array.dtype],
          ['shape', array.shape.join(' × ')],
          ['order', array.order],
        ] as const)
      : []),
  ]);
}

/** Members that differ, by their path. */
function metadataDiffs(left: DocumentOverview, right: DocumentOverview): DocumentDiff['metadata'] {
  const [leftLeaves, rightLeaves] = [leavesOf(left), leavesOf(right)];
  const paths = new Set([...leftLeaves.keys(), ...rightLeaves.keys()]);
  return [...paths]
    .filter((path) => leftLeaves.get(path) !== rightLeaves.get(path))
    .map((path) => {
      const [one, other] = [leftLeaves.get(path), rightLeaves.get(path)];
      return { path, ...(one !== undefined && { left: one }), ...(other !== undefined && { right: other }) };
    });
}

function leavesOf({ container }: DocumentOverview): ReadonlyMap<string, string> {
  const json = container?.metadata?.json;
  const leaves = new Map<string, string>();
  if (json !== undefined) gather(parseJson(json), '', leaves);
  return leaves;
}

function gather(value: JsonValue, path: string, leaves: Map<string, string>): void {
  if (!(value instanceof Map)) {
    leaves.set(path || '(all)', printJson(value));
    return;
  }
  for (const [key, member] of value) gather(member, path === '' ? String(key) : `${path}.${String(key)}`, leaves);
}

function chunkDiffs(left: ChunkSizes, right: ChunkSizes): DocumentDiff['chunks'] {
  const shared = Math.min(left.count, right.count);
  const perBin = Math.max(1, Math.ceil(shared / COURSE_BINS));
  const course: number[] = [];
  const largest: { chunkIndex: number; leftBytes: number; rightBytes: number }[] = [];
  let differing = 0;
  for (let start = 0; start < shared; start += perBin) {
    let [leftSum, rightSum] = [0, 0];
    for (let chunkIndex = start; chunkIndex < Math.min(shared, start + perBin); chunkIndex++) {
      const [leftBytes, rightBytes] = [left.stored(chunkIndex) || 0, right.stored(chunkIndex) || 0];
      leftSum += leftBytes;
      rightSum += rightBytes;
      if (leftBytes === rightBytes) continue;
      differing++;
      keepLargest(largest, { chunkIndex, leftBytes, rightBytes });
    }
    course.push(leftSum > 0 ? rightSum / leftSum : 1);
  }
  return {
    left: left.count,
    right: right.count,
    differing,
    course,
    leftBytes: storedBytesOf(left),
    rightBytes: storedBytesOf(right),
    largest: largest.sort((a, b) => gap(b) - gap(a)).slice(0, LARGEST),
  };
}

type SizePair = DocumentDiff['chunks']['largest'][number];

function gap({ leftBytes, rightBytes }: SizePair): number {
  return Math.abs(leftBytes - rightBytes);
}

/** When the list has grown to a limit, keeps its larger half: sorting a million pairs would take a second. */
function keepLargest(largest: SizePair[], pair: SizePair): void {
  largest.push(pair);
  if (largest.length < 40 * LARGEST) return;
  largest.sort((a, b) => gap(b) - gap(a));
  largest.length = LARGEST;
}
