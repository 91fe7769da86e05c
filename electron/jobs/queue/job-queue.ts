import { randomUUID } from 'node:crypto';
import type { JobDetails, JobId, JobView, QueueView } from '../../../shared/contract/jobs.js';
import { codecVersions } from '../../engine/native-library.js';
import { detailsOf, viewOf } from '../report/job-view.js';
import type { JobReport, Outcome } from '../run/job-service.js';
import { ChangeFeed, type QueueChange } from './change-feed.js';
import { command } from './control-word.js';
import { type ExportFormat, exportJobs } from './export-queue.js';
import { InterruptedBatch } from './interrupted-batch.js';
import { cancelJob, controlJob, type JobControl, pauseAll, resumeAll, startOver } from './job-control.js';
import { applyOutcome, dropOutput, measureSource, restoreOutput, trashSource } from './job-files.js';
import { JobList } from './job-list.js';
import type { JobQueuePorts } from './job-queue-ports.js';
import { JobRecord } from './job-record.js';
import type { JobSpec } from './job-spec.js';
import { JobThreads } from './job-threads.js';
import { QueueFile } from './queue-file.js';
import { recordOf, storedOf } from './stored-job.js';

/** A job that a batch leaves out, and why. */
export interface SkippedJob {
  readonly spec: JobSpec;
  readonly note: string;
}

/**
 * The jobs of the program: their order, state and results. A fixed pool of threads does the work; outputs
 * are complete or absent. The queue is stored in a file, so that the next run of the program can continue it.
 */
export class JobQueue {
  readonly #ports: JobQueuePorts;
  readonly #threads: JobThreads;
  readonly #file: QueueFile;
  readonly #feed: ChangeFeed;
  readonly #list = new JobList();
  readonly #interrupted = new InterruptedBatch(this.#list);
  readonly #active = new Set<JobRecord>();
  #isPaused = false;
  #closing: 'cancel' | 'finish' | undefined;
  /** Ended jobs whose last steps (trash, batch result) are under way. */
  #endings = 0;
  #restWaiters: (() => void)[] = [];

