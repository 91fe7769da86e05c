import type { JobDetails, JobFile, JobState, JobView, QueueTotals } from '../../../shared/contract/jobs.js';
import type { JobRecord } from '../queue/job-record.js';
import { outputPathOf } from '../queue/job-spec.js';
import { isEnded } from '../queue/job-state.js';
import { blpkCommand } from './command-line.js';
import { remaining } from './progress-estimate.js';
import { pythonSnippet } from './python-snippet.js';
import { isWorking } from './work-session.js';

/** The file's id and name for the window; the id is valid until the host ends. */
export type FileOf = (path: string) => JobFile;

/** A job as the window shows it. */
export function viewOf(job: JobRecord, fileOf: FileOf, nowMs: number): JobView {
  const { spec, result, error, checked } = job;
  const speed = speedOf(job, nowMs);
  const remainingMs = isAdvancing(job) ? job.estimate?.remainingMs : undefined;
  const note = job.isCancelling ? 'Cancelling' : job.note;
  return {
    id: job.id,
    batchId: job.batchId,
    action: spec.action,
    state: job.state,
    source: fileOf(spec.sourcePath),
    ...(spec.member !== undefined && { member: spec.member }),
    ...(spec.sourceFormat !== undefined && { fromArrays: true as const }),
    ...outputOf(job, fileOf),
    sourceBytes: job.sourceBytes,
    doneBytes: job.state === 'done' ? job.sourceBytes : Math.min(job.progress.doneBytes, job.sourceBytes),
    ...amountsOf(job),
    ...(speed !== undefined && { bytesPerSecond: speed }),
    ...(remainingMs !== undefined && { remainingMs }),
    elapsedMs: Math.round(job.times.elapsedMs(nowMs)),
    chunksDone: result?.chunks ?? job.progress.chunksDone,
    ...(error && { error }),
    ...(note !== undefined && { note }),
    grew: job.grew,
    ...(job.deletedOutput !== undefined && { canRestoreOutput: true }),
    ...(spec.options && { options: spec.options }),
    check: spec.check,
    ...(checked && { checked }),
  };
}

