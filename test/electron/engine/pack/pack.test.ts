import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ByteIterable } from '../../../../electron/engine/io/async-chunks.js';
import type { Progress } from '../../../../electron/engine/operation.js';
import {
  type CompressedSink,
  compressedBytesSink,
  compressedFileSink,
  compressedStreamSink,
} from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import {
  compressedBytesSource,
  compressedStreamSource,
} from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { packBytesToBytes, unpackBytesFromBytes } from '../../../../electron/engine/pack/convenience.js';
import { type PackOptions, pack } from '../../../../electron/engine/pack/pack.js';
import { BytesSink, bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { plainFileSink, plainFileSource } from '../../../../electron/engine/pack/plain/plain-file.js';
import { plainStreamSink } from '../../../../electron/engine/pack/plain/plain-stream.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { ArgumentError, CancelledError, IoError } from '../../../../shared/format/errors.js';
import { parseHeader } from '../../../../shared/format/header.js';
import { caseCount } from '../../../cases.js';
import { fixturePath, readFixture } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { turn } from '../../../until.js';

const plain = readFixture('plain', 'poisson_i8.dat');

async function packed(source: Parameters<typeof pack>[0], options: PackOptions = {}): Promise<Uint8Array> {
  const { sink, bytes } = compressedBytesSink();
  await pack(source, sink, options);
  return bytes();
}

function* pieces(bytes: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += lengthBytes) yield bytes.subarray(start, start + lengthBytes);
}

async function* later(source: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of source) yield piece;
}

/** One buffer for all pieces, as a reader of a device would do it. */
function* reusing(bytes: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  const own = new Uint8Array(lengthBytes);
  for (const piece of pieces(bytes, lengthBytes)) {
    own.set(piece);
    yield own.subarray(0, piece.byteLength);
    own.fill(0xee);
  }
}

async function collected(sink: (stream: Writable) => Promise<unknown>): Promise<Buffer> {
  const stream = new PassThrough();
  const [bytes] = await Promise.all([buffer(stream), sink(stream)]);
  return bytes;
}

describe('any source', () => {
  const expected = () => packBytesToBytes(plain, { chunkSize: 9000, bloscpack: { offsets: false } });

  const sources: readonly (readonly [string, () => ByteIterable])[] = [
    ['an array of pieces', () => [...pieces(plain, 1234)]],
    ['a generator', () => pieces(plain, 50_000)],
    ['an async generator', () => later(pieces(plain, 9000))],
    ['a generator that reuses its buffer', () => reusing(plain, 777)],
    ['a Node stream', () => createReadStream(fixturePath('plain', 'poisson_i8.dat'), { highWaterMark: 4096 })],
    ['a web stream', () => new Blob([plain.slice()]).stream()],
  ];

  test.each(sources)('%s gives the same container as bytes', async (_name, source) => {
    expect(Buffer.compare(await packed(source(), { chunkSize: 9000 }), await expected())).toBe(0);
  });

  test('part of a file gives the same container as those bytes do', async () => {
    const path = fixturePath('plain', 'poisson_i8.dat');
    const source = await plainFileSource(path, { startByte: 100, endByte: 30_100 });
    expect(await packed(source, { chunkSize: 7000 })).toEqual(
      await packBytesToBytes(plain.subarray(100, 30_100), { chunkSize: 7000 }),
    );
  });

  test.each([[[]], [[new Uint8Array(0), new Uint8Array(0)]]])('no data are one empty chunk', async (source) => {
    const container = await packed(source);
    expect(parseHeader(container)).toMatchObject({ nchunks: 1n, chunkSize: 0, lastChunk: 0 });
    expect((await unpackBytesFromBytes(container)).bytes).toEqual(new Uint8Array(0));
  });

  test('pieces of any size are unpacked to the same data', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 500 }),
        async (source, chunkSize) => {
          const container = await packed(source, { chunkSize });
          expect(Buffer.from((await unpackBytesFromBytes(container)).bytes)).toEqual(Buffer.concat(source));
        },
      ),
      { numRuns: caseCount(60) },
    );
  });

  test('a source that yields other values than bytes is refused', async () => {
    // The type excludes it, but JavaScript callers are not checked.
    const strings = ['text'] as unknown as ByteIterable;
    await expect(packed(strings)).rejects.toThrow('a source must yield Uint8Array pieces, not string');
  });
});

