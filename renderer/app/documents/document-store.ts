import type { RequestOf } from '../../../shared/contract/calls.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../../data/client.js';
import { Store } from '../../data/store/store.js';
import type { CompleteSelection } from './complete-selection.js';
import type { InspectorView } from './inspector-views.js';

export type OpenRequest = RequestOf<'inspect.open'>;

/** Where a tab was left, for when it comes back. Written by its views, never drawn from. */
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
  /** The file is not what it was when it was read. */
  readonly isChanged: boolean;
  readonly version: number;
  readonly memory: TabMemory;
}

export interface DocumentsState {
  readonly tabs: readonly DocumentTab[];
  readonly activeKey: string | undefined;
}

/** The documents that are open, for as long as the window is. */
export class DocumentStore extends Store<DocumentsState> {
  readonly #client: Client;
  /** Tabs whose files are being written from here. */
  readonly #writing = new Set<string>();
  #opened = 0;

  constructor(client: Client) {
    super({ tabs: [], activeKey: undefined });
    this.#client = client;
    client.on('inspect.changed', ({ document, what }) => {
      const tab = this.state().tabs.find(({ overview }) => overview?.document === document);
      if (tab && what === 'file' && !this.#writing.has(tab.key)) this.#change(tab.key, { isChanged: true });
    });
  }

  /** Opens a file in a tab of its own, or shows the tab that has it already. */
  async open(request: OpenRequest, name = 'Opening…'): Promise<void> {
    const same = this.state().tabs.find((tab) => JSON.stringify(tab.request) === JSON.stringify(request));
    if (same) return this.show(same.key);
    this.#opened += 1;
    const tab: DocumentTab = {
      key: `tab-${this.#opened}`,
      name,
      request,
      isChanged: false,
      version: 0,
      memory: { view: 'overview' },
    };
    this.set({ tabs: [...this.state().tabs, tab], activeKey: tab.key });
    await this.#read(tab.key);
  }

  /** Reads plain bytes in another way, in the tab that has them; that stays as it is when they cannot be. Rejects with CallError. */
  async readAs(key: string, request: OpenRequest): Promise<void> {
    const overview = await this.#client.call('inspect.open', request);
    const tab = this.#tab(key);
    if (!tab) return this.#forget(overview.document);
    this.#replace({ ...withoutError(tab), name: nameOf(overview), request, overview, version: tab.version + 1 });
    if (tab.overview) this.#forget(tab.overview.document);
  }

  /** Does what changes a tab's file, and reads it anew however that ended: what one does oneself is no news. */
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

  /** The tab that many places to the right, round and round. */
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
    if (document) this.#forget(document);
  }

  /** Reads the file as it is now. */
  async reload(key: string): Promise<void> {
    const document = this.#tab(key)?.overview?.document;
    await this.#read(key, document);
  }

  /** A document that the host knows is read anew; one that it does not, or does not any more, is opened. */
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
      if (!this.#tab(key)) return this.#forget(overview.document);
      const now = withoutError(this.#tab(key) ?? tab);
      this.#replace({ ...now, name: nameOf(overview), overview, isChanged: false, version: now.version + 1 });
    } catch (thrown) {
      this.#change(key, { error: toContractError(thrown), isChanged: false });
    }
  }

  #tab(key: string): DocumentTab | undefined {
    return this.state().tabs.find((tab) => tab.key === key);
  }

  #forget(document: string): void {
    // The host may be gone, and the document with it.
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
  return member ? `${file.name} › ${member}` : file.name;
}
