import type { RequestOf } from '../../../shared/contract/calls.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../../data/client.js';
import { Store } from '../../data/store/store.js';
import type { CompleteSelection } from './complete-selection.js';

/** The tabs of the Inspector's middle region, from left to right. */
export const inspectorViews = ['overview', 'data', 'chunks', 'bytes'] as const;
export type InspectorView = (typeof inspectorViews)[number];

export type OpenRequest = RequestOf<'inspect.open'>;

/** View and selection of a tab, to be restored when it is shown again. Views write it; it does not cause a render. */
export interface TabMemory {
  view: InspectorView;
  selection?: CompleteSelection;
}

/** One file in the row of tabs. */
export interface DocumentTab {
  readonly key: string;
  readonly name: string;
  readonly request: OpenRequest;
  readonly overview?: DocumentOverview;
  readonly error?: ContractError;
  /** The file has changed on disk or on its server since it was read. */
  readonly isChanged: boolean;
  readonly version: number;
  readonly memory: TabMemory;
}

export interface DocumentsState {
  readonly tabs: readonly DocumentTab[];
  readonly activeKey: string | undefined;
}

/** A search reports chunks up to 20 times a second: the overview is read less often. */
const RENEW_MS = 400;

/** The open documents. Lives as long as the window. */
export class DocumentStore extends Store<DocumentsState> {
  readonly #client: Client;
  /** Tabs whose files this window is writing. */
  readonly #writing = new Set<string>();
  /** Tabs whose overviews will be renewed. */
  readonly #renewing = new Set<string>();
  #opened = 0;

