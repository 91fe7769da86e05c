import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decompress, validateChunk } from '../../native/index.js';
import { fixturePath, readFixture } from '../fixtures.js';

const sha256 = '02e21fa3c89fa7d7b61826918a8bd35d3127827b4ef3f3ee47ade5e64e3c2a80';

describe('chunks of old C-Blosc releases', () => {
  it.each(readdirSync(fixturePath('blosc-compat')))('%s decompresses', (name) => {
    const chunk = readFixture('blosc-compat', name);
    const target = new Uint8Array(validateChunk(chunk).nbytes);
    expect(decompress(chunk, target)).toBe(4_000_000);
    expect(createHash('sha256').update(target).digest('hex')).toBe(sha256);
  });
});
