import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  packFileToFile,
  packNdarrayToBytes,
  packNpyToFile,
  unpackBytesFromFile,
  unpackFileFromFile,
  unpackNdarrayFromBytes,
  unpackNpyFromFile,
} from '../../../electron/engine/pack/convenience.js';
import { fixturePath, type GoldenFacts, manifest, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { packOptionsOf } from './golden-options.js';

const readable = manifest.golden;
const fromPlain = readable.filter(({ plain, file_sha256 }) => typeof plain === 'string' && file_sha256 !== undefined);
const arrays = readable.filter(({ npy_sha256 }) => npy_sha256 !== undefined);
const packedArrays = arrays.filter(({ args }) => args.numpy === true);

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const npyOf = ({ file }: GoldenFacts) => file.replace(/\.blp$/, '.npy');
const rawOf = ({ plain }: GoldenFacts) => manifest.plain[plain ?? '']?.raw ?? '';

test('the manifest gives every kind of golden file', () => {
  expect([readable.length, fromPlain.length, arrays.length, packedArrays.length]).toEqual([71, 37, 28, 26]);
});

describe('unpacks to the original bytes', () => {
  test.each(readable)('$name, to memory', async ({ file, plain_sha256, plain_nbytes }) => {
    const { bytes } = await unpackBytesFromFile(fixturePath(file));
    expect([bytes.byteLength, sha256(bytes)]).toEqual([plain_nbytes, plain_sha256]);
  });

  test.each(readable)('$name, to a file', async ({ file, plain_sha256 }) => {
    const target = join(scratchFolder(), 'plain');
    await unpackFileFromFile(fixturePath(file), target);
    expect(sha256(readFileSync(target))).toBe(plain_sha256);
  });
});

describe('packs a file to the same bytes as the reference', () => {
  test.each(fromPlain)('$name', async (golden) => {
    const target = join(scratchFolder(), 'packed.blp');
    await packFileToFile(fixturePath(rawOf(golden)), target, packOptionsOf(golden.args));
    expect(Buffer.compare(readFileSync(target), readFixture(golden.file))).toBe(0);
  });
});

describe('unpacks an array to the .npy file that numpy writes', () => {
  test.each(arrays)('$name', async (golden) => {
    const target = join(scratchFolder(), 'array.npy');
    await unpackNpyFromFile(fixturePath(golden.file), target);
    expect(sha256(readFileSync(target))).toBe(golden.npy_sha256);
  });
});

describe('packs an array to the same bytes as the reference', () => {
  test.each(packedArrays)('$name, from its .npy file', async (golden) => {
    const target = join(scratchFolder(), 'packed.blp');
    await packNpyToFile(fixturePath(npyOf(golden)), target, packOptionsOf(golden.args));
    expect(Buffer.compare(readFileSync(target), readFixture(golden.file))).toBe(0);
  });

  test.each(packedArrays)('$name, from memory', async (golden) => {
    const array = await unpackNdarrayFromBytes(readFixture(golden.file));
    const packed = await packNdarrayToBytes(array, packOptionsOf(golden.args));
    expect(Buffer.compare(packed, readFixture(golden.file))).toBe(0);
  });
});
