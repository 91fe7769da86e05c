import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import { type FoundFile, walkFolder } from '../../engine/io/folder-walk.js';
import { describeFiles } from '../describe/describe-file.js';
import type { EventHub } from '../events/event-hub.js';
import type { Inspection } from '../inspection.js';

/** Files that are described together; few, so that the first ones are reported soon. */
const GROUP_FILES = 64;
/** At most 20 events a second. */
const MIN_INTERVAL_MS = 50;

/** Searches dropped folders. Found files are sent by the event `files.found`; the last event of a search has `done`. */
export class FolderScans {
  readonly #inspection: Inspection;
  readonly #events: EventHub;
  readonly #running = new Map<FileId, { readonly stop: AbortController; readonly end: Promise<void> }>();

  constructor(inspection: Inspection, events: EventHub) {
    this.#inspection = inspection;
    this.#events = events;
  }

  /** Starts a search, unless one in this folder is running. */
  start(folderId: FileId): void {
    if (this.#running.has(folderId)) return;
    const stop = new AbortController();
    // After the response to the current call: the window must know the folder before it receives its files.
    const end = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#scan(folderId, stop.signal))
      .finally(() => this.#running.delete(folderId));
    this.#running.set(folderId, { stop, end });
  }

  /** Stops a search; its last event is sent nevertheless. */
  stop(folderId: FileId): void {
    this.#running.get(folderId)?.stop.abort();
  }

  async close(): Promise<void> {
    const searches = [...this.#running.values()];
    for (const { stop } of searches) stop.abort();
    await Promise.all(searches.map(({ end }) => end));
  }

  async #scan(folderId: FileId, signal: AbortSignal): Promise<void> {
    const report = new FoundReport(folderId, this.#events);
    try {
      let group: FoundFile[] = [];
      const { registry, inspector } = this.#inspection;
      const isStore = (path: string) => inspector.call('is-store', { path });
      for await (const found of walkFolder(registry.path(folderId), signal, undefined, isStore)) {
        group.push(found);
        if (group.length < GROUP_FILES) continue;
        report.add(await this.#describe(group));
        group = [];
      }
      report.add(await this.#describe(group));
    } catch {
      // The folder no longer exists; files that were found before are kept.
    }
    report.finish();
  }

  #describe(group: readonly FoundFile[]): Promise<FileFacts[]> {
    const { registry } = this.#inspection;
    const allowed = group.filter(({ path }) => registry.allows(path));
    const ids = allowed.map(({ path, relativeFolder }) => registry.admitDropped(path, relativeFolder));
    return describeFiles(this.#inspection, ids);
  }
}

/** Collects facts and sends them at most every `MIN_INTERVAL_MS`. */
class FoundReport {
  readonly #folderId: FileId;
  readonly #events: EventHub;
  #files: FileFacts[] = [];
  #foundCount = 0;
  #foundBytes = 0;
  #emittedMs = Number.NEGATIVE_INFINITY;

  constructor(folderId: FileId, events: EventHub) {
    this.#folderId = folderId;
    this.#events = events;
  }

  add(files: readonly FileFacts[]): void {
    this.#files.push(...files);
    this.#foundCount += files.length;
    this.#foundBytes += files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (performance.now() - this.#emittedMs >= MIN_INTERVAL_MS) this.#emit(false);
  }

  finish(): void {
    this.#emit(true);
  }

  #emit(done: boolean): void {
    this.#events.emit('files.found', {
      folderId: this.#folderId,
      files: this.#files,
      foundCount: this.#foundCount,
      foundBytes: this.#foundBytes,
      done,
    });
    this.#files = [];
    this.#emittedMs = performance.now();
  }
}
