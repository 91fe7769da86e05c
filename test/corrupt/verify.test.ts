import { describe, expect, it } from 'vitest';
import { openFileReader } from '../../electron/engine/io/file-reader.js';
import type { VerifyReport } from '../../electron/engine/verify/problems.js';
import { verifyContainer } from '../../electron/engine/verify/verify-container.js';
import { countingReader } from '../electron/engine/io/counting-reader.js';
import { fixturePath, manifest } from '../fixtures.js';
import { expectationOf, expectBoundedReading, expectedChunk } from './expectations.js';

async function verifyFixture(file: string): Promise<VerifyReport> {
  const reader = countingReader(await openFileReader(fixturePath(file)));
  try {
    return await verifyContainer(reader);
  } finally {
    await reader.close();
    expectBoundedReading(reader);
  }
}

/** Odd, but no data are lost and every way of reading works. */
const ONLY_NOTICED: readonly string[] = ['trailing_garbage', 'metadata_magic_unknown'];

describe('verify names the damage in', () => {
  for (const facts of manifest.corrupt) {
    it(`${facts.name}: ${facts.what}`, async () => {
      const report = await verifyFixture(facts.file);
      const { verify: kinds } = expectationOf(facts);
      const chunkIndex = expectedChunk(facts);
      const named = report.problems.find((it) => kinds.includes(it.kind) && matches(it.chunkIndex, chunkIndex));
      expect(named, `problems: ${report.problems.map((it) => it.message).join('\n')}`).toBeDefined();
      expect(named?.offsetBytes).toBeTypeOf('number');
      if (chunkIndex !== undefined) expect(named?.message).toContain(`chunk ${chunkIndex}`);
      expect(report.whole).toBe(ONLY_NOTICED.includes(facts.name));
      if (facts.readable_chunks !== null) expect(report.readableChunks).toBe(facts.readable_chunks);
    });
  }
});

function matches(found: number | undefined, expected: number | undefined): boolean {
  return expected === undefined || found === expected;
}

describe('verify finds nothing wrong with', () => {
  for (const facts of manifest.golden) {
    it(facts.name, async () => {
      const report = await verifyFixture(facts.file);
      const nchunks = facts.real_nchunks ?? facts.chunks?.length ?? facts.header.nchunks;
      expect(report).toMatchObject({ whole: true, truncatedList: false, problems: [], nchunks });
      expect(report).toMatchObject({ readableChunks: nchunks, plainBytes: facts.plain_nbytes });
    });
  }
});
