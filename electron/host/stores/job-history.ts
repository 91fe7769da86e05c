import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import { hasFoundDamage, type JobFile, type JobId, type JobView } from '../../../shared/contract/jobs.js';
import { describeFile } from '../describe/describe-file.js';
import type { Inspection } from '../inspection.js';
import { arrayWords, MAX_RECENTS, type RecentsStore, type UsedFile } from './recents-store.js';

/**
 * Adds the source of every job that is done, or found damage in a container, to the recent files; each end of a job once. Of many
 * that end before they are added, only as many as the list shows are looked at.
 */
export class JobHistory {
  readonly #inspection: Inspection;
  readonly #recents: RecentsStore;
  readonly #noted = new Set<JobId>();
  /** The latest job of each file that is still to be added, the latest file last. */
  readonly #waiting = new Map<FileId, JobView>();

  constructor(inspection: Inspection, recents: RecentsStore) {
    this.#inspection = inspection;
    this.#recents = recents;
  }

  /** Ignores jobs that had ended before the program started. */
  ignoreEnded(jobs: readonly JobView[]): void {
    for (const job of jobs) if (isWorthNoting(job)) this.#noted.add(job.id);
  }

  /** Takes over the present states of these jobs; `addEnded` adds those that have ended. */
  note(jobs: readonly JobView[]): void {
    for (const job of jobs) {
      // A job that is tried again ends again.
      if (!isWorthNoting(job)) this.#noted.delete(job.id);
      else if (!this.#noted.has(job.id)) {
        this.#noted.add(job.id);
        this.#wait(job);
      }
    }
  }

  /** Whether something was to be added. */
  async addEnded(): Promise<boolean> {
    if (this.#waiting.size === 0) return false;
    const ended = [...this.#waiting];
    this.#waiting.clear();
    const used = await Promise.all(ended.map(([id, job]) => this.#usedFile(id, job)));
    await this.#recents.add(...used.flatMap((file) => file ?? []));
    return true;
  }

  #wait(job: JobView): void {
    const { id } = usedFile(job);
    // The list has those on servers that were opened.
    if (this.#inspection.registry.addresses.find(id)) return;
    this.#waiting.delete(id);
    this.#waiting.set(id, job);
    const [first] = this.#waiting.keys();
    if (first !== undefined && this.#waiting.size > MAX_RECENTS) this.#waiting.delete(first);
  }

  /** Undefined for a file that is in the trash by now, was never readable, or is now outside the roots. */
  async #usedFile(id: FileId, job: JobView): Promise<UsedFile | undefined> {
    const facts = await describeFile(this.#inspection, id);
    const { kind, sizeBytes, array } = facts;
    const path = this.#inspection.registry.find(id);
    if (kind === 'folder' || kind === 'unreadable' || path === undefined) return undefined;
    const ratio = ratioOf(job, facts);
    return {
      path,
      kind,
      sizeBytes,
      lastAction: job.action === 'compress' || job.action === 'decompress' ? job.action : 'inspect',
      lastCheck: job.state === 'failed' ? 'damaged' : job.check === 'none' ? 'none' : 'verified',
      ...(array && { array: arrayWords(array) }),
      ...(ratio !== undefined && { ratio }),
    };
  }
}

/** The file to list: for an append the container, which now has the added data. */
function usedFile({ action, output, source }: JobView): JobFile {
  return action === 'append' && output ? output : source;
}

/** An error of a source that is compressed says nothing about damage: it may have changed, or be of another kind. */
function isWorthNoting(job: JobView): boolean {
  return job.state === 'done' || hasFoundDamage(job);
}

/** Uncompressed / stored; undefined for a failed job, whose output is incomplete, and for one array of several. */
function ratioOf({ state, action, member, plainBytes, outputBytes }: JobView, facts: FileFacts): number | undefined {
  const { sizeBytes, container } = facts;
  if (state !== 'done' || member !== undefined) return undefined;
  if (action !== 'compress' && action !== 'decompress')
    return container?.plainBytes && container.plainBytes / sizeBytes;
  const storedBytes = action === 'compress' ? outputBytes : sizeBytes;
  return plainBytes && storedBytes ? plainBytes / storedBytes : undefined;
}
