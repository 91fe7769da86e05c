import { readFields } from '../../../shared/format/fixed-fields.js';
import {
  type BloscpackHeader,
  HEADER_BYTES,
  HEADER_FIELDS,
  type RawHeader,
  sectionsOf,
} from '../../../shared/format/header.js';
import {
  METADATA_FIELDS,
  METADATA_HEADER_BYTES,
  type RawMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import type { RandomReader } from '../io/random-reader.js';
import { DataMap } from '../verify/affected.js';
import { isFinding, problemOf } from '../verify/from-error.js';
import { type Problem, type ProblemKind, type ProblemList, problem } from '../verify/problems.js';
import { type Metadata, readMetadata } from './decode-metadata.js';
import { type ContainerLayout, readHeader, readLayoutBehind } from './layout.js';

/** What precedes the chunks. Each part is undefined when it is absent or damaged. */
export interface ContainerHead {
  readonly header: BloscpackHeader | undefined;
  /** Undefined when header, metadata header or the position of a section is wrong: then no chunk can be found. */
  readonly layout: ContainerLayout | undefined;
  readonly metadata: Metadata | undefined;
  /** The array that the metadata describe, whether or not the data have its size. */
  readonly array: ArraySpec | undefined;
}

/** The fields of the fixed-size headers as they are stored, also invalid ones, as far as the file has them. */
export interface RawHead {
  readonly header: Partial<RawHeader>;
  /** Undefined when there are no metadata, or when their header is missing completely. */
  readonly metadata: Partial<RawMetadataHeader> | undefined;
}

/** Reads at most 64 bytes and checks nothing. The reader must know its size. */
export async function readRawHead(reader: RandomReader): Promise<RawHead> {
  const bytes = await reader.readAt(0, Math.min(HEADER_BYTES + METADATA_HEADER_BYTES, reader.sizeBytes));
  const header = readFields(bytes.subarray(0, HEADER_BYTES), HEADER_FIELDS);
  const { options = 0 } = header;
  const hasMetadata = sectionsOf({ options }).metadata && bytes.byteLength > HEADER_BYTES;
  return { header, metadata: hasMetadata ? readFields(bytes.subarray(HEADER_BYTES), METADATA_FIELDS) : undefined };
}

/** Reads and checks everything before the chunks. Adds what is wrong to `problems`, in the order of the file. */
export async function readHead(reader: RandomReader, problems: ProblemList): Promise<ContainerHead> {
  const header = await attempt(problems, () => readHeader(reader), HEADER_PLACE);
  const layout = header && (await attempt(problems, () => readLayoutBehind(reader, header), METADATA_HEADER_PLACE));
  if (!layout) return { header, layout, metadata: undefined, array: undefined };
  const metadata = await attempt(problems, () => readMetadata(reader, layout));
  return { header, layout, metadata, array: await readArray(layout, metadata, problems) };
}

/** Defaults for a problem whose error does not contain them. */
interface Place {
  readonly offsetBytes?: number;
  readonly kind?: ProblemKind;
  readonly also?: string;
}

const HEADER_PLACE: Place = { offsetBytes: 0 };
/** Said of a damaged head, before its chunks are looked for by likely values. */
export const NOTHING_BEHIND = ', so that nothing behind it can be found';
/** For errors without a position while reading the layout: only those of the metadata header have none. */
const METADATA_HEADER_PLACE: Place = { offsetBytes: HEADER_BYTES, also: NOTHING_BEHIND };
const ARRAY_PLACE: Place = { offsetBytes: HEADER_BYTES, kind: 'bad-array-metadata' };

/** Runs `run`. If it throws a format or checksum error, adds a problem and returns undefined. */
async function attempt<T>(problems: ProblemList, run: () => T | Promise<T>, place: Place = {}): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!isFinding(error)) throw error;
    const { offsetBytes = place.offsetBytes } = error.context;
    problems.add(problemOf(error, offsetBytes === undefined ? {} : { offsetBytes }, place.kind, place.also));
    return undefined;
  }
}

/** The array that the metadata describe. */
async function readArray(
  layout: ContainerLayout,
  metadata: Metadata | undefined,
  problems: ProblemList,
): Promise<ArraySpec | undefined> {
  if (metadata?.kind === 'raw') problems.add(unknownMetadata(metadata.magicFormat, layout));
  if (metadata?.kind !== 'json') return undefined;
  const array = await attempt(problems, () => parseArrayMetadata(metadata.value), ARRAY_PLACE);
  if (array) await attempt(problems, () => checkArraySize(array, layout, problems), ARRAY_PLACE);
  return array;
}

function unknownMetadata(magicFormat: string, layout: ContainerLayout): Problem {
  const offsetBytes = layout.metadata?.positionBytes ?? 0;
  const what = `the metadata at byte ${offsetBytes} have the unknown format ${JSON.stringify(magicFormat)}`;
  return problem('unknown-metadata', what, { offsetBytes, expected: 'JSON', found: magicFormat });
}

/** Only a notice: the reference does not change the metadata when it appends to an array's container. */
function checkArraySize(array: ArraySpec, layout: ContainerLayout, problems: ProblemList): void {
  const expected = arrayNbytes(array);
  const { totalBytes } = new DataMap(layout.header);
  if (totalBytes === undefined || totalBytes === expected) return;
  const what = `the metadata describe an array of ${expected} bytes, but the header counts ${totalBytes}`;
  problems.add(problem('bad-array-metadata', what, { offsetBytes: HEADER_BYTES, expected, found: totalBytes }));
}
