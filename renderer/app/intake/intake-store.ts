import type { Events } from '../../../shared/contract/events.js';
import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../../data/client.js';
import { Store } from '../../data/store/store.js';
import { choicesOf, type SavedIntake, savedIntake, saveIntake, type TabStorage } from './intake-memory.js';
import type { IntakeEdits } from './intake-options.js';
import { type IntakeRow, type RowKind, rowOf } from './intake-row.js';
import { RawMemory } from './raw-memory.js';

/** A search for files in a dropped folder. */
export interface FolderScan {
  readonly folderId: FileId;
  readonly name: string;
  readonly foundCount: number;
  readonly foundBytes: number;
  readonly done: boolean;
}

/** What the intake card shows. Every change makes a new object; unchanged parts stay the same objects. */
export interface IntakeState {
  readonly rows: readonly IntakeRow[];
  /** Files whose first bytes are being read. */
  readonly pending: number;
  /** Raw files whose typesize is being probed. */
  readonly probing: number;
  readonly scans: readonly FolderScan[];
  /** Kinds that the user has excluded. */
  readonly leftOut: ReadonlySet<RowKind>;
  readonly edits: IntakeEdits;
  /** Why the last files could not be read, and a function that tries again. */
  readonly failure?: { readonly error: ContractError; readonly retry: () => void };
}

const empty: IntakeState = {
  rows: [],
  pending: 0,
  probing: 0,
  scans: [],
  leftOut: new Set(),
  edits: {},
};

/** Files in one call of `files.describe`: few enough that the first rows appear soon, enough that many files need few calls. */
const filesPerCall = 256;
/** Changes pause this long before they are saved for a reload. */
const saveAfterMs = 300;
/** Raw files that are probed automatically; each costs a read and four compressions of 1 MiB. */
const maxProbes = 64;

