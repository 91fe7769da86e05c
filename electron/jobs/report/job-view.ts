import type { JobDetails, JobFile, JobView, QueueTotals } from '../../../shared/contract/jobs.js';
import type { JobRecord } from '../queue/job-record.js';
import { outputPathOf } from '../queue/job-spec.js';
import { isEnded } from '../queue/job-state.js';
import { blpkCommand } from './command-line.js';
import { remaining } from './progress-estimate.js';
import { pythonSnippet } from './python-snippet.js';

/** The file's id and name for the window; the id is valid until the host ends. */
export type FileOf = (path: string) => JobFile;

/** A job as the window shows it. */
export function viewOf(job: JobRecord, fileOf: FileOf, nowMs: number): JobView {
  const { spec, result, error, checked } = job;
  const speed = speedOf(job, nowMs);
  const remainingMs = isAdvancing(job) ? job.estimate?.remainingMs : undefined;
  const outputBytes = result?.outputBytes ?? job.outputBytes;
  const chunks = result?.chunks ?? job.source?.chunks;
  const note = job.isCancelling ? 'Cancelling' : job.note;
  return {
    id: job.id,
    batchId: job.batchId,
    action: spec.action,
    state: job.state,
    source: fileOf(spec.sourcePath),
    ...(spec.member !== undefined && { member: spec.member }),
    ...outputOf(job, fileOf),
    sourceBytes: job.sourceBytes,
    doneBytes: job.state === 'done' ? job.sourceBytes : Math.min(job.progress.doneBytes, job.sourceBytes),
    ...(outputBytes !== undefined && { outputBytes }),
    ...(speed !== undefined && { bytesPerSecond: speed }),
    ...(remainingMs !== undefined && { remainingMs }),
    elapsedMs: Math.round(job.times.elapsedMs(nowMs)),
    chunksDone: result?.chunks ?? job.progress.chunksDone,
    ...(chunks !== undefined && { chunks }),
    ...(error && { error }),
    ...(note !== undefined && { note }),
    grew: job.grew,
    ...(spec.options && { options: spec.options }),
    check: spec.check,
    ...(checked && { checked }),
  };
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

/** The sums over the queue. Bytes that are being verified count as done: they have been read. */
export function totalsOf(jobs: readonly JobRecord[]): QueueTotals {
  const counted = jobs.filter((job) => job.state !== 'skipped' && job.state !== 'cancelled' && !job.isInterrupted);
  const sourceBytes = sum(counted, (job) => job.sourceBytes);
  const doneBytes = sum(counted, consumedBytes);
  const running = jobs.filter((job) => job.state === 'running');
  const sourceSpeed = sum(running, (job) => job.estimate?.bytesPerSecond ?? 0);
  const plainSpeed = sum(running, (job) => (job.estimate?.bytesPerSecond ?? 0) * job.plainPerSourceByte);
  const isReliable = running.some((job) => job.estimate?.remainingMs !== undefined);
  const leftBytes = sum(counted, (job) => (isEnded(job.state) ? 0 : job.sourceBytes - consumedBytes(job)));
  const remainingMs = isReliable ? remaining(leftBytes, sourceSpeed) : undefined;
  const startedMs = firstStart(jobs);
  return {
    sourceBytes,
    doneBytes,
    ...(plainSpeed > 0 && { bytesPerSecond: plainSpeed }),
    ...(remainingMs !== undefined && { remainingMs }),
    ...(startedMs !== undefined && { startedMs }),
    running: jobs.filter((job) => job.isActive).length,
    waiting: jobs.filter((job) => !job.isActive && !job.isEnded).length,
    attention: jobs.filter(needsAttention).length,
    finished: jobs.filter((job) => job.isEnded && !needsAttention(job)).length,
  };
}

export function needsAttention(job: JobRecord): boolean {
  return job.state === 'failed' || job.grew;
}

function consumedBytes(job: JobRecord): number {
  const state = job.standing.state === 'paused' ? job.standing.heldIn : job.standing.state;
  const isPastReading = state === 'finalising' || state === 'verifying' || state === 'publishing';
  if (isEnded(state) || isPastReading) return job.sourceBytes;
  return Math.min(job.progress.doneBytes, job.sourceBytes);
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
