/**
 * Bytes in, bytes out: Blosc chunks, digests and zlib, and the work of a whole chunk off the JavaScript thread.
 *
 * Every function throws, and every promise rejects with, a NativeError. Buffers belong to the caller: the functions keep none, and
 * those of a promise must not be used or transferred until it has settled. A source and its target must not overlap. Buffers can be
 * views of a SharedArrayBuffer.
 */
import type { SettingsArguments } from './addon.js';
import { checkBytes, checkInteger, choose } from './arguments.js';
import { addon } from './load.js';
import { toNativeError } from './native-error.js';

export type NativeCodec = 'blosclz' | 'lz4' | 'lz4hc' | 'snappy' | 'zlib' | 'zstd';

export interface CompressSettings {
  readonly codec: NativeCodec;
  /** 0 (plain copy) to 9. */
  readonly clevel: number;
  /** 0 none, 1 bytes, 2 bits. */
  readonly shuffle: 0 | 1 | 2;
  /** Bytes of an item, 1 to 255. */
  readonly typesize: number;
  /** Bytes; 0 = automatic. C-Blosc can choose another size. */
  readonly blocksize: number;
}

/** The header of a Blosc chunk. Sizes in bytes; `ctbytes` counts the 16 bytes of the header too. */
export interface ChunkFacts {
  readonly nbytes: number;
  readonly blocksize: number;
  readonly ctbytes: number;
  readonly typesize: number;
  readonly flags: number;
}

/** Bytes [positionBytes, positionBytes + lengthBytes) of an open file, whose own position is neither used nor moved. */
export interface FileRange {
  readonly fd: number;
  readonly positionBytes: number;
  readonly lengthBytes: number;
}

export interface FilePosition {
  readonly fd: number;
  readonly positionBytes: number;
}

/** Bytes by which a chunk can be larger than its source. */
export const MAX_OVERHEAD = 16;

/** False on Windows: runs between files throw there, and the caller reads and writes in JavaScript. */
export const supportsFileRanges = process.platform !== 'win32';

/** C-Blosc's numbers of its compressors (BLOSC_BLOSCLZ and following in blosc.h). */
const codecCodes = { blosclz: 0, lz4: 1, lz4hc: 2, snappy: 3, zlib: 4, zstd: 5 } satisfies Record<NativeCodec, number>;
const digestCodes = { adler32: 1, crc32: 2 } as const;
const digestSeeds = { adler32: 1, crc32: 0 } as const;

const maxInt32 = 2 ** 31 - 1;
const maxU32 = 2 ** 32 - 1;

/**
 * Compresses `source` into one chunk at the start of `target` and returns its size (ctbytes). `target` must hold
 * MAX_OVERHEAD bytes more than `source`, so that there is always room. The same source and settings give the same bytes.
 */
export function compress(source: Uint8Array, target: Uint8Array, settings: CompressSettings): number {
  checkPair('source', source, target);
  const flat = flatSettings(settings);
  return guard(() => addon().compress(source, target, ...flat));
}

/** `compress` off the JavaScript thread. */
export async function compressAsync(
  source: Uint8Array,
  target: Uint8Array,
  settings: CompressSettings,
): Promise<number> {
  checkPair('source', source, target);
  const flat = flatSettings(settings);
  return guardAsync(() => addon().compressAsync(source, target, ...flat));
}

/** Validates and decompresses the chunk at the start of `chunk`; returns the bytes written to `target` (nbytes). */
export function decompress(chunk: Uint8Array, target: Uint8Array): number {
  checkPair('chunk', chunk, target);
  return guard(() => addon().decompress(chunk, target));
}

/** `decompress` off the JavaScript thread. */
export async function decompressAsync(chunk: Uint8Array, target: Uint8Array): Promise<number> {
  checkPair('chunk', chunk, target);
  return guardAsync(() => addon().decompressAsync(chunk, target));
}

/**
 * Writes the items [start, start + count) of the chunk, each of the chunk's typesize, to `target`, decompressing only the
 * blocks they are in, and returns the bytes written. Plain bytes after the last whole item are not reachable by item.
 */
export function getitem(chunk: Uint8Array, start: number, count: number, target: Uint8Array): number {
  checkItems(chunk, start, count, target);
  return guard(() => addon().getitem(chunk, start, count, target));
}

