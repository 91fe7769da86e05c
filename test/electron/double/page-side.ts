import type { PageMessage } from './ipc-main.js';

/**
 * The script that Chromium runs before any of the page's: it gives the preload bundle what Electron's sandbox gives it, as
 * the parameters of one function body, and nothing else. Two names stay on `window`: the binding to the main process, and
 * the function that it calls back.
 */
export function pageScript(preload: string): string {
  return `(${runPreload.toString()})(function (${SANDBOX_PARAMETERS.join(', ')}) {${preload}\n});`;
}

/** All that a sandboxed preload script is given: `lib/sandboxed_renderer/preload.ts` of Electron compiles it as such a function. */
export const SANDBOX_PARAMETERS = [
  'require',
  'process',
  'exports',
  'module',
  'Buffer',
  'global',
  'setImmediate',
  'clearImmediate',
] as const;

/** The files that a test dropped: `webUtils.getPathForFile` has to answer at once, which only a list can. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  readonly path: string;
}

export interface PageGlobals {
  __electronToMain(message: PageMessage): Promise<{ value?: unknown; error?: string }>;
  __electronToPage(channel: string, args: unknown[]): void;
  __electronDropped: DroppedFile[];
}

/** Runs in the page: it must not use anything from outside of itself. */
function runPreload(preload: (...sandbox: unknown[]) => void): void {
  type Listener = (event: unknown, ...args: unknown[]) => void;
  // The page's own global object; this realm is compiled without the DOM.
  const page = globalThis as unknown as PageGlobals & { window: unknown; top: unknown } & Record<string, unknown>;
  if (page.window !== page.top) return;

  const listeners = new Map<string, Set<Listener>>();
  page.__electronDropped = [];
  page.__electronToPage = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({ ports: [] }, ...args);
  };

  // Electron asks before Chromium makes a window.
  page.open = (address: unknown) => {
    void page.__electronToMain({ kind: 'open', url: String(address) });
    return null;
  };

  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
    send(channel: string, ...args: unknown[]) {
      void page.__electronToMain({ kind: 'send', channel, args: structuredClone(args) });
    },
    async invoke(channel: string, ...args: unknown[]) {
      const answer = await page.__electronToMain({ kind: 'invoke', channel, args: structuredClone(args) });
      if (answer.error === undefined) return answer.value;
      throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
    },
  };

  // What crosses the bridge is copied and frozen; functions are wrapped, and files pass by reference.
  const isFile = (value: unknown) => Object.prototype.toString.call(value) === '[object File]';
  const copy = (value: unknown): unknown => {
    if (typeof value === 'function') return (...args: unknown[]) => copy(value(...args.map(copy)));
    if (value instanceof Promise) return value.then(copy);
    if (Array.isArray(value)) return Object.freeze(value.map(copy));
    if (typeof value !== 'object' || value === null || isFile(value)) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)])));
  };

  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld(key: string, api: unknown) {
        if (key in page) throw new Error('Cannot bind an API on top of an existing property on the window object');
        Object.defineProperty(page, key, { value: copy(api), enumerable: true });
      },
    },
    webUtils: {
      getPathForFile(file: { name: string; size: number }) {
        if (!isFile(file)) throw new TypeError('The file must be a File.');
        return page.__electronDropped.find(({ name, size }) => name === file.name && size === file.size)?.path ?? '';
      },
    },
  };
  const requireInSandbox = (name: string) => {
    if (['electron', 'electron/common', 'electron/renderer'].includes(name)) return electron;
    throw new Error(`module not found: ${name}`);
  };
  const processShim = { type: 'renderer', sandboxed: true, contextIsolated: true, platform: 'linux', env: {} };
  const exported = {};
  preload(requireInSandbox, processShim, exported, { exports: exported });
}
