import type { RandomReader } from '../engine/io/random-reader.js';
import { temporaryCopy } from '../engine/io/temporary-copy.js';
import { splitArrayName } from '../exchange/split-array-name.js';
import { inputName, inputStream } from './input-streams.js';

/** Of standard input, pipes and devices, by their names on the command line. */
const copies = new Map<string, RandomReader>();

/**
 * For a command that opens its inputs more than once, each `file` or `file::array`: while it works, standard input, pipes and devices are
 * temporary copies, which are opened by the same names (`openStreamCopy`).
 */
export async function withStreamCopies<T>(
  names: readonly string[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    for (const name of names) await copyStream((await splitArrayName(name)).path, signal);
    return await work();
  } finally {
    for (const copy of copies.values()) await copy.close();
    copies.clear();
  }
}

async function copyStream(path: string, signal: AbortSignal): Promise<void> {
  if (copies.has(path)) return;
  const stream = await inputStream(path, signal);
  if (stream) copies.set(path, await temporaryCopy(stream, inputName(path)));
}

/** Whether the name is that of a stream that was copied. */
export function isStreamCopy(name: string): boolean {
  return copies.has(name);
}

/** A reader of the copy; undefined where there is none. */
export function openStreamCopy(name: string): RandomReader | undefined {
  const copy = copies.get(name);
  return copy && { ...copy, close: async () => undefined };
}
