import { type BloscpackHeader, HEADER_BYTES, parseHeader } from '../../../shared/format/header.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { type ContainerLayout, readLayout } from '../container/layout.js';
import type { RandomReader } from '../io/random-reader.js';
import { readMetadata } from '../metadata/decode-metadata.js';
import { type OperationOptions, threadCount, throwIfCancelled, windowSize } from '../operation.js';
import { mapInOrder } from '../ordered-window.js';
import { DataMap } from './affected.js';
import { type CheckChunk, digestCheck, fullCheck } from './chunk-checker.js';
import { ChunkScan, type Finding } from './chunk-scan.js';
import { isFinding, problemOf } from './from-error.js';
import { type Problem, type ProblemKind, ProblemList, problem, type VerifyReport } from './problems.js';

export interface VerifyOptions extends OperationOptions {
  /** Check digests and headers and decompress nothing: faster, and blind where the container keeps no digests. */
  readonly digestsOnly?: boolean;
}

/**
 * Looks for everything that is wrong with a container: its header, the digest and sense of its metadata, its offsets against
 * a walk in sequence, and every chunk's digest, header and decompressed size. A broken chunk does not stop the others from
 * being checked. Memory is bounded by what is in the file, never by what it claims.
 *
 * Damage is reported, not thrown. Throws IoError when the file cannot be read, CodecError when the add-on cannot be loaded
 * and CancelledError. The reader stays the caller's and must know its size: a stream cannot be verified.
 */
export async function verifyContainer(reader: RandomReader, options: VerifyOptions = {}): Promise<VerifyReport> {
  throwIfCancelled(options.signal);
  const problems = new ProblemList();
  const header = await attempt(problems, () => readHeader(reader), HEADER_PLACE);
  const layout = header && (await attempt(problems, () => readLayout(reader), METADATA_HEADER_PLACE));
  const known = header ? { header } : {};
  if (!layout) return { ...known, readableChunks: 0, plainBytes: 0, ...problems.report() };
  const map = await readDataMap(reader, layout, problems);
  const chunks = await verifyChunks(reader, layout, map, problems, options);
  return { ...known, ...chunks, ...problems.report() };
}

async function readHeader(reader: RandomReader): Promise<BloscpackHeader> {
  return parseHeader(await reader.readAt(0, Math.min(HEADER_BYTES, reader.sizeBytes)));
}

/** What an error does not say itself of the place where it came up. */
interface Place {
  readonly offsetBytes?: number;
  readonly kind?: ProblemKind;
  readonly also?: string;
}

const HEADER_PLACE: Place = { offsetBytes: 0 };
/** Of what `readLayout` reads behind the header, only the metadata header can be wrong in itself and give no position. */
const METADATA_HEADER_PLACE: Place = { offsetBytes: HEADER_BYTES, also: ', so that nothing behind it can be found' };
const ARRAY_PLACE: Place = { offsetBytes: HEADER_BYTES, kind: 'bad-array-metadata' };

/** The value, or undefined and one problem more. */
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

/** Checks the metadata, and takes from them what an item of the data is. */
async function readDataMap(reader: RandomReader, layout: ContainerLayout, problems: ProblemList): Promise<DataMap> {
  const metadata = await attempt(problems, () => readMetadata(reader, layout));
  if (metadata?.kind === 'raw') problems.add(unknownMetadata(metadata.magicFormat, layout));
  if (metadata?.kind !== 'json') return new DataMap(layout.header);
  const array = await attempt(problems, () => parseArrayMetadata(metadata.value), ARRAY_PLACE);
  const map = new DataMap(layout.header, array);
  if (array) await attempt(problems, () => checkArraySize(array, map, problems), ARRAY_PLACE);
  return map;
}

function unknownMetadata(magicFormat: string, layout: ContainerLayout): Problem {
  const offsetBytes = layout.metadata?.positionBytes ?? 0;
  const what = `the metadata at byte ${offsetBytes} have the unknown format ${JSON.stringify(magicFormat)}`;
  return problem('unknown-metadata', what, { offsetBytes, expected: 'JSON', found: magicFormat });
}

/** Appending plain bytes to an array's container leaves its metadata behind, so this is no damage. */
function checkArraySize(array: ArraySpec, map: DataMap, problems: ProblemList): void {
  const expected = arrayNbytes(array);
  if (map.totalBytes === undefined || map.totalBytes === expected) return;
  const what = `the metadata describe an array of ${expected} bytes, but the header counts ${map.totalBytes}`;
  problems.add(problem('bad-array-metadata', what, { offsetBytes: HEADER_BYTES, expected, found: map.totalBytes }));
}

async function verifyChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  map: DataMap,
  problems: ProblemList,
  options: VerifyOptions,
): Promise<Pick<VerifyReport, 'readableChunks' | 'plainBytes'> & { nchunks: number }> {
  const scan = new ChunkScan(reader, layout, map);
  const check = options.digestsOnly ? digestCheck(reader, layout) : fullCheck(reader, layout);
  const window = windowSize(options, 2 * Math.max(layout.header.chunkSize, SMALL_CHUNK_BYTES));
  const verdicts = mapInOrder(scan.findings(), { window, atOnce: threadCount(options) }, (finding, slot) =>
    judge(finding, check, slot),
  );
  const done = { chunks: 0, bytes: 0 };
  let readableChunks = 0;
  let plainBytes = 0;
  for await (const { chunkBytes, failure } of verdicts) {
    throwIfCancelled(options.signal);
    if (failure) problems.add(failure);
    if (chunkBytes === undefined) continue;
    readableChunks += failure ? 0 : 1;
    plainBytes += failure ? 0 : chunkBytes;
    done.chunks++;
    done.bytes += chunkBytes;
    options.onProgress?.({ doneBytes: done.bytes, totalBytes: map.totalBytes, chunksDone: done.chunks });
  }
  return { nchunks: scan.chunksEnd, readableChunks, plainBytes };
}

/** Chunks below this size are all taken for this large when the window is planned. */
const SMALL_CHUNK_BYTES = 2 ** 20;

/** `chunkBytes`: the plain size of the chunk that was checked, if it was one. */
interface Verdict {
  readonly chunkBytes?: number;
  readonly failure?: Problem;
}

async function judge(finding: Finding, check: CheckChunk, slot: number): Promise<Verdict> {
  if (finding.kind === 'problem') return { failure: finding.problem };
  const { chunk, affected } = finding;
  try {
    await check(chunk, slot);
    return { chunkBytes: chunk.blosc.nbytes };
  } catch (error) {
    if (!isFinding(error)) throw error;
    return { chunkBytes: chunk.blosc.nbytes, failure: problemOf(error, affected) };
  }
}