/** The files of the intake card. Lives as long as the window, so that leaving Home loses nothing. */
export class IntakeStore extends Store<IntakeState> {
  readonly #client: Client;
  readonly #known = new Set<FileId>();
  readonly #rawMemory = new RawMemory();
  #lastProbe: Promise<void> = Promise.resolve();
  #probes = 0;
  /** Files that could not be described, and whether they were added with `flipped`. */
  #failed = new Map<FileId, boolean>();
  /** Counts how often the card was cleared: results for files of an earlier list are dropped. */
  #listNumber = 0;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  /** `storage` is that of the tab; there is none outside a browser. */
  constructor(client: Client, storage: TabStorage | undefined = globalThis.sessionStorage) {
    super(empty);
    this.#client = client;
    client.on('files.found', (found) => this.#addFound(found));
    if (!storage) return;
    const saved = savedIntake(storage);
    if (saved) void this.#restore(saved);
    this.subscribe(() => this.#saveSoon(storage));
  }

  /** Adds files; those in the list stay unchanged. Resolves when the first bytes of all were read. */
  async arrive(ids: readonly FileId[], flipped = false): Promise<void> {
    const fresh = [...new Set(ids)].filter((id) => !this.#known.has(id));
    for (const id of fresh) {
      this.#known.add(id);
      this.#failed.delete(id);
    }
    const { failure, ...rest } = this.state();
    const stays = failure && this.#failed.size > 0;
    this.set({ ...rest, ...(stays && { failure }), pending: this.state().pending + fresh.length });
    for (let start = 0; start < fresh.length; start += filesPerCall) {
      await this.#describe(fresh.slice(start, start + filesPerCall), flipped);
    }
  }

  /** Changes one row. */
  change(id: FileId, changes: Partial<Omit<IntakeRow, 'id' | 'facts'>>): void {
    const row = this.state().rows.find((candidate) => candidate.id === id);
    if (!row) return;
    if (changes.raw) this.#rawMemory.remember(row.facts, changes.raw);
    this.#replace({ ...row, ...changes });
  }

  /** Raw bytes are kept as bytes again. */
  keepAsBytes(id: FileId): void {
    const row = this.state().rows.find((candidate) => candidate.id === id);
    if (!row) return;
    const { raw: _raw, ...rest } = row;
    this.#rawMemory.forget(row.facts);
    this.#replace(rest);
  }

  /** Removes a row. Returns a function that restores it. */
  remove(id: FileId): () => void {
    const before = this.state().rows;
    this.#known.delete(id);
    this.#patch({ rows: before.filter((row) => row.id !== id) });
    const index = before.findIndex((row) => row.id === id);
    const row = before[index];
    return () => {
      if (!row || this.#known.has(id)) return;
      this.#known.add(id);
      this.#patch({ rows: this.state().rows.toSpliced(index, 0, row) });
    };
  }

  /** Removes all rows and edits. Returns a function that restores them. */
  clear(): () => void {
    const before = this.state();
    const failed = this.#failed;
    this.#failed = new Map();
    this.#listNumber += 1;
    this.stopScans();
    this.#known.clear();
    this.#probes = 0;
    this.set(empty);
    return () => {
      if (this.state().rows.length > 0) return;
      this.#failed = failed;
      for (const { id } of before.rows) this.#known.add(id);
      this.set({ ...before, pending: 0, probing: 0, scans: [] });
    };
  }

  setKind(kind: RowKind, wanted: boolean): void {
    const leftOut = new Set(this.state().leftOut);
    if (wanted) leftOut.delete(kind);
    else leftOut.add(kind);
    this.#patch({ leftOut });
  }

  edit(edits: IntakeEdits): void {
    this.#patch({ edits: { ...this.state().edits, ...edits } });
  }

  /** Files that were found so far stay. */
  stopScans(): void {
    for (const { folderId, done } of this.state().scans) {
      // An error is ignored: the search may have ended already.
      if (!done) this.#client.call('files.stop', { id: folderId }).catch(() => undefined);
    }
  }

  /** Shows the card from before a reload. Files that the host no longer knows, because it was started again, are dropped. */
  async #restore(saved: SavedIntake): Promise<void> {
    const listNumber = this.#listNumber;
    const ids = saved.rows.map(({ id }) => id);
    const facts = await this.#client.call('files.describe', { ids }).catch(() => []);
    const known = facts.filter(({ id, problem }) => problem?.kind !== 'gone' && !this.#known.has(id));
    if (known.length === 0 || listNumber !== this.#listNumber) return;
    for (const { id } of known) this.#known.add(id);
    this.edit(saved.edits);
    this.#addFacts(known, false);
    for (const { id } of known) this.change(id, choicesOf(saved, id));
  }

  #saveSoon(storage: TabStorage): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => saveIntake(storage, this.state().rows, this.state().edits), saveAfterMs);
  }

  async #describe(ids: readonly FileId[], flipped: boolean): Promise<void> {
    const listNumber = this.#listNumber;
    try {
      const facts = await this.#client.call('files.describe', { ids: [...ids] });
      if (listNumber === this.#listNumber) this.#addFacts(facts, flipped);
    } catch (thrown) {
      if (listNumber === this.#listNumber) this.#fail(ids, flipped, toContractError(thrown));
    } finally {
      if (listNumber === this.#listNumber) this.#patch({ pending: this.state().pending - ids.length });
    }
  }

  #fail(ids: readonly FileId[], flipped: boolean, error: ContractError): void {
    for (const id of ids) {
      this.#known.delete(id);
      this.#failed.set(id, flipped);
    }
    this.#patch({ failure: { error, retry: () => this.#retry() } });
  }

  #retry(): void {
    const failed = [...this.#failed];
    for (const asFlipped of [false, true]) {
      const ids = failed.filter(([, flipped]) => flipped === asFlipped).map(([id]) => id);
      if (ids.length > 0) void this.arrive(ids, asFlipped);
    }
  }

  #addFacts(facts: readonly FileFacts[], flipped: boolean): void {
    const folders = facts.filter(({ kind }) => kind === 'folder');
    const rows = facts
      .filter(({ kind }) => kind !== 'folder')
      .map((fact) => this.#rawMemory.applyTo(rowOf(fact, flipped)));
    this.#patch({
      rows: [...this.state().rows, ...rows],
      scans: [
        ...this.state().scans,
        ...folders.map(({ id, name }) => ({ folderId: id, name, foundCount: 0, foundBytes: 0, done: false })),
      ],
    });
    for (const row of rows) if (row.facts.kind === 'raw' && row.facts.sizeBytes > 0 && !row.raw) this.#probe(row.id);
  }

  #addFound({ folderId, files, ...sums }: Events['files.found']): void {
    const scan = this.state().scans.find((candidate) => candidate.folderId === folderId);
    if (!scan) return;
    const scans = this.state().scans.map((candidate) => (candidate === scan ? { ...scan, ...sums } : candidate));
    // After its search has ended, the folder can be dropped again.
    if (sums.done) this.#known.delete(folderId);
    const fresh = files.filter(({ id }) => !this.#known.has(id));
    for (const { id } of fresh) this.#known.add(id);
    this.#patch({ scans: scans.filter(({ done }) => !done) });
    if (fresh.length > 0) this.#addFacts(fresh, false);
  }

  /** Probes run one after another, because each uses all cores. */
  #probe(id: FileId): void {
    if (this.#probes >= maxProbes) return;
    const listNumber = this.#listNumber;
    this.#probes += 1;
    this.#patch({ probing: this.state().probing + 1 });
    this.#lastProbe = this.#lastProbe.then(async () => {
      try {
        const probe = await this.#client.call('files.probe', { id, skipBytes: 0 });
        this.change(id, { probe });
      } catch {
        // Without a probe the file is packed with the typesize of the batch.
      } finally {
        if (listNumber === this.#listNumber) this.#patch({ probing: this.state().probing - 1 });
      }
    });
  }

  #replace(row: IntakeRow): void {
    this.#patch({ rows: this.state().rows.map((candidate) => (candidate.id === row.id ? row : candidate)) });
  }

  #patch(changes: Partial<IntakeState>): void {
    this.set({ ...this.state(), ...changes });
  }
}
