import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { MemoryTarget } from '../../../../../electron/engine/io/byte-target.js';
import {
  type CompressedSink,
  ContainerSink,
  compressedBytesSink,
  compressedFileSink,
  compressedStreamSink,
} from '../../../../../electron/engine/pack/compressed/compressed-sink.js';
import { pack } from '../../../../../electron/engine/pack/pack.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { type BloscpackHeader, HEADER_BYTES, parseHeader } from '../../../../../shared/format/header.js';
import { OFFSET_BYTES, parseOffsets, UNKNOWN_OFFSET } from '../../../../../shared/format/offsets.js';
import { ramp } from '../../../../native/samples.js';
import { scratchFolder } from '../../../../scratch-folder.js';
import { piecesOf } from '../../io/pieces.js';

const header: BloscpackHeader = {
  formatVersion: 3,
  offsets: true,
  metadata: false,
  checksum: 'None',
  typesize: 8,
  chunkSize: 4,
  lastChunk: 4,
  nchunks: 3n,
  maxAppChunks: 2n,
};

function offsetsOf(container: Uint8Array): readonly number[] {
  const { nchunks, maxAppChunks } = parseHeader(container);
  return parseOffsets(container.subarray(HEADER_BYTES, HEADER_BYTES + OFFSET_BYTES * Number(nchunks + maxAppChunks)));
}

async function write(sink: CompressedSink, chunks: number): Promise<number> {
  await sink.begin({ ...header, nchunks: BigInt(chunks) }, new Uint8Array(0));
  for (let chunk = 0; chunk < chunks; chunk++) await sink.writeChunks(Uint8Array.of(chunk), Uint32Array.of(1));
  return sink.finish({ ...header, nchunks: BigInt(chunks) });
}

describe('a container sink', () => {
  test('leaves every offset unknown until the end', async () => {
    const target = new MemoryTarget();
    const sink = new ContainerSink(target);
    await sink.begin(header, new Uint8Array(0));
    for (let chunk = 0; chunk < 3; chunk++) await sink.writeChunks(Uint8Array.of(1, 2, 3), Uint32Array.of(3));
    expect(offsetsOf(target.bytes())).toEqual(Array.from({ length: 5 }, () => UNKNOWN_OFFSET));
    expect(await sink.finish(header)).toBe(HEADER_BYTES + 5 * OFFSET_BYTES + 9);
    const chunksAt = HEADER_BYTES + 5 * OFFSET_BYTES;
    expect(offsetsOf(target.bytes())).toEqual([chunksAt, chunksAt + 3, chunksAt + 6, UNKNOWN_OFFSET, UNKNOWN_OFFSET]);
  });

  test('fills in tens of thousands of offsets, in pieces', async () => {
    const { sink, bytes } = compressedBytesSink();
    const chunks = 150_001;
    const sizeBytes = await write(sink, chunks);
    const container = bytes();
    expect(container.byteLength).toBe(sizeBytes);
    const chunksAt = HEADER_BYTES + (chunks + 2) * OFFSET_BYTES;
    const offsets = offsetsOf(container);
    expect(offsets.slice(0, chunks).every((offset, chunk) => offset === chunksAt + chunk)).toBe(true);
    expect(offsets.slice(chunks)).toEqual([UNKNOWN_OFFSET, UNKNOWN_OFFSET]);
  });

  test('writes the same bytes to a file as to memory', async () => {
    const path = join(scratchFolder(), 'out.blp');
    const { sink, bytes } = compressedBytesSink();
    await write(sink, 7);
    await write(await compressedFileSink(path), 7);
    expect(Buffer.compare(readFileSync(path), bytes())).toBe(0);
  });
});

describe('counts that were unknown at the start', () => {
  const plain = ramp(1000);

  test.each([
    [300, { chunkSize: 300, lastChunk: 100, nchunks: 4n }],
    [1000, { chunkSize: 1000, lastChunk: 1000, nchunks: 1n }],
    [5000, { chunkSize: 1000, lastChunk: 1000, nchunks: 1n }],
  ])('are written at the end when the target is patchable (chunks of %i)', async (chunkSize, expected) => {
    const { sink, bytes } = compressedBytesSink();
    await pack(piecesOf(plain, [77]), sink, { chunkSize });
    const { sink: known, bytes: knownBytes } = compressedBytesSink();
    await pack(bytesSource(plain), known, { chunkSize, bloscpack: { offsets: false } });
    expect(parseHeader(bytes())).toMatchObject(expected);
    expect(Buffer.compare(bytes(), knownBytes())).toBe(0);
  });
});

describe('a stream sink', () => {
  test('gets a large chunk in pieces, never as a whole, with the bytes that it has in memory', async () => {
    const plain = ramp(9 * 2 ** 20);
    const written: Uint8Array[] = [];
    const stream = new Writable({
      write(piece: Uint8Array, _encoding, callback) {
        written.push(piece);
        callback();
      },
    });
    const options = { chunkSize: plain.byteLength, blosc: { clevel: 1 }, bloscpack: { offsets: false } };
    const sink = compressedStreamSink(stream);
    sink.writeChunks = () => Promise.reject(new Error('a whole chunk in memory'));
    await pack(bytesSource(plain), sink, options);
    const { sink: inMemory, bytes } = compressedBytesSink();
    await pack(bytesSource(plain), inMemory, options);
    expect(Buffer.compare(Buffer.concat(written), bytes())).toBe(0);
  });

  test('waits for a slow reader without buffering', async () => {
    let waiting = 0;
    let most = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, callback) {
        most = Math.max(most, ++waiting);
        setImmediate(() => {
          waiting--;
          callback();
        });
      },
    });
    await pack(bytesSource(ramp(20_000)), compressedStreamSink(slow), { chunkSize: 1000 });
    expect(most).toBe(1);
    expect(slow.writableFinished).toBe(true);
  });

  test('destroys the stream when the pack fails', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, callback) => callback() });
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield ramp(5000);
      throw new Error('the source dried up');
    }
    await expect(pack(failing(), compressedStreamSink(stream), { chunkSize: 1000 })).rejects.toThrow('dried up');
    expect(stream.destroyed).toBe(true);
    expect(stream.writableFinished).toBe(false);
  });
});
