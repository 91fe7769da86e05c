import { closeSync, existsSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { JobSpec } from '../../../electron/jobs/queue/job-spec.js';
import type { CompressOptions } from '../../../shared/contract/intake.js';

export const workerFile = join(import.meta.dirname, '../../../dist/worker.cjs');
/** See there. */
export const gatedWorkerFile = join(import.meta.dirname, 'gated-worker.cjs');
export const nativeFile = join(import.meta.dirname, '../../../dist/native/bloscpack.node');

if (!existsSync(workerFile)) throw new Error(`${workerFile} is missing: run \`npm run build\` first`);

export const OPTIONS: CompressOptions = {
  codec: 'lz4',
  clevel: 5,
  shuffle: 'byte',
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'adler32',
  offsets: true,
};

export function compressSpec(sourcePath: string, more: Partial<JobSpec> = {}): JobSpec {
  return {
    sourcePath,
    targetPath: `${sourcePath}.blp`,
    action: 'compress',
    options: OPTIONS,
    check: 'compare',
    trashSource: false,
    overwrite: false,
    ...more,
  };
}

/** Writes a source of 64 or so many chunks of 4 KiB; returns its job. */
export function manyChunksSpec(
  folder: string,
  name: string,
  { chunks = 64, ...more }: Partial<JobSpec> & { readonly chunks?: number } = {},
): JobSpec {
  const options = { ...OPTIONS, chunkSizeBytes: 4096 };
  return compressSpec(sparseFile(join(folder, name), chunks * 4096), { options, ...more });
}

export function decompressSpec(sourcePath: string, targetPath: string, more: Partial<JobSpec> = {}): JobSpec {
  const spec = { sourcePath, targetPath, action: 'decompress', check: 'compare', trashSource: false } as const;
  return { ...spec, overwrite: false, ...more };
}

export function verifySpec(path: string): JobSpec {
  const spec = { sourcePath: path, targetPath: path, action: 'verify', check: 'verify' } as const;
  return { ...spec, trashSource: false, overwrite: false };
}

export function repairSpec(path: string): JobSpec {
  const targetPath = path.replace(/\.blp$/, '.repaired.blp');
  return { ...verifySpec(path), targetPath, action: 'repair' };
}

export function convertSpec(sourcePath: string, targetPath: string): JobSpec {
  return { ...verifySpec(sourcePath), targetPath, action: 'convert', check: 'compare' };
}

export function appendSpec(sourcePath: string, targetPath: string, headerBefore: string): JobSpec {
  const append = { grow: false, headerBefore };
  return { ...verifySpec(sourcePath), targetPath, action: 'append', append, check: 'compare' };
}

/** A file of zeros that needs no disk space. */
export function sparseFile(path: string, sizeBytes: number): string {
  const descriptor = openSync(path, 'wx');
  ftruncateSync(descriptor, sizeBytes);
  closeSync(descriptor);
  return path;
}
