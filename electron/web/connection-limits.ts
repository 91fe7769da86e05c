import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that have not sent the token: more than any browser opens, and cheap. */
const MAX_UNAUTHENTICATED = 128;
const MAX_CONNECTIONS = 1024;
/** A connection without traffic is closed after this time. */
const IDLE_MS = 30_000;
const HEADERS_MS = 10_000;
const CHECK_EVERY_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Limits of the HTTP server for every client. A whole request has no time limit: an upload may take hours. */
export const SERVER_LIMITS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: HEADERS_MS,
  requestTimeout: 0,
  connectionsCheckingInterval: CHECK_EVERY_MS,
} as const;

/** Limits the connections that have not sent the token: beyond the limit the oldest is closed. */
export class ConnectionLimits {
  readonly #sockets = new Set<Socket>();

  constructor(server: Server) {
    server.maxConnections = MAX_CONNECTIONS;
    server.timeout = IDLE_MS;
    server.on('connection', (socket) => this.#add(socket));
  }

  /** Call this when a connection has sent the token; it may then be idle for `idleMs`, 0 for no limit. */
  admit(socket: Socket, idleMs: number): void {
    this.#sockets.delete(socket);
    socket.setTimeout(idleMs);
  }

  #add(socket: Socket): void {
    // A broken connection closes by itself; an unhandled error event would end the program.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    const [oldest] = this.#sockets;
    if (this.#sockets.size > MAX_UNAUTHENTICATED) oldest?.destroy();
  }
}
