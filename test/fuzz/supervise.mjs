/**
 * Runs one group of cases in a worker process until all are done or the time is over: starts it again when it dies, ends it when one case
 * takes too long, and saves the input of every case that broke a rule.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A case takes milliseconds. Of processor time, the processes that it started included, so that a busy machine does not count as a hang. */
const HANG_CPU_MS = 60_000;
/** By the clock: a case that waits for something that never comes; and on systems that do not tell the other. */
const HANG_MS = 900_000;
/** The unit of the times in `/proc/<pid>/stat`: USER_HZ, 100 on every Linux that Node runs on. */
const TICK_MS = 10;
const POLL_MS = 1_000;
/** Most findings of a run: a broken build would fill the disk. */
const MAX_FINDINGS = 20;

/**
 * @param {{ worker: string, group: string, seed: number, cases: number, seconds: number, folder: string, saveTo: string, env: NodeJS.ProcessEnv }} job
 * @returns {Promise<{ executions: number, peakBytes: number, findings: { caseIndex: number, file: string, message: string }[] }>}
 */
export async function supervise(job) {
  const endMs = performance.now() + 1000 * job.seconds;
  const findings = [];
  let nextCase = 0;
  let peakBytes = 0;
  while (findings.length < MAX_FINDINGS && nextCase < job.cases) {
    const seconds = (endMs - performance.now()) / 1000;
    if (seconds <= 0) break;
    const stretch = await runWorker(job, nextCase, seconds);
    for (const finding of stretch.findings) findings.push({ ...finding, file: saveInput(job, finding.caseIndex) });
    nextCase = stretch.nextCase;
    peakBytes = Math.max(peakBytes, stretch.peakBytes);
  }
  return { executions: nextCase, peakBytes, findings };
}

async function runWorker(job, firstCase, seconds) {
  const progress = join(job.folder, `${job.group}.progress`);
  const args = [job.worker, 'run', job.group, job.seed, firstCase, job.cases, seconds, progress].map(String);
  const child = spawn(process.execPath, args, { env: job.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const findings = [];
  let end;
  let errors = '';
  child.stderr.on('data', (text) => {
    errors = (errors + text).slice(-4000);
  });
  createInterface(child.stdout).on('line', (line) => {
    const { kind, ...said } = JSON.parse(line);
    if (kind === 'end') end = said;
    else if (findings.push(said) >= MAX_FINDINGS) child.kill();
  });
  const hung = await ended(child, progress);
  if (end) return { ...end, findings };
  const caseIndex = currentCase(progress) ?? firstCase;
  const why = hung ? `the case did not end: ${hung}` : `the process ended (${child.exitCode ?? child.signalCode})`;
  if (findings.length < MAX_FINDINGS) findings.push({ caseIndex, message: `${why}\n${errors}` });
  return { nextCase: caseIndex + 1, peakBytes: 0, findings };
}

/** Waits for the process. Kills it, and resolves to the limit that it passed, when the number of the current case does not change. */
function ended(child, progress) {
  return new Promise((resolve) => {
    let hung;
    const now = () => ({ caseIndex: currentCase(progress), ms: performance.now(), cpuMs: cpuMsOf(child.pid) });
    let start = now();
    const poll = setInterval(() => {
      const { caseIndex, ms, cpuMs } = now();
      if (caseIndex !== start.caseIndex) start = { caseIndex, ms, cpuMs };
      if (cpuMs - start.cpuMs > HANG_CPU_MS) hung ??= `${HANG_CPU_MS} ms of processor time`;
      if (ms - start.ms > HANG_MS) hung ??= `${HANG_MS} ms`;
      if (hung) child.kill('SIGKILL');
    }, POLL_MS);
    child.on('close', () => {
      clearInterval(poll);
      resolve(hung);
    });
  });
}

/** Of a process and of those that it started and that have ended; 0 where the system does not tell. */
function cpuMsOf(pid) {
  try {
    const [, fields = ''] = /.*\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? [];
    const [user, system, userOfChildren, systemOfChildren] = fields.split(' ').slice(11, 15).map(Number);
    return TICK_MS * (user + system + userOfChildren + systemOfChildren);
  } catch {
    return 0;
  }
}

function currentCase(progress) {
  try {
    return readFileSync(progress).readUInt32LE();
  } catch {
    return undefined; // the worker has not come to its first case
  }
}

function saveInput({ worker, group, seed, saveTo, env }, caseIndex) {
  mkdirSync(saveTo, { recursive: true });
  const file = join(saveTo, `${group}-${seed}-${caseIndex}`);
  spawnSync(process.execPath, [worker, 'make', group, String(seed), String(caseIndex), file], { env });
  return file;
}
