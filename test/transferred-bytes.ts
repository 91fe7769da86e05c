import { readFileSync } from 'node:fs';

/** Bytes that a process has asked the system to read and to write. */
export interface Transferred {
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** Why nothing can be counted here; undefined where it can. */
export const notCounted =
  process.platform === 'linux' ? undefined : 'only Linux counts what a process reads (/proc/self/io)';

function transferredSoFar(): Transferred {
  const text = readFileSync('/proc/self/io', 'utf8');
  const value = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]);
  return { readBytes: value('rchar'), writtenBytes: value('wchar') };
}

/**
 * What this process read and wrote while the work was done, native code and a few hundred bytes of the counting itself
 * included. Only where `notCounted` is undefined.
 */
export async function transferredBy<T>(work: () => Promise<T>): Promise<Transferred & { readonly result: T }> {
  const before = transferredSoFar();
  const result = await work();
  const after = transferredSoFar();
  return {
    result,
    readBytes: after.readBytes - before.readBytes,
    writtenBytes: after.writtenBytes - before.writtenBytes,
  };
}
