import { basename } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { EventMessage } from '../../../shared/contract/events.js';
import type { FileId } from '../../../shared/contract/files.js';
import type { Result } from '../../../shared/contract/result.js';
import { streamPath } from '../../../shared/contract/stream-path.js';
import type { TestTransport } from '../host/memory-transport.js';
import { ask } from '../host/typed-calls.js';
import type { OpenWebHost } from './open-web-host.js';

type HostMessage = { readonly id: number; readonly result: Result<unknown> } | { readonly event: EventMessage };

/** A page's connection, as a browser would make it. */
export function openSocket({ origin, token }: Pick<OpenWebHost, 'origin' | 'token'>, changes: object = {}): WebSocket {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, ['bloscpack', token], { origin, ...changes });
  onTestFinished(() => socket.terminate());
  return socket;
}

/** Resolves when the connection is open; rejects with its failure. */
export function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** The contract over a real WebSocket. Files get their ids as in the in-app browser. */
export class SocketTransport implements TestTransport {
  readonly #socket: WebSocket;
  readonly #web: Pick<OpenWebHost, 'origin' | 'token'>;
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  readonly #listeners = new Set<(event: EventMessage) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket, web: Pick<OpenWebHost, 'origin' | 'token'>) {
    this.#socket = socket;
    this.#web = web;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as HostMessage)); // from our own host
  }

  static async open(web: Pick<OpenWebHost, 'origin' | 'token'>): Promise<SocketTransport> {
    return new SocketTransport(await opened(openSocket(web)), web);
  }

  call(name: string, request?: unknown): Promise<Result<unknown>> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, name, request }));
    });
  }

  subscribe(listener: (event: EventMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fetchStream(name: string, request: unknown, signal?: AbortSignal): Promise<Response> {
    const { origin, token } = this.#web;
    return fetch(`${origin}${streamPath(name, request)}&token=${token}`, signal ? { signal } : {});
  }

  /** As the page's file browser does; the files are in the root itself. */
  async admit(paths: readonly string[]): Promise<readonly FileId[]> {
    const { entries } = await ask(this, 'files.browse', {});
    return paths.map((path) => entries.find(({ name }) => name === basename(path))?.id ?? 'unknown');
  }

  #receive(message: HostMessage): void {
    if ('event' in message) for (const listener of this.#listeners) listener(message.event);
    else this.#waiting.get(message.id)?.(message.result);
  }
}