describe('threads', () => {
  test.each(['blosclz', 'zstd'] as const)('any number of them gives the same bytes with %s', async (codec) => {
    const settings = { chunkSize: 2000, blosc: { codec } };
    const containers = await Promise.all(
      [1, 2, 7].map((nthreads) => packBytesToBytes(plain, { ...settings, nthreads })),
    );
    expect(containers[1]).toEqual(containers[0]);
    expect(containers[2]).toEqual(containers[0]);
    const unpacked = await Promise.all(
      containers.map((bytes, n) => unpackBytesFromBytes(bytes, { nthreads: 1 + 3 * n })),
    );
    for (const { bytes } of unpacked) expect(bytes).toEqual(plain);
  });
});

describe('streams', () => {
  test('a container of unknown size has no offsets and counts of -1', async () => {
    const container = await collected((stream) =>
      pack(pieces(plain, 5000), compressedStreamSink(stream), { chunkSize: 20_000 }),
    );
    expect(parseHeader(container)).toMatchObject({
      offsets: false,
      nchunks: -1n,
      lastChunk: -1,
      chunkSize: 20_000,
      maxAppChunks: 0n,
    });
    expect((await unpackBytesFromBytes(container)).bytes).toEqual(plain);
  });

  test('a container of known size has its counts, but no offsets', async () => {
    const container = await collected((stream) =>
      pack(bytesSource(plain), compressedStreamSink(stream), { chunkSize: 20_000 }),
    );
    expect(container.equals(await packBytesToBytes(plain, { chunkSize: 20_000, bloscpack: { offsets: false } }))).toBe(
      true,
    );
    expect(parseHeader(container)).toMatchObject({ offsets: false, nchunks: 4n, maxAppChunks: 0n });
  });

  test.each(['streamed_unknown_counts', 'no_offsets', 'metadata_small', 'append_twice', 'checksum_sha512', 'empty'])(
    '%s is read from a stream, in pieces of any size',
    async (name) => {
      const container = readFixture('golden', `${name}.blp`);
      const { bytes: expected } = await unpackBytesFromBytes(container);
      for (const lengthBytes of [1000, 4097, 1e6]) {
        const unpacked = await collected((stream) =>
          unpack(compressedStreamSource(later(pieces(container, lengthBytes))), plainStreamSink(stream)),
        );
        expect(Buffer.compare(unpacked, expected)).toBe(0);
      }
    },
  );

  test('a stream that ends too early is an error', async () => {
    const container = readFixture('golden', 'no_offsets.blp');
    const source = compressedStreamSource([container.subarray(0, -1)]);
    await expect(unpack(source, new BytesSink())).rejects.toMatchObject({ problem: 'truncated' });
  });

  test('a Node stream is read and closed', async () => {
    const stream = Readable.from(pieces(readFixture('golden', 'streamed_unknown_counts.blp'), 999), {
      objectMode: false,
    });
    const sink = new BytesSink();
    await unpack(compressedStreamSource(stream), sink);
    expect(sink.bytes().byteLength).toBe(66_520);
    expect(stream.destroyed).toBe(true);
  });
});

