import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that have not shown the token: more than any browser opens, and few enough to cost nothing. */
const MOST_UNAUTHENTICATED = 128;
const MOST_CONNECTIONS = 1024;
/** A connection on which nothing moves. */
const IDLE_MS = 30_000;
const HEADERS_MS = 10_000;
const CHECK_EVERY_MS = 5_000;
const MOST_HEADER_BYTES = 16 * 1024;

/** What an HTTP server allows to whoever connects. No limit on a whole request: an upload may take hours, while bytes move. */
export const SERVER_LIMITS = {
  maxHeaderSize: MOST_HEADER_BYTES,
  headersTimeout: HEADERS_MS,
  requestTimeout: 0,
  connectionsCheckingInterval: CHECK_EVERY_MS,
} as const;

/** The connections that have not shown the token, of which only so many are kept: the oldest gives way. */
export class ConnectionLimits {
  readonly #sockets = new Set<Socket>();

  constructor(server: Server) {
    server.maxConnections = MOST_CONNECTIONS;
    server.timeout = IDLE_MS;
    server.on('connection', (socket) => this.#add(socket));
  }

  /** The connection has shown the token, and may stand still for so long; 0 is for ever. */
  admit(socket: Socket, idleMs: number): void {
    this.#sockets.delete(socket);
    socket.setTimeout(idleMs);
  }

  #add(socket: Socket): void {
    // What breaks off is closed by itself; without a listener it would end the program.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    const [oldest] = this.#sockets;
    if (this.#sockets.size > MOST_UNAUTHENTICATED) oldest?.destroy();
  }
}
