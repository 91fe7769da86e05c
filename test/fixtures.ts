import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The frozen fixtures, in `test/fixtures`; its README says what they are. Tests read them and never write there.
 * Bundled tests, as the fuzzers are, do not lie beside them: `BLOSCPACK_FIXTURES` tells those where they are.
 */
export const fixturesRoot = process.env.BLOSCPACK_FIXTURES ?? join(import.meta.dirname, 'fixtures');

export function fixturePath(...parts: readonly string[]): string {
  return join(fixturesRoot, ...parts);
}

/** The whole file, in a Uint8Array of its own. */
export function readFixture(...parts: readonly string[]): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(...parts)));
}

export interface HeaderFacts {
  readonly format_version: number;
  readonly offsets: boolean;
  readonly metadata: boolean;
  readonly checksum: string;
  readonly typesize: number;
  readonly chunk_size: number;
  readonly last_chunk: number;
  readonly nchunks: number;
  readonly max_app_chunks: number;
}

export interface ChunkFacts {
  readonly position: number;
  readonly blosc: {
    readonly version: number;
    readonly versionlz: number;
    readonly flags: number;
    readonly typesize: number;
    readonly nbytes: number;
    readonly blocksize: number;
    readonly ctbytes: number;
  };
  /** The stored digest in hex, as its bytes lie in the file; empty when there is none. */
  readonly digest: string;
}

export interface WriterArgs {
  readonly chunk_size?: string | number;
  readonly metadata?: unknown;
  readonly blosc?: {
    readonly typesize?: number;
    readonly clevel?: number;
    readonly shuffle?: boolean | number;
    readonly cname?: string;
  } | null;
  readonly bloscpack?: {
    readonly offsets?: boolean;
    readonly checksum?: string;
    readonly max_app_chunks?: number | string;
  } | null;
  readonly meta?: {
    readonly meta_checksum?: string;
    readonly meta_codec?: string;
    readonly meta_level?: number;
    readonly max_meta_size?: number | string;
  } | null;
  readonly numpy?: boolean;
  readonly legacy_dtype?: boolean;
  readonly note?: string;
  readonly append?: {
    readonly base: string;
    readonly more: string;
    readonly times: number;
    readonly chunk_size: string | number;
    readonly blosc: { typesize: number; clevel: number; shuffle: boolean; cname: string } | null;
  };
}

export interface GoldenFacts {
  readonly name: string;
  readonly file: string;
  readonly plain?: string;
  readonly args: WriterArgs;
  readonly header: HeaderFacts;
  readonly metadata?: unknown;
  readonly metadataHeader?: Readonly<Record<string, string | number>>;
  readonly offsets?: readonly number[];
  readonly chunks?: readonly ChunkFacts[];
  readonly plain_nbytes: number;
  readonly plain_sha256: string;
  readonly file_nbytes: number;
  readonly file_sha256: string;
  readonly numpy?: unknown;
  readonly npy_sha256?: string;
  readonly real_nchunks?: number;
}

export interface CorruptFacts {
  readonly name: string;
  readonly file: string;
  /** What was done to the file. */
  readonly what: string;
  /** What a reader must report. */
  readonly expect: string;
  readonly readable_chunks: number | null;
}

export interface PlainFacts {
  readonly npy?: string;
  readonly raw: string;
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly nbytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly plain: Readonly<Record<string, PlainFacts>>;
  readonly golden: readonly GoldenFacts[];
  readonly corrupt: readonly CorruptFacts[];
}

// The manifest was written beside the fixtures by the reference; its shape is stated above once and trusted.
export const manifest = JSON.parse(readFileSync(fixturePath('manifest.json'), 'utf8')) as Manifest;
