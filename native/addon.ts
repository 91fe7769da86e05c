/**
 * The exports of bloscpack.node: functions of bytes and numbers, which are fastest to marshal. Only `index.ts`, `measure.ts`,
 * `read-many.ts`, `read-part.ts` and `runs.ts` call them and give them a readable form. Errors are plain Errors with `code` and `fields`.
 */
export interface Addon {
  compress(source: Uint8Array, target: Uint8Array, ...settings: SettingsArguments): number;
  compressAsync(source: Uint8Array, target: Uint8Array, ...settings: SettingsArguments): Promise<number>;
  decompress(chunk: Uint8Array, target: Uint8Array): number;
  decompressAsync(chunk: Uint8Array, target: Uint8Array): Promise<number>;
  getitem(chunk: Uint8Array, start: number, count: number, target: Uint8Array): number;
  validateChunk(chunk: Uint8Array): AddonChunkFacts;
  digest(bytes: Uint8Array, digest: number, seed: number): number;
  readMany(fd: number, positions: Uint8Array, lengthBytes: number, target: Uint8Array): Promise<number>;
  readPart(
    ...part: [...stored: RangeArguments, header: Uint8Array, digest: number, start: number, plain: Uint8Array]
  ): Promise<number>;
  /** Resolves to 0: the header is not as it should be, 1: read, 2: read, and the file had the stamp after it. */
  readFirstPart(
    ...part: [
      ...stored: RangeArguments,
      nbytes: number,
      isExact: number,
      largestBlockBytes: number,
      digest: number,
      start: number,
      plain: Uint8Array,
      header: Uint8Array,
      stamp: Uint8Array,
    ]
  ): Promise<number>;
  deflate(source: Uint8Array, target: Uint8Array, level: number): number;
  deflateBound(sizeBytes: number): number;
  tryLock(fd: number): boolean;
  returnFreedMemory(): void;
  wantLargePages(memory: Uint8Array): void;
  versions(): { readonly blosc: string; readonly date: string; readonly codecs: Record<string, string> };
  copyRun(
    ...run: [
      chunks: number,
      fds: Uint8Array,
      positions: Uint8Array,
      lengths: Uint8Array,
      ...expected: DigestsArguments,
      hasTarget: number,
      targetFds: Uint8Array,
      targetPositions: Uint8Array,
      ...made: DigestsArguments,
      hashes: Uint8Array,
      ...LimitsArguments,
    ]
  ): Promise<number>;
  hash64(bytes: Uint8Array): bigint;
  packRun(
    ...run: [
      ...plain: SourceArguments,
      chunkBytes: number,
      largestBytes: number,
      choices: number,
      settings: Uint8Array,
      digest: number,
      ...stored: SinkArguments,
      storedLengths: Uint8Array,
      ...LimitsArguments,
    ]
  ): Promise<number>;
  unpackRun(
    ...run: [
      ...stored: SourceArguments,
      maxChunks: number,
      eachNbytes: number,
      lastNbytes: number,
      largestBytes: number,
      largestBlockBytes: number,
      plainRoomBytes: number,
      flags: number,
      digest: number,
      ...plain: SinkArguments,
      headers: Uint8Array,
      milliseconds: Uint8Array,
      entropies: Uint8Array,
      ...LimitsArguments,
    ]
  ): Promise<number>;
  /** Resolves to 0 done, 1 cancelled, 2 mismatch; the numbers are in `results`. See measure.ts. */
  measureChunks(
    ...job: [
      plain: Uint8Array,
      lengths: Uint8Array,
      packed: Uint8Array,
      back: Uint8Array,
      storedLengths: Uint8Array,
      results: Uint8Array,
      method: number,
      ...SettingsArguments,
      threads: number,
      minimumNs: number,
      isChecked: number,
      cancel: Uint8Array,
    ]
  ): Promise<number>;
}

/** The codec by C-Blosc's compressor code. */
export type SettingsArguments = [codec: number, clevel: number, shuffle: number, typesize: number, blocksize: number];
/** A file descriptor of -1 means no file. */
export type PositionArguments = [fd: number, positionBytes: number];
export type RangeArguments = [...PositionArguments, lengthBytes: number];
/** The bytes where there is no file, else an empty array. */
export type SourceArguments = [...RangeArguments, bytes: Uint8Array];
export type SinkArguments = [...PositionArguments, bytes: Uint8Array];
/** Without memory for them, the digests stand behind their chunks. */
export type DigestsArguments = [digest: number, digests: Uint8Array];
/** The last one are the words of RunCounters. */
export type LimitsArguments = [threads: number, memoryBytes: number, counters: Uint8Array];

export interface AddonChunkFacts {
  readonly nbytes: number;
  readonly blocksize: number;
  readonly ctbytes: number;
  readonly typesize: number;
  readonly flags: number;
}
