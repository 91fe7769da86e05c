import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import { describeFiles } from '../describe/describe-file.js';
import type { EventHub } from '../events/event-hub.js';
import type { FileRegistry } from './file-registry.js';
import { type FoundFile, walkFolder } from './folder-walk.js';

/** Files that are described together; small, so that the first ones are told soon. */
const GROUP_FILES = 64;
/** At most 20 events a second. */
const LEAST_INTERVAL_MS = 50;

/** The searches below dropped folders. What they find comes by `files.found`; the last event of a search has `done`. */
export class FolderScans {
  readonly #registry: FileRegistry;
  readonly #events: EventHub;
  readonly #running = new Map<FileId, { readonly stop: AbortController; readonly end: Promise<void> }>();

  constructor(registry: FileRegistry, events: EventHub) {
    this.#registry = registry;
    this.#events = events;
  }

  /** Starts a search, unless one below this folder is under way. */
  start(folderId: FileId): void {
    if (this.#running.has(folderId)) return;
    const stop = new AbortController();
    // After the present call was answered: the window must know the folder before it hears what is in it.
    const end = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#scan(folderId, stop.signal))
      .finally(() => this.#running.delete(folderId));
    this.#running.set(folderId, { stop, end });
  }

  /** Ends a search; its last event still comes. */
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
      for await (const found of walkFolder(this.#registry.path(folderId), signal)) {
        group.push(found);
        if (group.length < GROUP_FILES) continue;
        report.add(await this.#describe(group));
        group = [];
      }
      report.add(await this.#describe(group));
    } catch {
      // The folder went away; what was found before stands.
    }
    report.finish();
  }

  #describe(group: readonly FoundFile[]): Promise<FileFacts[]> {
    const allowed = group.filter(({ path }) => this.#registry.allows(path));
    const ids = allowed.map(({ path, relativeFolder }) => this.#registry.admitDropped(path, relativeFolder));
    return describeFiles(this.#registry, ids);
  }
}

/** Gathers facts and tells them not too often. */
class FoundReport {
  readonly #folderId: FileId;
  readonly #events: EventHub;
  #files: FileFacts[] = [];
  #foundCount = 0;
  #foundBytes = 0;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(folderId: FileId, events: EventHub) {
    this.#folderId = folderId;
    this.#events = events;
  }

  add(files: readonly FileFacts[]): void {
    this.#files.push(...files);
    this.#foundCount += files.length;
    this.#foundBytes += files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (performance.now() - this.#toldMs >= LEAST_INTERVAL_MS) this.#tell(false);
  }

  finish(): void {
    this.#tell(true);
  }

  #tell(done: boolean): void {
    this.#events.emit('files.found', {
      folderId: this.#folderId,
      files: this.#files,
      foundCount: this.#foundCount,
      foundBytes: this.#foundBytes,
      done,
    });
    this.#files = [];
    this.#toldMs = performance.now();
  }
}
