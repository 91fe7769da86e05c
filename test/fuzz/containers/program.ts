import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes } from '../../../electron/engine/container/digest.js';
import { mustHold } from '../group.js';
import { resultOf } from '../outcome.js';
import type { Findings } from './check.js';

/** The built `blpk`, beside the bundle of this program. */
const program = join(__dirname, 'blpk.cjs');

/** Of processor time, so that a busy machine does not count as a hang; a small container takes far less than one. */
const LIMIT_CPU_SECONDS = 10;
/** By the clock, for a program that waits for something that never comes. */
const LIMIT_MS = 600_000;
/** What runs a command with the limit of processor time. Windows has only the other one. */
const LIMITED = process.platform === 'win32' ? [] : ['sh', '-c', `ulimit -St ${LIMIT_CPU_SECONDS} && exec "$@"`, 'sh'];
const STATUSES: readonly (number | null)[] = [0, 1, 3];

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it has written its output, also when it says that there are other bytes behind the data. */
  readonly hasWritten: boolean;
}

type Check = (folder: string, input: Uint8Array, findings: Findings) => void;

/** One of the subcommands, in turn, as a process in an empty folder, in which it must leave no other files. */
export async function checkProgram(input: Uint8Array, findings: Findings, turn: number): Promise<void> {
  const check = CHECKS[turn % CHECKS.length];
  const folder = mkdtempSync(join(tmpdir(), 'blpk-fuzz-'));
  try {
    writeFileSync(join(folder, 'in.blp'), input);
    check?.(folder, input, findings);
    mustHold(equalBytes(readFileSync(join(folder, 'in.blp')), input), 'blpk leaves its input as it is');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CHECKS: readonly Check[] = [
  (folder) => void runTidily(folder, ['info', 'in.blp']),
  (folder) => requireJson(runTidily(folder, ['info', '--json', 'in.blp'])),
  (folder, _, { report }) => {
    const { status } = runTidily(folder, ['verify', 'in.blp']);
    const isTrailed = report.problems.some(({ kind }) => kind === 'trailing-bytes');
    const expected = report.whole && !isTrailed ? 0 : 3;
    mustHold(
      status === expected,
      `verify ends with ${status}; whole: ${report.whole}, with bytes behind: ${isTrailed}`,
    );
  },
  (folder) => requireJson(runTidily(folder, ['verify', '--json', 'in.blp'])),
  (folder, _, { unpacked }) => {
    const { status, stderr, hasWritten } = runTidily(folder, ['decompress', 'in.blp', 'out'], ['out']);
    const plain = resultOf(unpacked);
    mustHold(hasWritten === (plain !== undefined), `decompress ends with ${status}, unpack otherwise: ${stderr}`);
    if (plain) mustHold(equalBytes(readFileSync(join(folder, 'out')), plain), 'decompress writes what unpack gives');
  },
  (folder) => void runTidily(folder, ['unpack', 'in.blp', 'out'], ['out']),
  (folder) => void runTidily(folder, ['slice', 'in.blp', '...,:2', 'out'], ['out']),
];

/** Runs blpk; `outputs` are the files that it may leave when it succeeds. */
function runTidily(folder: string, args: readonly string[], outputs: readonly string[] = []): Run {
  const run = runBlpk(folder, args);
  const summary = `blpk ${args.join(' ')}`;
  const { status, stderr } = run;
  mustHold(STATUSES.includes(status), `${summary} ends with ${status}: ${stderr}`);
  mustHold(!/^\s+at |unexpected:/m.test(stderr), `${summary} says in a sentence what is wrong: ${stderr}`);
  mustHold(
    status === 0 || status === 3 || stderr.startsWith('blpk: error: '),
    `${summary} says why it fails: ${stderr}`,
  );
  const left = readdirSync(folder).filter((name) => name !== 'in.blp');
  const hasWritten = run.status === 0 || /^blpk: error: bytes follow the last chunk/.test(stderr);
  const expected = hasWritten ? outputs : [];
  mustHold(
    left.join() === expected.join(),
    `${summary} (status ${status}) leaves behind ${left.join(', ') || 'nothing'}`,
  );
  return { ...run, hasWritten };
}

function runBlpk(cwd: string, args: readonly string[]): Omit<Run, 'hasWritten'> {
  const maxBuffer = 64 * 2 ** 20;
  const [command = '', ...rest] = [...LIMITED, process.execPath, program, ...args];
  const { status, signal, stdout, stderr, error } = spawnSync(command, rest, { cwd, timeout: LIMIT_MS, maxBuffer });
  mustHold(signal !== 'SIGXCPU', `blpk ${args.join(' ')} takes less than ${LIMIT_CPU_SECONDS} s of processor time`);
  if (error) throw error;
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

function requireJson({ stdout }: Run): void {
  if (stdout !== '') JSON.parse(stdout);
}
