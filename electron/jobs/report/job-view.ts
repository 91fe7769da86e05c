import type { JobDetails, JobFile, JobView } from '../../../shared/contract/jobs.js';
import type { JobRecord } from '../queue/job-record.js';
import { outputPathOf } from '../queue/job-spec.js';
import { blpkCommand } from './command-line.js';
import { pythonSnippet } from './python-snippet.js';

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
export function isAdvancing({ state }: JobRecord): boolean {
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
