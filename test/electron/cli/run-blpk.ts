import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The built program. */
export const program = join(import.meta.dirname, '../../../dist/blpk.cjs');

if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);

export interface Run {
  readonly code: number | null;
  readonly stdout: Buffer;
  /** Standard output as text. */
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Bytes for standard input; default: none. */
  readonly input?: Uint8Array;
  /** Called with the running process, to signal it. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the built `blpk` as a process, as its users do. */
export async function runBlpk(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], { cwd: options.cwd });
  options.started?.(child);
  // A program that refuses its input closes it early.
  child.stdin.on('error', () => undefined);
  if (options.started === undefined || options.input !== undefined) child.stdin.end(options.input);
  const [stdout, stderr, code] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, stdout, out: stdout.toString(), err: stderr.toString() };
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Runs a shell script in which `blpk` is the built program, for pipes and redirections. */
export function runShell(script: string, cwd: string): Pick<Run, 'out' | 'err'> {
  const define = `blpk() { "${process.execPath}" "${program}" "$@"; }`;
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', `${define}\n${script}`], { cwd, encoding: 'utf8' });
  return { out: stdout, err: stderr };
}
