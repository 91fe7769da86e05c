import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repair } from '../../electron/engine/in-place/repair/repair.js';
import {
  keptPart,
  plainBytes,
  readBytes,
  repairable,
  sha256,
  verify,
} from '../electron/engine/in-place/repair/containers.js';
import { type CorruptFacts, fixturePath, manifest, readFixture } from '../fixtures.js';
import { scratchFolder } from '../scratch-folder.js';

/** The undamaged file that a damaged one was made of; one was made from nothing. */
function originalOf({ name, file }: CorruptFacts): Uint8Array {
  if (name === 'metadata_zip_bomb') return withoutMetadata(readFixture(file));
  if (name.startsWith('metadata_')) return readFixture('golden', 'metadata_small.blp');
  return readFixture('golden', name.startsWith('nochecksum_') ? 'checksum_None.blp' : 'codec_lz4.blp');
}

/** The header, without its metadata flag, and the one chunk at the end, which is a pure copy of 8 bytes. */
function withoutMetadata(bytes: Uint8Array): Uint8Array {
  const header = bytes.slice(0, 32);
  header[5] = 0;
  return new Uint8Array(Buffer.concat([header, bytes.subarray(-24)]));
}

function copyOf({ file }: CorruptFacts): string {
  const path = join(scratchFolder(), 'damaged.blp');
  copyFileSync(fixturePath(file), path);
  return path;
}

/** Chunks that can be had of a file for which the manifest gives no number. */
const RECOVERABLE: Readonly<Record<string, number>> = {
  chunk_ctbytes_lies: 2,
  chunk_ctbytes_zero: 2,
  offset_past_end: 3,
  offset_into_header: 3,
  offsets_swapped: 3,
  nochecksum_bstarts_wild: 3,
  nochecksum_blocksize_zero: 3,
  nochecksum_typesize_zero: 3,
  nochecksum_flip_body: 3,
  metadata_flip: 3,
  metadata_size_lies: 3,
  metadata_comp_size_lies: 3,
  metadata_codec_7: 3,
  metadata_zip_bomb: 1,
  // The fields behind the wrong one lead to the chunks.
  reserved_option_bit: 3,
  checksum_id_9: 3,
  chunk_size_minus_2: 3,
  last_chunk_gt_chunk: 3,
  nchunks_huge: 3,
  max_app_huge: 3,
};

/** Odd, but no data are lost and nothing can be mended. */
const NOTHING_TO_REPAIR: readonly string[] = ['metadata_magic_unknown'];

function readableChunks({ name, readable_chunks }: CorruptFacts): number | undefined {
  return readable_chunks ?? RECOVERABLE[name];
}

const repairableFiles = manifest.corrupt.filter((facts) => readableChunks(facts) !== undefined);

describe('repair gets back every readable chunk of', () => {
  for (const facts of repairableFiles) {
    it(`${facts.name}, and leaves the file alone`, async () => {
      const path = copyOf(facts);
      const { plan, written } = await repair(path);
      const output = readBytes(written?.file ?? '');
      const report = await verify(output);
      expect(report).toMatchObject({ whole: true, readableChunks: readableChunks(facts) });
      expect(await plainBytes(output)).toEqual(await keptPart(originalOf(facts), repairable(plan)));
      expect(sha256(readBytes(path))).toBe(sha256(readFixture(facts.file)));
    });
  }
});

describe('repair in place leaves a whole container and nothing beside it of', () => {
  for (const facts of repairableFiles) {
    it(facts.name, async () => {
      const path = copyOf(facts);
      const elsewhere = await repair(path);
      const expected = readBytes(elsewhere.written?.file ?? '');
      const { plan } = await repair(path, { inPlace: true });
      const found = readBytes(path);
      expect(await verify(found)).toMatchObject({ whole: true, readableChunks: readableChunks(facts) });
      expect(Buffer.compare(found, expected)).toBe(0);
      expect(readdirSync(join(path, '..')).sort()).toEqual(['damaged.blp', 'damaged.repaired.blp']);
      expect(repairable(plan).keptChunks).toBe(readableChunks(facts));
    });
  }
});

describe('repair says why nothing can be had of', () => {
  const others = manifest.corrupt.filter((facts) => !repairableFiles.includes(facts));
  for (const facts of others.filter(({ name }) => !NOTHING_TO_REPAIR.includes(name))) {
    it(facts.name, async () => {
      const path = copyOf(facts);
      const { plan, written } = await repair(path);
      expect(written).toBeUndefined();
      expect(plan.kind).toBe('irreparable');
      expect(plan.kind === 'irreparable' && plan.reason).not.toBe('');
      expect(readdirSync(join(path, '..'))).toEqual(['damaged.blp']);
    });
  }
});

it.each(NOTHING_TO_REPAIR)('repair leaves %s as it is', async (name) => {
  const facts = manifest.corrupt.find((it) => it.name === name);
  if (!facts) throw new Error(`there is no ${name}`);
  expect(await repair(copyOf(facts))).toMatchObject({ plan: { kind: 'whole' }, written: undefined });
});
