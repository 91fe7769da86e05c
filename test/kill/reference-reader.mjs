import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Debian's own Python, which has python3-blosc; another one in the PATH usually does not. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import blosc']).status === 0,
);

/**
 * A Python process that decodes containers without our code; see decode.py.
 *
 * @typedef {{ read(path: string): Promise<string>, close(): void }} ReferenceReader
 * @returns {ReferenceReader | undefined} undefined where there is no Python with the blosc module
 */
export function startReferenceReader() {
  if (!python) return undefined;
  const child = spawn(python, [join(import.meta.dirname, 'decode.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @type {((line: string) => void)[]} */
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  return {
    read: (path) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${path}\n`);
      }),
    close: () => child.stdin.end(),
  };
}
