/**
 * A program: unpacks and verifies every file that it is given, and plans its repair, whatever is wrong with it, and prints how much memory that took at
 * its peak, in bytes. Started by `memory.test.ts` in a process of its own.
 */
import { readFileSync } from 'node:fs';
import { planRepair } from '../../electron/engine/in-place/repair/plan-repair.js';
import { openFileReader } from '../../electron/engine/io/file-reader.js';
import { compressedFileSource } from '../../electron/engine/pack/compressed/compressed-source.js';
import type { PlainSink } from '../../electron/engine/pack/plain/plain-sink.js';
import { unpack } from '../../electron/engine/pack/unpack.js';
import { verifyContainer } from '../../electron/engine/verify/verify-container.js';
import { isBloscpackError } from '../../shared/format/errors.js';

/** What is kept of the data is not the reader's. */
const NOWHERE: PlainSink = {
  name: 'nowhere',
  begin: async () => {},
  write: async () => {},
  finish: async () => {},
  abort: async () => {},
};

async function readEveryWay(file: string): Promise<void> {
  await unlessRefused(async () => unpack(await compressedFileSource(file), NOWHERE));
  const reader = await openFileReader(file);
  try {
    await unlessRefused(() => verifyContainer(reader));
    await unlessRefused(() => planRepair(reader));
  } finally {
    await reader.close();
  }
}

async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
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
