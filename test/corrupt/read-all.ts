/**
 * A program: verifies and unpacks every file it is given, whatever is wrong with it, and prints how much memory that took at
 * its peak, in bytes. Started by `memory.test.ts` in a process of its own.
 */
import { readFileSync } from 'node:fs';
import { openFileReader } from '../../electron/engine/io/file-reader.js';
import { compressedFileSource } from '../../electron/engine/pack/compressed/compressed-source.js';
import { BytesSink } from '../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../electron/engine/pack/unpack.js';
import { verifyContainer } from '../../electron/engine/verify/verify-container.js';
import { isBloscpackError } from '../../shared/format/errors.js';

async function readEveryWay(file: string): Promise<void> {
  const reader = await openFileReader(file);
  await verifyContainer(reader);
  await reader.close();
  try {
    await unpack(await compressedFileSource(file), new BytesSink());
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
  }
}

/** On Linux maxRSS starts at the peak of the process that forked this one, so the kernel's own mark is read instead. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const mark = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(mark?.[1]) * 1024;
}

async function main(files: readonly string[]): Promise<void> {
  for (const file of files) await readEveryWay(file);
  process.stdout.write(String(peakBytes()));
}

void main(process.argv.slice(2));
