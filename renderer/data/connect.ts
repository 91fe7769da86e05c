import type { Transport } from '../../shared/contract/transport.js';
import { type Connection, steadyConnection } from './connection.js';
import { electronTransport } from './electron-transport.js';
import { pageTokenPlaces, takeToken } from './token.js';
import { WebSocketTransport } from './websocket-transport.js';

export interface Link {
  readonly transport: Transport;
  readonly connection: Connection;
}

/** Finds the host: Electron's by the preload script, the web host by the page's own address and token. */
export function connect(): Link {
  const bridge = electronTransport();
  if (bridge) return { transport: bridge, connection: steadyConnection };
  const url = new URL('socket', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  const socket = new WebSocketTransport({ url: url.href, token: takeToken(pageTokenPlaces()) ?? 'none' });
  return { transport: socket, connection: socket };
}