  private constructor(ports: JobQueuePorts) {
    this.#ports = ports;
    this.#threads = new JobThreads(ports);
    const queueFiles = [ports.queueFile, ...(ports.inheritedQueueFiles ?? [])] as const;
    this.#file = new QueueFile(queueFiles, () => this.#list.all.map((job) => storedOf(job, this.#nowMs())));
    this.#feed = new ChangeFeed((ids) => {
      const jobs = this.#list.pick([...ids]);
      return { kind: 'changed', jobs: this.#viewsOf(jobs), queue: this.#summary(jobs) };
    });
  }

  /**
   * Loads the queue of the program's last run. Throws IoError when its file cannot be read, and CodecError when the native
   * add-on cannot be loaded. It is loaded here because the threads need it and it must stay loaded longer than they run.
   */
  static async open(ports: JobQueuePorts): Promise<JobQueue> {
    if (ports.nativeFile !== undefined) process.env.BLOSCPACK_NATIVE = ports.nativeFile;
    codecVersions();
    const queue = new JobQueue(ports);
    queue.#list.append((await queue.#file.readAll()).map(recordOf), queue.#nowMs());
    await queue.#interrupted.lookForParts();
    return queue;
  }

  /** The number of jobs that a worker has, paused ones included. */
  get activeJobs(): number {
    return this.#active.size;
  }

  /**
   * Adds jobs at the end, in their order, starts what can start, and returns the batch's id. The jobs are stored before the
   * first of them writes anything, so that they can be continued after a crash. Skipped ones are only listed.
   */
  add(batch: readonly JobSpec[], skipped: readonly SkippedJob[] = []): string {
    const batchId = randomUUID();
    const addressOf = ({ address, sourcePath }: JobSpec) => address && this.#ports.addressOf?.(sourcePath);
    const jobs = batch.map((spec) => new JobRecord(randomUUID(), batchId, spec, addressOf(spec)));
    const left = skipped.map(({ spec, note }) => {
      const job = new JobRecord(randomUUID(), batchId, spec);
      job.move('skip', this.#nowMs());
      job.note = note;
      return job;
    });
    const added = [...jobs, ...left];
    this.#list.append(added, this.#nowMs());
    for (const job of added) {
      if (job.spec.sourceBytes === undefined) void measureSource(job).then(() => this.#feed.changed([job.id]));
    }
    this.#reordered();
    // A queue that cannot be stored still runs.
    void this.#file.flush().then(
      () => this.#schedule(),
      () => this.#schedule(),
    );
    return batchId;
  }

  view(): QueueView {
    return { jobs: this.#viewsOf(this.#list.all), ...this.#summary(this.#list.all) };
  }

  /** Undefined when the job no longer exists. */
  details(id: JobId): JobDetails | undefined {
    const job = this.#list.find(id);
    return job && detailsOf(job, this.#ports.fileOf, this.#nowMs());
  }

  subscribe(listener: (change: QueueChange) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  /** Applies the command to each of the jobs whose state allows it. */
  async control(ids: readonly JobId[], what: JobControl): Promise<void> {
    const jobs = this.#list.pick(ids);
    const unfinished = jobs.filter((job) => !job.isEnded);
    if (what === 'remove') this.#remove(new Set(jobs));
    else if (what === 'keep-source-only') {
      await Promise.all(jobs.map((job) => dropOutput(job, this.#ports, this.#nowMs())));
    } else if (what === 'restore-output') {
      await Promise.all(jobs.map((job) => restoreOutput(job, this.#ports, this.#nowMs())));
    } else for (const job of jobs) controlJob(job, what, this.#nowMs());
    this.#list.reopened();
    this.#emitFinishedBatches(unfinished);
    this.#changed(jobs);
    this.#schedule();
  }

  /** Pausing all also stops waiting jobs from starting. Resuming all resumes those that were paused one by one, too. */
  controlAll(what: 'pause' | 'resume' | 'cancel' | 'clear-finished'): void {
    const jobs = [...this.#list.all];
    const unfinished = jobs.filter((job) => !job.isEnded);
    if (what === 'pause') {
      this.#isPaused = true;
      pauseAll(jobs, this.#nowMs());
    }
    if (what === 'resume') {
      this.#isPaused = false;
      resumeAll(jobs, this.#nowMs());
    }
    if (what === 'cancel') for (const job of jobs) if (!job.isInterrupted) cancelJob(job, this.#nowMs());
    if (what === 'clear-finished') {
      this.#list.remove((job) => job.isEnded && job.state !== 'failed' && !job.grew);
      this.#reordered();
    }
    this.#emitFinishedBatches(unfinished);
    this.#changed(jobs);
    this.#schedule();
  }

  /** Moves a waiting job by so many places among the waiting ones. */
  move(id: JobId, by: number): void {
    if (this.#list.moveWaiting(id, by)) this.#reordered();
  }

  /** Continues or discards interrupted jobs. Either way the partial files of killed writers are deleted. */
  async interrupted(what: 'continue' | 'discard'): Promise<void> {
    await this.#interrupted.answer(what);
    this.#reordered();
    this.#changed(this.#list.all);
    this.#schedule();
  }

  export(format: ExportFormat): string {
    const { blosc } = codecVersions();
    const versions = `C-Blosc ${blosc}, Node ${process.versions.node}, ${process.platform}-${process.arch}`;
    return exportJobs(this.#list.all, format, { nowMs: this.#nowMs(), versions });
  }

  /**
   * Closes the queue. `cancel` stops running jobs and keeps them in the queue, so that the next run can offer them; `finish`
   * first runs all jobs. When it settles, the threads have ended and the queue is stored.
   */
  async close(how: 'cancel' | 'finish'): Promise<void> {
    this.#closing = how;
    const jobs = [...this.#list.all];
    if (how === 'finish') {
      this.#isPaused = false;
      resumeAll(jobs, this.#nowMs());
      this.#schedule();
    } else {
      for (const job of jobs) if (job.control) command(job.control, 'cancel');
    }
    await this.#rest();
    await this.#threads.end();
    this.#feed.flush();
    await this.#file.flush();
  }

  #nowMs(): number {
    return (this.#ports.clock ?? Date.now)();
  }

  #viewsOf(jobs: readonly JobRecord[]): readonly JobView[] {
    const nowMs = this.#nowMs();
    return jobs.map((job) => viewOf(job, this.#ports.fileOf, nowMs));
  }

  /** `changed` are at least the jobs that have changed since the last summary. */
  #summary(changed: readonly JobRecord[]): Omit<QueueView, 'jobs'> {
    const { tally } = this.#list;
    const nowMs = this.#nowMs();
    tally.note(changed, nowMs);
    const interrupted = this.#interrupted.view();
    return { paused: this.#isPaused, totals: tally.totals(nowMs), ...(interrupted && { interrupted }) };
  }

  #changed(jobs: readonly JobRecord[]): void {
    this.#feed.changed(jobs.map(({ id }) => id));
    this.#file.changed();
  }

  #reordered(): void {
    this.#feed.reordered();
    this.#file.changed();
  }

  #schedule(): void {
    if (!this.#isPaused && this.#closing !== 'cancel') {
      for (const job of this.#threads.next(this.#list.ready(), this.#active)) this.#start(job);
    }
    this.#wakeIfAtRest();
  }

  #wakeIfAtRest(): void {
    if (this.#isAtRest()) for (const wake of this.#restWaiters.splice(0)) wake();
  }

  #isAtRest(): boolean {
    if (this.#endings > 0 || this.#active.size > 0) return false;
    return this.#closing === 'cancel' || this.#list.ready().next().done === true;
  }

  async #rest(): Promise<void> {
    if (!this.#isAtRest()) await new Promise<void>((wake) => this.#restWaiters.push(wake));
  }

  #start(job: JobRecord): void {
    job.move('prepare', this.#nowMs());
    job.logLine('started', this.#nowMs());
    this.#active.add(job);
    void this.#threads.run(job, (report) => this.#onReport(job, report)).then((outcome) => this.#ended(job, outcome));
    this.#changed([job]);
  }

  #onReport(job: JobRecord, report: JobReport): void {
    job.onReport(report, this.#nowMs());
    if (report.kind === 'verdicts') this.#feed.verdicts(job.spec.sourcePath, report.verdicts);
    this.#feed.changed([job.id]);
  }

  async #ended(job: JobRecord, outcome: Outcome): Promise<void> {
    // Jobs that the end of the program stopped are kept, those that the user cancelled are not.
    const isKept = outcome.kind === 'cancelled' && this.#closing === 'cancel' && !job.isCancelling;
    job.control = undefined;
    this.#active.delete(job);
    job.isCancelling = false;
    job.isHeldWithAll = false;
    if (isKept) startOver(job, this.#nowMs());
    else applyOutcome(job, outcome, this.#nowMs());
    this.#changed([job]);
    if (job.removeWhenEnded) this.#remove(new Set([job]));
    this.#endings++;
    this.#schedule();
    if (job.state === 'done') await this.#trashSource(job);
    const result = this.#list.batchResult(job.batchId, this.#nowMs());
    if (result && !isKept) this.#feed.batchFinished(result);
    this.#endings--;
    this.#wakeIfAtRest();
  }

  async #trashSource(job: JobRecord): Promise<void> {
    if (!job.spec.trashSource || !this.#ports.trash) return;
    const { sourcePath } = job.spec;
    const isUsedElsewhere = this.#list.all.some((other) => !other.isEnded && other.spec.sourcePath === sourcePath);
    job.note = await trashSource(job, isUsedElsewhere, this.#ports.trash);
    job.logLine(job.note, this.#nowMs());
    this.#changed([job]);
  }

  #remove(jobs: ReadonlySet<JobRecord>): void {
    for (const job of jobs) {
      if (!job.isActive) continue;
      job.removeWhenEnded = true;
      cancelJob(job, this.#nowMs());
    }
    this.#list.remove((job) => jobs.has(job) && !job.isActive);
    this.#reordered();
  }

  /** Jobs that ended without a worker may have completed their batches. */
  #emitFinishedBatches(before: readonly JobRecord[]): void {
    for (const batchId of new Set(before.filter((job) => job.isEnded).map((job) => job.batchId))) {
      const result = this.#list.batchResult(batchId, this.#nowMs());
      if (result) this.#feed.batchFinished(result);
    }
  }
}
