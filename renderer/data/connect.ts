import type { Transport } from '../../shared/contract/transport.js';
import { type Connection, steadyConnection } from './connection.js';
import { WebSocketTransport } from './websocket-transport.js';

declare global {
  interface Window {
    /** The bridge of the preload script, in Electron only. */
    readonly bloscpack?: Transport;
  }
}

export interface Link {
  readonly transport: Transport;
  readonly connection: Connection;
}

/** Finds the host: in Electron by the bridge of the preload script, in a browser by the page's own address and token. */
export function connect(): Link {
  if (window.bloscpack) return { transport: window.bloscpack, connection: steadyConnection };
  const url = new URL('socket', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  const token = takeToken({
    hash: location.hash,
    storage: sessionStorage,
    clearHash: () => history.replaceState(history.state, '', location.pathname + location.search),
  });
  // An address that is pasted into the tab changes only the fragment, which loads nothing by itself.
  window.addEventListener('hashchange', () => {
    if (tokenIn(location.hash) !== null) location.reload();
  });
  const socket = new WebSocketTransport({ url: url.href, token: token ?? 'none' });
  return { transport: socket, connection: socket };
}

function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('token');
}

const storageKey = 'bloscpack-token';

interface TokenPlaces {
  /** The URL's fragment with its `#`. */
  readonly hash: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Removes the token from the address bar, where others could read or copy it. */
  readonly clearHash: () => void;
}

/**
 * The token that lets this page call the host, from the fragment of the URL that `blpk serve` prints: fragments are not part of
 * requests and logs. It is stored for this tab, so that a reload works. Undefined when neither place has it.
 */
export function takeToken({ hash, storage, clearHash }: TokenPlaces): string | undefined {
  const given = tokenIn(hash);
  if (given === null) return storage.getItem(storageKey) ?? undefined;
  storage.setItem(storageKey, given);
  clearHash();
  return given;
}