describe('failures', () => {
  const unhandled: unknown[] = [];
  const remember = (reason: unknown) => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', remember));
  afterEach(async () => {
    await turn(5);
    process.off('unhandledRejection', remember);
    expect(unhandled.splice(0)).toEqual([]);
  });

  /** Takes some bytes, then always fails. */
  function failingStream(afterBytes: number): Writable {
    let taken = 0;
    return new Writable({
      write(chunk: Uint8Array, _encoding, callback) {
        taken += chunk.byteLength;
        callback(taken > afterBytes ? Object.assign(new Error('gone'), { code: 'EPIPE' }) : null);
      },
    });
  }

  test.each([0, 10_000])('the error of a stream that fails after %i bytes is thrown once', async (afterBytes) => {
    const packing = pack(bytesSource(plain), compressedStreamSink(failingStream(afterBytes), 'pipe'), {
      chunkSize: 5000,
    });
    await expect(packing).rejects.toMatchObject({ kind: 'io', code: 'EPIPE', context: { file: 'pipe' } });
    const source = compressedBytesSource(await packBytesToBytes(plain, { chunkSize: 5000 }));
    const unpacking = unpack(source, plainStreamSink(failingStream(afterBytes), 'pipe'));
    await expect(unpacking).rejects.toBeInstanceOf(IoError);
  });

  test('the error of a stream that fails when it is closed is thrown too', async () => {
    const stream = new Writable({
      write: (_chunk, _encoding, callback) => callback(),
      final: (callback) => callback(Object.assign(new Error('gone'), { code: 'ENOSPC' })),
    });
    const packing = pack(bytesSource(plain), compressedStreamSink(stream));
    await expect(packing).rejects.toMatchObject({ kind: 'io', code: 'ENOSPC' });
  });

  test('a source that throws leaves the target unchanged', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'x.blp');
    writeFileSync(path, 'mine');
    const failing = new Error('the instrument was unplugged');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield plain;
      throw failing;
    }
    const sink = await compressedFileSink(path, { overwrite: true });
    await expect(pack(source(), sink, { chunkSize: 5000 })).rejects.toBe(failing);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(directory)).toEqual(['x.blp']);
  });

  test('a source that gives fewer bytes than it declared is refused', async () => {
    const source = { ...bytesSource(plain), sizeBytes: plain.byteLength + 1 };
    await expect(packed(source)).rejects.toMatchObject({ problem: 'truncated' });
  });

  test('the progress has the size of the chunks as they are stored, so that a ratio can be shown before the end', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'plain');
    writeFileSync(path, plain);
    const seen: Progress[] = [];
    const options: PackOptions = { chunkSize: 5000, onProgress: (progress) => void seen.push(progress) };
    const sink = await compressedFileSink(join(directory, 'x.blp'));
    await pack(await plainFileSource(path), sink, options);
    const container = readFileSync(join(directory, 'x.blp'));
    const firstChunk = Number(container.readBigInt64LE(32));
    expect(seen.at(-1)).toMatchObject({ doneBytes: plain.byteLength, storedBytes: container.byteLength - firstChunk });
  });

  test('a source is closed exactly once, whatever happens', async () => {
    for (const options of [{}, { chunkSize: 0 }, { blosc: { clevel: 10 } }]) {
      let closed = 0;
      const source = { ...bytesSource(plain), close: async () => void closed++ };
      await packed(source, options).catch(() => undefined);
      expect(closed).toBe(1);
    }
  });

  test('a file that becomes shorter while it is packed is an error', async () => {
    const path = join(scratchFolder(), 'plain');
    writeFileSync(path, plain);
    const source = await plainFileSource(path);
    writeFileSync(path, plain.subarray(0, 1000));
    await expect(packed(source, { chunkSize: 5000 })).rejects.toMatchObject({ problem: 'truncated' });
  });

  test.each([
    { chunkSize: 0 },
    { chunkSize: 2 ** 31 },
    { blosc: { typesize: 256 } },
    { blosc: { clevel: 10 } },
    { bloscpack: { maxAppChunks: 1.5 } },
    { bloscpack: { maxAppChunks: -1 } },
    { bloscpack: { maxAppChunks: 2n ** 63n } },
    { meta: { maxMetaSize: 1 }, metadata: { a: 1 } },
  ] satisfies readonly PackOptions[])('impossible options are refused: %o', async (options) => {
    const directory = scratchFolder();
    const packing = async () => pack(bytesSource(plain), await compressedFileSink(join(directory, 'x.blp')), options);
    await expect(packing()).rejects.toBeInstanceOf(ArgumentError);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('cancelling', () => {
  /** The last progress. A slow chunk is reported while it is under way, too. */
  async function cancelAfterFirstChunk(run: (options: PackOptions) => Promise<unknown>): Promise<Progress | undefined> {
    const controller = new AbortController();
    const received: Progress[] = [];
    const onProgress = (progress: Progress) => {
      received.push(progress);
      controller.abort();
    };
    const running = run({ signal: controller.signal, onProgress, chunkSize: 1000 });
    await expect(running).rejects.toBeInstanceOf(CancelledError);
    return received.at(-1);
  }

  test('a pack leaves no file', async () => {
    const directory = scratchFolder();
    const received = await cancelAfterFirstChunk(async (options) =>
      pack(bytesSource(plain), await compressedFileSink(join(directory, 'x.blp')), options),
    );
    expect(received).toEqual({ doneBytes: 1000, totalBytes: 66_520, chunksDone: 1, storedBytes: expect.any(Number) });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('an unpack leaves no file', async () => {
    const directory = scratchFolder();
    const container = await packBytesToBytes(plain, { chunkSize: 1000 });
    const received = await cancelAfterFirstChunk((options) =>
      unpack(compressedBytesSource(container), plainFileSink(join(directory, 'x')), options),
    );
    expect(received?.chunksDone).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('before the start does nothing', async () => {
    const { sink } = compressedBytesSink();
    const begun: unknown[] = [];
    const watched: CompressedSink = {
      name: sink.name,
      patchable: true,
      begin: async (header) => void begun.push(header),
      writeChunks: (stored, lengths) => sink.writeChunks(stored, lengths),
      continueChunk: (stored) => sink.continueChunk(stored),
      finish: (header) => sink.finish(header),
      abort: () => sink.abort(),
    };
    await expect(pack(bytesSource(plain), watched, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(
      CancelledError,
    );
    expect(begun).toEqual([]);
  });
});
