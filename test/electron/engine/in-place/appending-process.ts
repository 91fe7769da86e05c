import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from '../../../until.js';

const root = join(import.meta.dirname, '../../../..');
const engine = join(root, 'dist/engine.cjs');

if (!existsSync(engine)) throw new Error(`${engine} is missing: run \`npm run build\` first`);

/** Runs a script with the built engine as `engine` and the arguments as `args`, in a process that ends with the test at the latest. */
export function startScript(script: string, ...args: readonly string[]): ChildProcess {
  const whole = `const engine = require(${JSON.stringify(engine)}); const args = process.argv.slice(1);\n${script}`;
  const child = spawn(process.execPath, ['-e', whole, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Has written new chunks over the last one, and waits for more data for ever. */
const STUCK = `
engine.append(args[0], (async function* () {
  for (let piece = 0; piece < 40; piece++) yield new Uint8Array(5000).fill(0xee);
  setInterval(() => undefined, 1000);
  await new Promise(() => undefined);
})(), { nthreads: 1 });`;

/** Starts an append that stops after it has changed the container, and returns when it has. */
export async function stuckAppend(path: string): Promise<ChildProcess> {
  const { size } = statSync(path);
  const child = startScript(STUCK, path);
  await until(() => statSync(path).size !== size);
  return child;
}

/** Has started to rewrite the container, and then waits for ever. */
const STUCK_RECOMPRESS = `
const still = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
engine.recompressInPlace(args[0], { nthreads: 1, chunkSize: 1000, blosc: { codec: 'zstd' }, onProgress: still });`;

/** Starts to recompress in place and kills the process when a part of the new container is written. */
export async function killedRecompress(path: string): Promise<void> {
  const child = startScript(STUCK_RECOMPRESS, path);
  const isPartial = (name: string) => name.endsWith('.partial');
  await until(() => readdirSync(dirname(path)).some(isPartial));
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Leaves the container as a killed append does: partly changed, with a journal that can undo it. Returns the journal. */
export async function killedAppend(path: string, journalPath: string): Promise<Uint8Array> {
  const child = await stuckAppend(path);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return new Uint8Array(readFileSync(journalPath));
}

/** In memory where possible: hundreds of appends flush hundreds of times. */
export function fastScratchDirectory(): string {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bloscpack-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
