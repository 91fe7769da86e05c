import { describe, expect, it } from 'vitest';
import { openFileReader } from '../../electron/engine/io/file-reader.js';
import { containerSource } from '../../electron/engine/pack/compressed/compressed-source.js';
import { BytesSink } from '../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../electron/engine/pack/unpack.js';
import { kindOf } from '../../electron/engine/verify/from-error.js';
import { CodecError, isBloscpackError } from '../../shared/format/errors.js';
import { countingReader } from '../electron/engine/io/counting-reader.js';
import { fixturePath, manifest } from '../fixtures.js';
import { expectationOf, expectBoundedReading, expectedChunk } from './expectations.js';

async function outcomeOf(file: string): Promise<unknown> {
  const reader = countingReader(await openFileReader(fixturePath(file)));
  const sink = new BytesSink();
  try {
    await unpack(containerSource(reader), sink);
    return 'readable';
  } catch (error) {
    expect(sink.bytes()).toHaveLength(0);
    return error;
  } finally {
    expectBoundedReading(reader);
  }
}

describe('unpack tells what is wrong with', () => {
  for (const facts of manifest.corrupt) {
    it(`${facts.name}: ${facts.what}`, async () => {
      const outcome = await outcomeOf(facts.file);
      const { unpack: allowed } = expectationOf(facts);
      if (!isBloscpackError(outcome)) {
        expect(outcome).toBe('readable');
        expect(allowed).toContain('readable');
        return;
      }
      expect(allowed, outcome.message).toContain(outcome instanceof CodecError ? 'codec' : kindOf(outcome));
      const chunkIndex = expectedChunk(facts);
      if (chunkIndex !== undefined) expect(outcome.context.chunkIndex).toBe(chunkIndex);
    });
  }
});