/** Bytes and chunks as far as they are known. */
function amountsOf({ result, source, progress, outputBytes }: JobRecord): Partial<JobView> {
  const known = {
    plainBytes: result?.plainBytes ?? (progress.plainBytes || undefined),
    plainTotalBytes: result?.plainBytes ?? source?.plainBytes,
    outputBytes: result?.outputBytes ?? outputBytes,
    chunks: result?.chunks ?? source?.chunks,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

/** The target's path from the start, the file's id once it is published; undefined for a job without output. */
function outputOf({ spec, state }: JobRecord, fileOf: FileOf): Partial<JobView> {
  const path = outputPathOf(spec);
  if (path === undefined) return {};
  const output = fileOf(path);
  return { ...(state === 'done' && { output }), outputName: output.name, outputFolder: output.folder };
}

/** Whether bytes of the source are being read, so that there is a speed and a remaining time. */
function isAdvancing({ state }: JobRecord): boolean {
  return state === 'running' || state === 'verifying';
}

/** Plain bytes a second: recently while running, over the whole job when it is done. */
function speedOf(job: JobRecord, nowMs: number): number | undefined {
  if (isAdvancing(job)) {
    const ofSource = job.estimate?.bytesPerSecond;
    return ofSource === undefined ? undefined : ofSource * job.plainPerSourceByte;
  }
  const workingMs = job.times.stepMs(nowMs, 'working');
  return job.state === 'done' && job.result && workingMs > 0 ? (job.result.plainBytes / workingMs) * 1000 : undefined;
}

/** The sums over the queue. `session` are the jobs since it was last at rest: what the progress is about. */
export function totalsOf(jobs: readonly JobRecord[], session: readonly JobRecord[]): Omit<QueueTotals, 'elapsedMs'> {
  const counted = session.filter((job) => job.state !== 'skipped' && job.state !== 'cancelled');
  const totalWork = sum(counted, workBytes);
  const doneWork = sum(counted, doneWorkBytes);
  const advancing = jobs.filter(isAdvancing);
  const sourceSpeed = sum(advancing, (job) => job.estimate?.bytesPerSecond ?? 0);
  const plainSpeed = sum(advancing, (job) => (job.estimate?.bytesPerSecond ?? 0) * job.plainPerSourceByte);
  const isReliable = advancing.some((job) => job.estimate?.remainingMs !== undefined);
  const remainingMs = isReliable ? remaining(totalWork - doneWork, sourceSpeed) : undefined;
  const startedMs = firstStart(session);
  return {
    sourceBytes: sum(counted, (job) => job.sourceBytes),
    doneBytes: sum(counted, consumedBytes),
    fraction: totalWork > 0 ? doneWork / totalWork : 0,
    ...(plainSpeed > 0 && { bytesPerSecond: plainSpeed }),
    ...(remainingMs !== undefined && { remainingMs }),
    ...(startedMs !== undefined && { startedMs }),
    running: jobs.filter(isWorking).length,
    waiting: jobs.filter((job) => !job.isActive && !job.isEnded && !isPausedByUser(job)).length,
    paused: jobs.filter(isPausedByUser).length,
    attention: jobs.filter(needsAttention).length,
    finished: jobs.filter((job) => job.isEnded && !needsAttention(job)).length,
  };
}

export function needsAttention(job: JobRecord): boolean {
  return job.state === 'failed' || job.grew;
}

/** An interrupted job waits for the user's answer, paused or not. */
function isPausedByUser({ state, isInterrupted }: JobRecord): boolean {
  return state === 'paused' && !isInterrupted;
}

/** Bytes of the source that have been read for the output. */
function consumedBytes(job: JobRecord): number {
  const state = stepStateOf(job);
  const isPastReading = state === 'finalising' || state === 'verifying' || state === 'publishing';
  if (isEnded(state) || isPastReading) return job.sourceBytes;
  return Math.min(job.progress.doneBytes, job.sourceBytes);
}

/** Bytes that a job reads in all: its source, and as much again if the output is checked in a step of its own. */
function workBytes({ spec, sourceBytes }: JobRecord): number {
  const { action, check } = spec;
  // The digests of a container were checked while it was decompressed.
  const isChecked = action !== 'verify' && (action === 'decompress' ? check === 'compare' : check !== 'none');
  return isChecked ? 2 * sourceBytes : sourceBytes;
}

function doneWorkBytes(job: JobRecord): number {
  const state = stepStateOf(job);
  if (isEnded(state) || state === 'publishing') return workBytes(job);
  const checkedBytes = state === 'verifying' ? Math.min(job.progress.doneBytes, job.sourceBytes) : 0;
  return Math.min(workBytes(job), consumedBytes(job) + checkedBytes);
}

function stepStateOf({ standing }: JobRecord): Exclude<JobState, 'paused'> {
  return standing.state === 'paused' ? standing.heldIn : standing.state;
}

/** The start time of the oldest unfinished job. */
function firstStart(jobs: readonly JobRecord[]): number | undefined {
  const starts = jobs.flatMap((job) => (job.isEnded || job.times.startedMs === undefined ? [] : [job.times.startedMs]));
  return starts.length === 0 ? undefined : starts.reduce((first, start) => Math.min(first, start));
}

function sum(jobs: readonly JobRecord[], of: (job: JobRecord) => number): number {
  return jobs.reduce((total, job) => total + of(job), 0);
}

/** All details that the window shows of one job. */
export function detailsOf(job: JobRecord, fileOf: FileOf, nowMs: number): JobDetails {
  return {
    job: viewOf(job, fileOf, nowMs),
    steps: job.times.steps(nowMs),
    ...job.details(),
    blpk: blpkCommand(job.spec, job.source),
    python: pythonSnippet(job.spec, job.source),
  };
}
