import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Host } from '../host/host.js';
import type { Access } from './access.js';

/** The subprotocol that page and host agree on; the page offers the token as another one. */
const PROTOCOL = 'bloscpack';
/** A batch of the most files there may be fits. */
const MAX_MESSAGE_BYTES = 64 * 2 ** 20;
/** A tunnel that died is noticed after two of these. */
const HEARTBEAT_MS = 30_000;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

/** What a page sends: a call and the number that its answer shall have. */
const callMessage = z.strictObject({ id: z.int(), name: z.string().max(100), request: z.unknown().optional() });

/** Carries calls, answers and events over WebSockets: `{id, name, request}` in, `{id, result}` and `{event}` out. */
export class SocketServer {
  readonly #host: Host;
  readonly #access: Access;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  readonly #heartbeat: NodeJS.Timeout;
  readonly #quiet = new WeakSet<WebSocket>();

  constructor(host: Host, access: Access) {
    this.#host = host;
    this.#access = access;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** Takes over a connection that asked for it, once `Host` and `Origin` were found right. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => {
      // A page cannot see why a handshake failed: it is let in first, and told by the code.
      if (this.#offersToken(request)) this.#serve(client);
      else client.close(POLICY_VIOLATION, 'wrong token');
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#server.clients) {
      client.close(GOING_AWAY);
      // A page that does not answer the farewell must not keep the program alive.
      setTimeout(() => client.terminate(), 500).unref();
    }
    this.#server.close();
  }

  #offersToken({ headers }: IncomingMessage): boolean {
    const offered = headers['sec-websocket-protocol']?.split(',') ?? [];
    return offered.some((protocol) => this.#access.isToken(protocol.trim()));
  }

  #serve(client: WebSocket): void {
    const unsubscribe = this.#host.subscribe((event) => send(client, { event }));
    client.on('message', (data) => void this.#answer(client, data));
    client.on('pong', () => this.#quiet.delete(client));
    client.on('error', () => client.terminate());
    client.on('close', unsubscribe);
  }

  async #answer(client: WebSocket, data: RawData): Promise<void> {
    const message = parseCall(data);
    if (!message) return client.close(POLICY_VIOLATION, 'not a call');
    const { id, name, request } = message;
    send(client, { id, result: await this.#host.dispatch({ kind: 'web' }, name, request) });
  }

  #beat(): void {
    for (const client of this.#server.clients) {
      if (this.#quiet.has(client)) client.terminate();
      this.#quiet.add(client);
      client.ping();
    }
  }
}

function send(client: WebSocket, message: object): void {
  if (client.readyState === client.OPEN) client.send(JSON.stringify(message));
}

function parseCall(data: RawData): z.output<typeof callMessage> | undefined {
  try {
    return callMessage.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}