/** Checks a chunk down to the length of every stream, without decompressing; bytes after `ctbytes` are ignored. */
export function validateChunk(chunk: Uint8Array): ChunkFacts {
  checkBytes('chunk', chunk);
  return guard(() => addon().validateChunk(chunk));
}

/** Adler-32 of `bytes`, unsigned; `seed` is that of the preceding bytes. */
export function adler32(bytes: Uint8Array, seed: number = digestSeeds.adler32): number {
  checkDigest(bytes, seed);
  return guard(() => addon().digest(bytes, digestCodes.adler32, seed));
}

/** CRC-32 of `bytes`, unsigned; `seed` is that of the preceding bytes. */
export function crc32(bytes: Uint8Array, seed: number = digestSeeds.crc32): number {
  checkDigest(bytes, seed);
  return guard(() => addon().digest(bytes, digestCodes.crc32, seed));
}

/**
 * One zlib stream (RFC 1950), `level` 0 to 9. Uses the add-on's zlib, so that metadata have the same bytes as those of the reference.
 * Node's zlib is Chromium's, whose output differs.
 */
export function zlibCompress(bytes: Uint8Array, level: number): Uint8Array {
  checkBytes('bytes', bytes);
  checkInteger('level', level, 0, 9);
  return guard(() => {
    const target = new Uint8Array(addon().deflateBound(bytes.length));
    return target.slice(0, addon().deflate(bytes, target, level));
  });
}

/** False on Windows: `tryLock` throws there. */
export const supportsLocks = process.platform !== 'win32';

/**
 * Takes the advisory, exclusive lock (flock) of an open file without waiting; false when another descriptor holds it. Closing the
 * descriptor releases it, and so does the end of the process, also after a crash.
 */
export function tryLock(fd: number): boolean {
  checkInteger('fd', fd, 0, maxInt32);
  return guard(() => addon().tryLock(fd));
}

/**
 * From now on, buffers of 1 MiB and more are returned to the system when they are freed, in the whole process. Does nothing where the
 * allocator is not glibc's.
 */
export function returnFreedMemory(): void {
  guard(() => addon().returnFreedMemory());
}

/**
 * Asks the system to give this memory in large pages (2 MiB on x86-64) where it is touched for the first time, as numpy asks for its arrays. The
 * bytes stay as they are. Does nothing where the system has no such call, or refuses.
 */
export function wantLargePages(memory: Uint8Array): void {
  guard(() => addon().wantLargePages(memory));
}

/** Versions of C-Blosc (`date` is that of its release, YYYY-MM-DD) and of the codec libraries it was built with. */
export function bloscVersion(): { blosc: string; date: string; codecs: Record<string, string> } {
  const { blosc, date, codecs } = guard(() => addon().versions());
  // The text is a keyword of a version control system: "$Date:: 2022-12-15 #$".
  return { blosc, date: date.match(/\d{4}-\d{2}-\d{2}/)?.[0] ?? date, codecs };
}

function checkPair(name: 'source' | 'chunk', source: Uint8Array, target: Uint8Array): void {
  checkBytes(name, source);
  checkBytes('target', target);
}

function checkItems(chunk: Uint8Array, start: number, count: number, target: Uint8Array): void {
  checkPair('chunk', chunk, target);
  checkInteger('start', start, 0, maxInt32);
  checkInteger('count', count, 0, maxInt32);
}

function checkDigest(bytes: Uint8Array, seed: number): void {
  checkBytes('bytes', bytes);
  checkInteger('seed', seed, 0, maxU32);
}

/** Checks the settings and converts them for the add-on. For the modules of this folder. */
export function flatSettings({ codec, clevel, shuffle, typesize, blocksize }: CompressSettings): SettingsArguments {
  const code = choose('codec', codec, codecCodes);
  checkInteger('clevel', clevel, 0, 9);
  checkInteger('shuffle', shuffle, 0, 2);
  checkInteger('typesize', typesize, 1, 255);
  checkInteger('blocksize', blocksize, 0, maxInt32);
  return [code, clevel, shuffle, typesize, blocksize];
}

export function guard<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toNativeError(error);
  }
}

/** Awaits a call of the add-on and turns its errors into NativeErrors. For the modules of this folder. */
export async function guardAsync<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toNativeError(error);
  }
}
