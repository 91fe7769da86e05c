import fs from 'node:fs';
import { promisify } from 'node:util';
import type { RunCounters } from '../../../native/runs.js';
import type { BloscpackHeader } from '../../../shared/format/header.js';
import { plainSizeBytes } from '../../../shared/format/header.js';
import { plainBlocks } from '../container/chunk-blocks.js';
import { type ChunkRun, chunksOfRun, RunReader } from '../container/chunk-runs.js';
import type { Metadata } from '../container/decode-metadata.js';
import type { ContainerLayout } from '../container/layout.js';
import { walkRuns } from '../container/run-walk.js';
import type { WalkPoint } from '../container/stored-chunks.js';
import { withIoErrors } from '../io/io-error.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import { type CompressedSource, jsonOf } from './compressed/compressed-source.js';
import type { PlainSink } from './plain/plain-sink.js';

export interface UnpackResult {
  readonly header: BloscpackHeader;
  readonly metadata: Metadata | undefined;
  readonly plainBytes: number;
  readonly chunksDone: number;
  /** Position of bytes behind the last chunk, which were not read; undefined when there are none. */
  readonly trailingAt: number | undefined;
}

/**
 * Decompresses a source into a sink. Checks every digest and compares every size with the header before it passes a chunk on.
 * Chunks are read in sequence, as the reference does; offsets are not used. Closes the source. When it throws or is cancelled, the
 * sink has been aborted.
 */
export async function unpack(
  source: CompressedSource,
  sink: PlainSink,
  options: OperationOptions = {},
): Promise<UnpackResult> {
  try {
    throwIfCancelled(options.signal);
    const { layout, metadata } = await source.open();
    const sizeBytes = safeSize(layout.header);
    await sink.begin({ sizeBytes, metadata: jsonOf(metadata) });
    const done = await unpackChunks(source, sink, layout, sizeBytes, options).finally(() => source.requireUnchanged());
    await sink.finish();
    return { header: layout.header, metadata, ...done, trailingAt: source.trailingAt() };
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await source.close();
  }
}

/** The size in the header; undefined when it is unknown or too large for an exact number. Used only for display and checks. */
function safeSize(header: BloscpackHeader): number | undefined {
  const sizeBytes = plainSizeBytes(header);
  return sizeBytes !== undefined && sizeBytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sizeBytes) : undefined;
}

async function unpackChunks(
  source: CompressedSource,
  sink: PlainSink,
  layout: ContainerLayout,
  totalBytes: number | undefined,
  options: OperationOptions,
): Promise<{ plainBytes: number; chunksDone: number }> {
  let plainBytes = 0;
  let chunksDone = 0;
  const onTick = (start: WalkPoint, counters: RunCounters): void => {
    const doneBytes = start.plainStartByte + counters.plainBytes;
    options.onProgress?.({ doneBytes, totalBytes, chunksDone: start.chunkIndex + counters.chunks });
  };
  for await (const piece of unpackedPieces(source, layout, { ...options, sink, ...(sink.file && { onTick }) })) {
    throwIfCancelled(options.signal);
    if (!sink.file) await sink.write(piece.plain);
    else if (!piece.isWritten) await writeAt(sink, sink.file, piece.plain, plainBytes);
    plainBytes += piece.plainBytes;
    chunksDone += piece.chunks;
    if (piece.chunks > 0) options.onProgress?.({ doneBytes: plainBytes, totalBytes, chunksDone });
  }
  throwIfCancelled(options.signal);
  return { plainBytes, chunksDone };
}

async function writeAt(
  { name }: PlainSink,
  file: NonNullable<PlainSink['file']>,
  plain: Uint8Array,
  plainStartByte: number,
): Promise<void> {
  await withIoErrors('write', name, async () => {
    for (let at = 0; at < plain.byteLength; ) {
      const position = file.positionBytes + plainStartByte + at;
      at += (await write(file.fd, plain, at, plain.byteLength - at, position)).bytesWritten;
    }
  });
}

const write = promisify(fs.write);

/** Plain bytes of consecutive chunks, or of one block of a large chunk; valid until the next piece is requested. */
export interface PlainPiece {
  /** Empty when native code has already written them to the sink's file. */
  readonly plain: Uint8Array;
  readonly isWritten: boolean;
  readonly plainBytes: number;
  /** Number of chunks that end with this piece. */
  readonly chunks: number;
}

interface PieceOptions extends OperationOptions {
  /** A sink with a file or memory, to which native code writes. */
  readonly sink?: Pick<PlainSink, 'name' | 'file' | 'room'>;
  readonly onTick?: (start: WalkPoint, counters: RunCounters) => void;
}

/** Decompresses the chunks in order: runs of them in parallel, each large one alone and block by block. */
export async function* unpackedPieces(
  source: CompressedSource,
  layout: ContainerLayout,
  { sink, ...options }: PieceOptions,
): AsyncGenerator<PlainPiece, void, undefined> {
  const target = sink?.file ?? (sink?.room ? { room: sink.room.bind(sink) } : 'buffers');
  const runs = new RunReader(source.reader, layout, { ...options, target, ...(sink?.file && { writeTo: sink.name }) });
  const blockBuffers: Uint8Array[] = [];
  let endByte = layout.chunksPositionBytes;
  for await (const step of walkRuns(source.reader, layout, runs)) {
    if (step.kind === 'run') {
      await source.onChunks?.(chunksOfRun(step.run, layout.digestBytes), step.run.stored);
      yield pieceOf(step.run);
      endByte = step.run.end.positionBytes;
      continue;
    }
    const { chunk, read } = step;
    await source.onChunks?.([chunk], undefined);
    for await (const plain of plainBlocks(chunk, layout.header.checksum, read, blockBuffers, options)) {
      yield { plain, isWritten: false, plainBytes: plain.byteLength, chunks: 0 };
    }
    yield { plain: NOTHING, isWritten: false, plainBytes: 0, chunks: 1 };
    endByte = chunk.positionBytes + chunk.storedBytes;
  }
  await source.finish(endByte);
}

const NOTHING = new Uint8Array(0);

function pieceOf({ start, end, plain }: ChunkRun): PlainPiece {
  return {
    plain: plain ?? NOTHING,
    isWritten: plain === undefined,
    plainBytes: end.plainStartByte - start.plainStartByte,
    chunks: end.chunkIndex - start.chunkIndex,
  };
}