  constructor(client: Client) {
    super({ tabs: [], activeKey: undefined });
    this.#client = client;
    client.on('inspect.changed', ({ document, what }) => {
      const tab = this.state().tabs.find(({ overview }) => overview?.document === document);
      if (tab && what === 'file' && !this.#writing.has(tab.key)) this.#change(tab.key, { isChanged: true });
      if (tab && what === 'walk') this.#renewSoon(tab.key);
    });
  }

  /** Opens a file in a new tab, or shows the tab that has it. */
  async open(request: OpenRequest, name = 'Opening…'): Promise<void> {
    if (this.#showTabOf(request)) return;
    await this.#read(this.#add({ name, request }));
  }

  /**
   * The same, but the tab is there only when the file could be read, and not when `signal` is aborted before that. Rejects with
   * CallError.
   */
  async openWhenRead(request: OpenRequest, signal: AbortSignal): Promise<void> {
    if (this.#showTabOf(request)) return;
    const overview = await this.#client.call('inspect.open', request);
    if (signal.aborted) this.#closeDocument(overview.document);
    else this.#add({ name: nameOf(overview), request, overview });
  }

  /** Opens plain bytes as another type, in the same tab, which stays unchanged on an error. Rejects with CallError. */
  async readAs(key: string, request: OpenRequest): Promise<void> {
    const overview = await this.#client.call('inspect.open', request);
    const tab = this.#tab(key);
    if (!tab) return this.#closeDocument(overview.document);
    this.#replace({ ...withoutError(tab), name: nameOf(overview), request, overview, version: tab.version + 1 });
    if (tab.overview) this.#closeDocument(tab.overview.document);
  }

  /** Runs work that changes a tab's file, then reads the file again, also after an error. `isChanged` is not set meantime. */
  async write<Outcome>(key: string, work: () => Promise<Outcome>): Promise<Outcome> {
    this.#writing.add(key);
    try {
      return await work();
    } finally {
      await this.reload(key);
      this.#writing.delete(key);
    }
  }

  show(activeKey: string): void {
    this.set({ ...this.state(), activeKey });
  }

  /** Shows the tab `by` places to the right; after the last comes the first. */
  step(by: number): void {
    const { tabs, activeKey } = this.state();
    const at = tabs.findIndex(({ key }) => key === activeKey);
    const next = tabs[(at + by + tabs.length) % Math.max(1, tabs.length)];
    if (next) this.show(next.key);
  }

  close(key: string): void {
    const { tabs, activeKey } = this.state();
    const at = tabs.findIndex((tab) => tab.key === key);
    if (at < 0) return;
    const rest = tabs.filter((tab) => tab.key !== key);
    const document = tabs[at]?.overview?.document;
    this.set({ tabs: rest, activeKey: activeKey === key ? rest[Math.min(at, rest.length - 1)]?.key : activeKey });
    if (document) this.#closeDocument(document);
  }

  /** Reads the file as it is now. */
  async reload(key: string): Promise<void> {
    const document = this.#tab(key)?.overview?.document;
    await this.#read(key, document);
  }

  /** Reloads a document that the host has open, or opens the file. */
  async #read(key: string, document?: string): Promise<void> {
    const tab = this.#tab(key);
    if (!tab) return;
    try {
      const overview = document
        ? await this.#client.call('inspect.reload', { document }).catch((thrown) => {
            if (toContractError(thrown).kind !== 'gone') throw thrown;
            return this.#client.call('inspect.open', tab.request);
          })
        : await this.#client.call('inspect.open', tab.request);
      if (!this.#tab(key)) return this.#closeDocument(overview.document);
      const now = withoutError(this.#tab(key) ?? tab);
      this.#replace({ ...now, name: nameOf(overview), overview, isChanged: false, version: now.version + 1 });
    } catch (thrown) {
      this.#change(key, { error: toContractError(thrown), isChanged: false });
    }
  }

  /** Chunks of a container without offsets are found after it was opened. */
  #renewSoon(key: string): void {
    if (this.#renewing.has(key)) return;
    this.#renewing.add(key);
    setTimeout(() => {
      this.#renewing.delete(key);
      // An error is ignored: the views that read the document report it.
      this.#renew(key).catch(() => undefined);
    }, RENEW_MS);
  }

  async #renew(key: string): Promise<void> {
    const document = this.#tab(key)?.overview?.document;
    if (document === undefined) return;
    const overview = await this.#client.call('inspect.overview', { document });
    if (this.#tab(key)?.overview?.document === document) this.#change(key, { overview });
  }

  /** Shows the tab that has the file; false if none has. */
  #showTabOf(request: OpenRequest): boolean {
    const same = this.state().tabs.find((tab) => JSON.stringify(tab.request) === JSON.stringify(request));
    if (same) this.show(same.key);
    return same !== undefined;
  }

  /** Shows a new tab, and returns its key. */
  #add(facts: Pick<DocumentTab, 'name' | 'request' | 'overview'>): string {
    this.#opened += 1;
    const key = `tab-${this.#opened}`;
    const tab: DocumentTab = { ...facts, key, isChanged: false, version: 0, memory: { view: 'overview' } };
    this.set({ tabs: [...this.state().tabs, tab], activeKey: key });
    return key;
  }

  #tab(key: string): DocumentTab | undefined {
    return this.state().tabs.find((tab) => tab.key === key);
  }

  #closeDocument(document: string): void {
    // An error is ignored: a host that has stopped has closed the document.
    this.#client.call('inspect.close', { document }).catch(() => undefined);
  }

  #change(key: string, changes: Partial<DocumentTab>): void {
    const tab = this.#tab(key);
    if (tab) this.#replace({ ...tab, ...changes });
  }

  #replace(tab: DocumentTab): void {
    this.set({ ...this.state(), tabs: this.state().tabs.map((other) => (other.key === tab.key ? tab : other)) });
  }
}

function withoutError({ error: _error, ...tab }: DocumentTab): DocumentTab {
  return tab;
}

function nameOf({ file, member }: DocumentOverview): string {
  const name = file.address === undefined ? file.name : `${file.name} (${new URL(file.address).host})`;
  return member ? `${name} › ${member}` : name;
}
