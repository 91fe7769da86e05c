import type { CheckedChunks, JobDetails, JobId, JobLogLine, JobState } from '../../../shared/contract/jobs.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { JobTimes, type StoredTimes } from '../report/job-times.js';
import { type Estimate, nextEstimate } from '../report/progress-estimate.js';
import { ThinnedSeries } from '../report/thinned-series.js';
import {
  CHUNK_STATES,
  type ChunkVerdicts,
  type JobReport,
  type SourceFacts,
  type Verdict,
  type WorkProgress,
} from '../run/job-service.js';
import type { JobSpec } from './job-spec.js';
import { after, type EndState, isEnded, type JobEvent, type Standing, type WorkerStep } from './job-state.js';

const MAX_LOG_LINES = 500;
const NOTHING_DONE: WorkProgress = { doneBytes: 0, plainBytes: 0, chunksDone: 0 };

/** The result of a done job. */
export interface JobResult {
  readonly plainBytes: number;
  readonly outputBytes: number;
  readonly chunks: number;
  readonly verdict: Verdict;
}

/** The state of one job. Only the queue changes it. */
export class JobRecord {
  readonly id: JobId;
  readonly batchId: string;
  readonly spec: JobSpec;
  /** Of a source on a server, with its secrets: never stored, and undefined where that was needed. */
  readonly address: string | undefined;
  /** The user paused this job; it stays paused until the user resumes it. */
  isHeld = false;
  /** It was running when all jobs were paused, and resumes with them. */
  isHeldWithAll = false;
  /** An earlier run of the program left it unfinished; the user has not yet continued or discarded it. */
  isInterrupted = false;
  /** A cancel was sent to the worker. */
  isCancelling = false;
  removeWhenEnded = false;
  control: Int32Array<SharedArrayBuffer> | undefined;
  source: SourceFacts | undefined;
  sourceBytes: number;
  progress: WorkProgress = NOTHING_DONE;
  outputBytes: number | undefined;
  estimate: Estimate | undefined;
  ratios: readonly number[] = [];
  speeds = new ThinnedSeries();
  times = new JobTimes();
  result: JobResult | undefined;
  checked: CheckedChunks | undefined;
  error: ContractError | undefined;
  note: string | undefined;
  grew = false;
  /** By which its deleted output can be restored; not stored, since the output is not kept either. */
  deletedOutput: string | undefined;
  log: JobLogLine[] = [];
  #standing: Standing = { state: 'waiting' };

  constructor(id: JobId, batchId: string, spec: JobSpec, secretAddress?: string) {
    this.id = id;
    this.batchId = batchId;
    this.spec = spec;
    this.address = spec.address === 'whole' ? spec.sourcePath : secretAddress;
    this.sourceBytes = spec.sourceBytes ?? 0;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get state(): JobState {
    return this.#standing.state;
  }

  get isEnded(): boolean {
    return isEnded(this.state);
  }

  /** A worker has it, running or paused. */
  get isActive(): boolean {
    return this.control !== undefined;
  }

  /** Whether the scheduler may start it. */
  get isReady(): boolean {
    return this.state === 'waiting' && !this.isInterrupted && !this.isActive;
  }

  /** Changes the state by an event; false, without a change, if the event is not allowed in this state. */
  move(event: JobEvent, nowMs: number): boolean {
    const next = after(this.#standing, event);
    if (!next) return false;
    this.#standing = next;
    this.times.moved(next, nowMs);
    return true;
  }

  /** Restores an ended job of an earlier run of the program. */
  restore(state: EndState, times: StoredTimes): void {
    this.#standing = { state };
    this.times = JobTimes.restored(times, state);
  }

  /** Resets everything but the log, for a new attempt. */
  startOver(): void {
    this.isHeld = false;
    this.isHeldWithAll = false;
    this.isCancelling = false;
    this.progress = NOTHING_DONE;
    this.outputBytes = undefined;
    this.estimate = undefined;
    this.ratios = [];
    this.speeds = new ThinnedSeries();
    this.times = new JobTimes();
    this.result = undefined;
    this.checked = undefined;
    this.error = undefined;
    this.note = undefined;
    this.grew = false;
    this.deletedOutput = undefined;
  }

  /** Stores a report of the worker. */
  onReport(report: JobReport, nowMs: number): void {
    switch (report.kind) {
      case 'step':
        this.#beginStep(report.step, nowMs);
        break;
      case 'prepared':
        this.source = report.source;
        this.sourceBytes = report.source.sourceBytes;
        break;
      case 'progress':
        this.#advance(report.progress, nowMs);
        break;
      case 'verdicts':
        this.#count(report.verdicts);
        break;
      case 'log':
        this.logLine(report.text, nowMs);
    }
  }

  logLine(text: string, nowMs: number): void {
    if (this.log.length >= MAX_LOG_LINES) this.log.shift();
    this.log.push({ atMs: nowMs, text });
  }

  details(): Pick<JobDetails, 'ratios' | 'speeds' | 'log'> {
    return { ratios: this.ratios, speeds: this.speeds.points(), log: [...this.log] };
  }

  #count({ states }: ChunkVerdicts): void {
    const { match, mismatch, unreadable } = this.checked ?? { match: 0, mismatch: 0, unreadable: 0 };
    const count = (wanted: number): number => states.reduce((sum, state) => sum + Number(state === wanted), 0);
    this.checked = {
      match: match + count(CHUNK_STATES.match),
      mismatch: mismatch + count(CHUNK_STATES.mismatch),
      unreadable: unreadable + count(CHUNK_STATES.unreadable),
    };
  }

  #beginStep(step: WorkerStep, nowMs: number): void {
    this.move(step, nowMs);
    if (step !== 'run' && step !== 'verify') return;
    this.progress = NOTHING_DONE;
    this.estimate = undefined;
  }

  #advance(progress: WorkProgress, nowMs: number): void {
    this.progress = progress;
    if (progress.outputBytes !== undefined) this.outputBytes = progress.outputBytes;
    if (progress.ratios) this.ratios = progress.ratios;
    const sample = { ...progress, elapsedMs: this.times.stepMs(nowMs) };
    this.estimate = nextEstimate(this.estimate, sample, this.sourceBytes);
    const speed = this.estimate.bytesPerSecond;
    if (speed !== undefined && progress.ratios) this.speeds.add(speed * this.plainPerSourceByte);
  }

  /** Plain bytes per byte of the source: 1 when compressing. */
  get plainPerSourceByte(): number {
    const { doneBytes, plainBytes } = this.progress;
    return doneBytes > 0 ? plainBytes / doneBytes : 1;
  }
}
