import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Host } from '../host/host.js';
import type { Access } from './access.js';
import type { ConnectionLimits } from './connection-limits.js';
import { PageConnection } from './page-connection.js';

/** The subprotocol that page and host agree on; the page offers the token as another one. */
const PROTOCOL = 'bloscpack';
/** Room for a batch of the largest number of files. */
const MAX_MESSAGE_BYTES = 32 * 2 ** 20;
/** Most bytes accepted before the response to the close frame: a control frame. */
const MAX_REFUSED_BYTES = 125;
/** A broken tunnel is detected after two of these. */
const HEARTBEAT_MS = 30_000;
/** A peer that does not answer the close frame must not keep the process running. */
const CLOSE_WITHIN_MS = 500;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

/** Carries calls, answers and events over WebSockets: `{id, name, request}` in, `{id, result}` and `{event}` out. */
export class SocketServer {
  readonly #host: Host;
  readonly #access: Access;
  readonly #limits: ConnectionLimits;
  readonly #pages = makeServer(MAX_MESSAGE_BYTES);
  readonly #refused = makeServer(MAX_REFUSED_BYTES);
  readonly #connections = new Map<WebSocket, PageConnection>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #quiet = new WeakSet<WebSocket>();

  constructor(host: Host, access: Access, limits: ConnectionLimits) {
    this.#host = host;
    this.#access = access;
    this.#limits = limits;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Upgrades a connection to a WebSocket; `Host` and `Origin` have been checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!this.#offersToken(request)) {
      // A page cannot see why a handshake failed: it is accepted first, and closed with a code.
      this.#refused.handleUpgrade(request, socket, head, (client) => {
        client.on('error', () => client.terminate());
        closeSoon(client, POLICY_VIOLATION, 'wrong token');
      });
      return;
    }
    this.#pages.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      this.#limits.admit(request.socket, 0);
      this.#serve(client);
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const server of [this.#pages, this.#refused]) {
      for (const client of server.clients) closeSoon(client, GOING_AWAY, '');
      server.close();
    }
  }

  #offersToken({ headers }: IncomingMessage): boolean {
    const offered = headers['sec-websocket-protocol']?.split(',') ?? [];
    return offered.some((protocol) => this.#access.isToken(protocol.trim()));
  }

  #serve(client: WebSocket): void {
    this.#connections.set(client, new PageConnection(client, this.#host));
    client.on('pong', () => this.#quiet.delete(client));
    client.on('close', () => this.#connections.delete(client));
  }

  #beat(): void {
    for (const [client, connection] of this.#connections) {
      if (connection.isAtWork) continue;
      if (this.#quiet.has(client)) client.terminate();
      this.#quiet.add(client);
      client.ping();
    }
  }
}

function makeServer(maxPayload: number): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
}

/** Closes with a reason, and waits a short time for the response. */
function closeSoon(client: WebSocket, code: number, reason: string): void {
  client.close(code, reason);
  setTimeout(() => client.terminate(), CLOSE_WITHIN_MS).unref();
}
