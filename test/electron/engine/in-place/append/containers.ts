import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { openFileReader } from '../../../../../electron/engine/io/file-reader.js';
import { packBytesToFile, unpackBytesFromFile } from '../../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../../electron/engine/pack/pack.js';
import { verifyContainer } from '../../../../../electron/engine/verify/verify-container.js';
import { type BloscpackHeader, parseHeader } from '../../../../../shared/format/header.js';
import { scratchFolder } from '../../../../scratch-folder.js';

/** A container for the running test. */
export async function packedFile(bytes: Uint8Array, options: PackOptions = {}): Promise<string> {
  const path = join(scratchFolder(), 'x.blp');
  await packBytesToFile(bytes, path, options);
  return path;
}

export async function contentOf(path: string): Promise<Uint8Array> {
  return (await unpackBytesFromFile(path)).bytes;
}

export function headerOf(path: string): BloscpackHeader {
  return parseHeader(new Uint8Array(readFileSync(path)));
}

/** Every digest and offset is right, there is nothing behind the last chunk, and no other file beside the container. */
export async function expectWhole(path: string): Promise<void> {
  const reader = await openFileReader(path);
  try {
    expect(await verifyContainer(reader)).toMatchObject({ whole: true, problems: [] });
  } finally {
    await reader.close();
  }
  expectAlone(path);
}

/** No journal, no partial file. */
export function expectAlone(path: string): void {
  expect(readdirSync(dirname(path)).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(readdirSync(dirname(path))).toContain(basename(path));
}

/** Expects that a failing attempt leaves the same file and no other one. */
export async function expectUntouched(path: string, attempt: () => Promise<unknown>, failure: object): Promise<void> {
  const before = readFileSync(path);
  await expect(attempt()).rejects.toMatchObject(failure);
  expect(readFileSync(path).equals(before)).toBe(true);
  expectAlone(path);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Digest of the data, read in sequence by python-blosc, without our code. */
export function referenceDigest(path: string): string {
  const script = join(import.meta.dirname, '../../../../kill/decode.py');
  const answer = execFileSync('/usr/bin/python3', [script], { input: `${path}\n`, encoding: 'utf8' });
  return answer.split(' ')[0] ?? '';
}
