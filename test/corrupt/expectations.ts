import { expect } from 'vitest';
import type { ProblemKind } from '../../electron/engine/verify/problems.js';
import type { CountingReader } from '../electron/engine/io/counting-reader.js';
import type { CorruptFacts } from '../fixtures.js';

/** What the manifest's `expect` allows a reader to say. */
export interface Expectation {
  /** Kinds of which a verification must report one. */
  readonly verify: readonly ProblemKind[];
  /** What unpacking fails with; `readable`: it may also succeed. */
  readonly unpack: readonly (ProblemKind | 'codec' | 'readable')[];
}

/** By the manifest's words, the chunk's number taken off. Damaged offsets do not keep anybody from reading in sequence. */
const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  'not-bloscpack': same('not-bloscpack'),
  'unsupported-version': same('unsupported-version'),
  'bad-header': same('bad-header'),
  'bad-header-or-truncated': same('bad-header', 'truncated'),
  'not-bloscpack-or-truncated': same('not-bloscpack', 'truncated'),
  truncated: same('truncated'),
  'checksum-mismatch': same('checksum-mismatch'),
  'bad-chunk': same('bad-chunk'),
  'bad-chunk or checksum-mismatch': same('bad-chunk', 'checksum-mismatch'),
  'bad-chunk or truncated': same('bad-chunk', 'truncated'),
  'bad-chunk or readable': { verify: ['bad-chunk'], unpack: ['bad-chunk', 'readable'] },
  'bad-offset': { verify: ['bad-offset'], unpack: ['readable'] },
  'bad-metadata': same('bad-metadata'),
  'metadata-checksum-mismatch': same('metadata-checksum-mismatch'),
  'metadata unreadable, data readable': { verify: ['unknown-metadata'], unpack: ['readable'] },
  'readable in sequence': { verify: ['offsets-unknown'], unpack: ['readable'] },
  'readable; verify reports the extra bytes': { verify: ['trailing-bytes'], unpack: ['readable'] },
  'verify must report it': { verify: ['bad-offset'], unpack: ['readable'] },
  'no crash': { verify: ['bad-chunk'], unpack: ['bad-chunk', 'codec', 'readable'] },
};

function same(...kinds: readonly ProblemKind[]): Expectation {
  return { verify: kinds, unpack: kinds };
}

/** Ends some of the manifest's expectations. */
const CHUNK = / chunk (\d+)/;

export function expectationOf({ name, expect }: CorruptFacts): Expectation {
  const expectation = EXPECTATIONS[expect.replace(CHUNK, '')];
  if (!expectation) throw new Error(`${name}: nobody has said what '${expect}' means`);
  return expectation;
}

/** The damaged chunk, where the manifest names one. */
export function expectedChunk({ expect }: CorruptFacts): number | undefined {
  const match = CHUNK.exec(expect);
  return match ? Number(match[1]) : undefined;
}

/** Work is bounded by what is in the file, never by what it claims: no file of the fixtures has more than 40 chunks. */
export function expectBoundedReading({ count, sizeBytes }: CountingReader): void {
  expect(count.reads).toBeLessThanOrEqual(200);
  expect(count.sizeBytes).toBeLessThanOrEqual(3 * sizeBytes + 1000);
}
