import type { FileFacts } from '../../../shared/contract/files.js';
import { hasFoundDamage, type JobFile, type JobId, type JobView } from '../../../shared/contract/jobs.js';
import { describeFile } from '../describe/describe-file.js';
import type { Inspection } from '../inspection.js';
import { arrayWords, type RecentsStore } from './recents-store.js';

/** Adds the source of every job that is done, or found damage in a container, to the recent files; each end of a job once. */
export class JobHistory {
  readonly #inspection: Inspection;
  readonly #recents: RecentsStore;
  readonly #added = new Set<JobId>();

  constructor(inspection: Inspection, recents: RecentsStore) {
    this.#inspection = inspection;
    this.#recents = recents;
  }

  /** Ignores jobs that had ended before the program started. */
  ignoreEnded(jobs: readonly JobView[]): void {
    for (const job of jobs) if (isWorthNoting(job)) this.#added.add(job.id);
  }

  /** Whether something was added. */
  async note(jobs: readonly JobView[]): Promise<boolean> {
    // A job that is tried again ends again.
    for (const job of jobs) if (!isWorthNoting(job)) this.#added.delete(job.id);
    const ended = jobs.filter((job) => isWorthNoting(job) && !this.#added.has(job.id));
    for (const job of ended) {
      this.#added.add(job.id);
      await this.#add(job);
    }
    return ended.length > 0;
  }

  async #add(job: JobView): Promise<void> {
    const used = usedFile(job);
    // The list has those that were opened.
    if (this.#inspection.registry.addresses.find(used.id)) return;
    const facts = await describeFile(this.#inspection, used.id);
    const { kind, sizeBytes, array } = facts;
    // In the trash by now, or never readable: not added.
    if (kind === 'folder' || kind === 'unreadable') return;
    const ratio = ratioOf(job, facts);
    await this.#recents.add({
      path: this.#inspection.registry.path(used.id),
      kind,
      sizeBytes,
      lastAction: job.action === 'compress' || job.action === 'decompress' ? job.action : 'inspect',
      lastCheck: job.state === 'failed' ? 'damaged' : job.check === 'none' ? 'none' : 'verified',
      ...(array && { array: arrayWords(array) }),
      ...(ratio !== undefined && { ratio }),
    });
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
