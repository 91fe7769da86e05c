import { Container } from '../../../electron/engine/container/container.js';
import { equalBytes } from '../../../electron/engine/container/digest.js';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import {
  compressedBytesSource,
  compressedStreamSource,
} from '../../../electron/engine/pack/compressed/compressed-source.js';
import { BytesSink } from '../../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../../electron/engine/pack/unpack.js';
import type { ProblemKind, VerifyReport } from '../../../electron/engine/verify/problems.js';
import { verifyContainer } from '../../../electron/engine/verify/verify-container.js';
import { mustHold } from '../group.js';
import { describe, type Outcome, outcomeOf, resultOf } from '../outcome.js';

/** The engine's results for a container. */
export interface Findings {
  readonly report: VerifyReport;
  readonly unpacked: Outcome<Uint8Array>;
}

/** Damage that does not affect reading in sequence. */
const BESIDE_THE_SEQUENCE: readonly ProblemKind[] = ['bad-offset', 'offsets-unknown'];
/** Most plain bytes read at once here. */
const READ_BYTES = 256 * 1024;
const PIECE_BYTES = 1000;

/** Reads a container in all ways, and compares the results. */
export async function checkContainer(bytes: Uint8Array): Promise<Findings> {
  const before = bytes.slice();
  const report = await verifyContainer(memoryReader(bytes));
  const unpacked = await outcomeOf(() => unpackBytes(compressedBytesSource(bytes)));
  checkReport(report, unpacked);
  const streamed = await outcomeOf(() => unpackBytes(compressedStreamSource(piecesOf(bytes))));
  mustHold(sameOutcome(unpacked, streamed), `in memory: ${describe(unpacked)}; as a stream: ${describe(streamed)}`);
  for (const checkDigests of [true, false]) await checkRandomAccess(bytes, { report, unpacked }, checkDigests);
  mustHold(equalBytes(before, bytes), 'reading leaves the input as it is');
  return { report, unpacked };
}

async function unpackBytes(source: Parameters<typeof unpack>[0]): Promise<Uint8Array> {
  const sink = new BytesSink();
  const { plainBytes } = await unpack(source, sink);
  mustHold(sink.bytes().byteLength === plainBytes, 'unpack counts the bytes it gave');
  return sink.bytes();
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

function sameOutcome(a: Outcome<Uint8Array>, b: Outcome<Uint8Array>): boolean {
  const [left, right] = [resultOf(a), resultOf(b)];
  return left === undefined || right === undefined ? left === right : equalBytes(left, right);
}

/** Verify and unpack must agree. */
function checkReport(
  { whole, problems, plainBytes, nchunks, readableChunks }: VerifyReport,
  unpacked: Outcome<Uint8Array>,
): void {
  const kinds = problems.filter(({ severity }) => severity === 'damage').map(({ kind }) => kind);
  const summary = `verify: ${kinds.join(', ') || 'whole'}; unpack: ${describe(unpacked)}`;
  mustHold(whole === (kinds.length === 0), 'a container is whole when no problem is damage');
  mustHold(readableChunks <= (nchunks ?? 0), 'no more chunks are readable than there are');
  for (const { message } of problems) mustHold(/\S; \S/.test(message), `a problem says what follows: ${message}`);
  const inSequence = kinds.every((kind) => BESIDE_THE_SEQUENCE.includes(kind));
  mustHold(inSequence === (unpacked.kind === 'done'), `verify and unpack agree; ${summary}`);
  if (unpacked.kind === 'done')
    mustHold(unpacked.value.byteLength === plainBytes, 'verify counts the bytes that unpack gives');
}

async function checkRandomAccess(bytes: Uint8Array, findings: Findings, checkDigests: boolean): Promise<void> {
  const opened = await outcomeOf(() => Container.open(bytes, { checkDigests, cacheBytes: READ_BYTES }));
  const { report, unpacked } = findings;
  mustHold(opened.kind === 'done' || unpacked.kind === 'failed', `what unpacks can be opened: ${describe(opened)}`);
  if (opened.kind === 'failed') return;
  const container = opened.value;
  const metadata = await outcomeOf(() => container.metadata());
  mustHold(metadata.kind === 'done' || unpacked.kind === 'failed', 'what unpacks has readable metadata');
  await outcomeOf(() => container.arraySpec());
  await checkChunks(container, report);
  const total = resultOf(await outcomeOf(() => container.plainBytes()));
  for (const [start, end] of total === undefined ? [] : rangesOf(total)) {
    const read = await outcomeOf(() => container.readBytes(start, end));
    checkRange(read, start, end, findings);
  }
  await checkSlices(container, findings);
  await container.close();
}

/** The first, the last and one that does not exist. */
async function checkChunks(container: Container, { whole }: VerifyReport): Promise<void> {
  const count = resultOf(await outcomeOf(() => container.chunkCount()));
  mustHold(count !== undefined || !whole, 'the chunks of a whole container can be counted');
  if (count === undefined) return;
  for (const chunkIndex of new Set([0, 1, count - 1])) {
    const chunk = await outcomeOf(() => container.chunk(chunkIndex));
    const blocks = await outcomeOf(() => container.blockMap(chunkIndex));
    if (!whole || chunkIndex >= count) continue;
    mustHold(chunk.kind === 'done', `a whole container has its chunk ${chunkIndex}: ${describe(chunk)}`);
    mustHold(blocks.kind === 'done', `a whole container has the blocks of chunk ${chunkIndex}: ${describe(blocks)}`);
  }
}

function rangesOf(total: number): readonly (readonly [start: number, end: number])[] {
  const middle = Math.floor(total / 2);
  return [
    [0, Math.min(total, READ_BYTES)],
    [middle, Math.min(total, middle + 100)],
    [Math.max(0, total - 100), total],
  ];
}

function checkRange(read: Outcome<Uint8Array>, start: number, end: number, { report, unpacked }: Findings): void {
  const range = `bytes ${start} to ${end}`;
  if (report.whole) mustHold(read.kind === 'done', `${range} of a whole container can be read: ${describe(read)}`);
  if (read.kind === 'failed') return;
  mustHold(read.value.byteLength === end - start, `${range} are as many as were asked for`);
  if (unpacked.kind === 'failed') return;
  mustHold(equalBytes(read.value, unpacked.value.subarray(start, end)), `${range} are those that unpack gives`);
}

async function checkSlices(container: Container, { report, unpacked }: Findings): Promise<void> {
  const all = await outcomeOf(() => container.readSlice('...'));
  await outcomeOf(() => container.readSlice('::-2'));
  if (!report.whole || all.kind === 'failed' || unpacked.kind === 'failed') return;
  mustHold(equalBytes(all.value.bytes, unpacked.value), 'the whole slice is the whole data');
}
