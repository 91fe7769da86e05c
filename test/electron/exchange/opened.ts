import { readFileSync, statSync } from 'node:fs';
import type { ArrayFormat, Dataset, DatasetEntry, FoundPath } from '../../../electron/exchange/dataset.js';

/** What is at a path, as formats are asked about it. */
export function found(path: string): FoundPath {
  const isFolder = statSync(path).isDirectory();
  const bytes = isFolder ? new Uint8Array(0) : readFileSync(path);
  return { path, isFolder, sizeBytes: bytes.byteLength, head: bytes.subarray(0, 512) };
}

/** All bytes of an array, and that they did not change. */
export async function plainBytes(dataset: Dataset): Promise<Buffer> {
  const source = await dataset.read({});
  const pieces: Buffer[] = [];
  for await (const piece of source.pieces()) pieces.push(Buffer.from(piece));
  await source.requireUnchanged?.();
  await source.close?.();
  await dataset.requireUnchanged();
  return Buffer.concat(pieces);
}

/** Opens an array, reads it and closes it. */
export async function readArray(format: ArrayFormat, path: string, name?: string): Promise<[Dataset, Buffer]> {
  const dataset = await format.open(path, name, {});
  try {
    return [dataset, await plainBytes(dataset)];
  } finally {
    await dataset.close();
  }
}

export async function entriesOf(format: ArrayFormat, path: string): Promise<readonly DatasetEntry[]> {
  const entries: DatasetEntry[] = [];
  for await (const entry of format.list(path, {})) entries.push(entry);
  return entries;
}
