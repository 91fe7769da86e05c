import { type Client, createClient } from '../../../renderer/data/client.js';
import type { Connection, ConnectionState } from '../../../renderer/data/connection.js';
import { type MemoryHost, memoryTransport } from '../../../renderer/data/memory-transport.js';
import type { CallName, RequestOf, ResponseOf } from '../../../shared/contract/calls.js';
import type { EventMessage } from '../../../shared/contract/events.js';
import { defaultSettings } from '../../../shared/contract/settings.js';
import { STREAM_PREFIX } from '../../../shared/contract/stream-path.js';
import type { StreamName } from '../../../shared/contract/streams.js';
import { noTotals } from '../features/jobs/example-jobs.js';
import { gated } from '../gated.js';

type Answers = { readonly [Name in CallName]?: (request: RequestOf<Name>) => ResponseOf<Name> };
type Streams = { readonly [Name in StreamName]?: (request: never) => Uint8Array<ArrayBuffer> };
type Gate = ReturnType<typeof gated<unknown, unknown>>;

/**
 * The host of a test, behind the real client and transport. It responds as the test defines, can hold responses back, refuse
 * calls, and be lost and come back like a host over the network.
 */
export class TestHost implements MemoryHost {
  readonly client: Client = createClient(memoryTransport(this), (url, options) => this.#stream(url, options.signal));
  readonly connection: Connection;
  /** All calls and streams, in order. */
  readonly asked: { readonly name: string; readonly request: unknown }[] = [];
  /** Aborted streams, in order. */
  readonly aborted: string[] = [];
  readonly #answers: Answers;
  readonly #streams: Streams;
  readonly #refusals = new Map<string, string>();
  readonly #gates = new Map<string, Gate>();
  readonly #events = new Set<(event: EventMessage) => void>();
  readonly #watchers = new Set<() => void>();
  #state: ConnectionState = 'connected';

  constructor(answers: Answers, streams: Streams = {}) {
    this.#answers = {
      'settings.get': () => defaultSettings,
      'jobs.list': () => ({ jobs: [], paused: false, totals: noTotals }),
      ...answers,
    };
    this.#streams = streams;
    const host = this;
    this.connection = {
      get state() {
        return host.#state;
      },
      watch: (listener) => {
        this.#watchers.add(listener);
        return () => this.#watchers.delete(listener);
      },
    };
  }

  /** Holds back this call or stream from now on: the test responds with `answer` and `refuse`, in any order. */
  hold(name: CallName | StreamName) {
    const gate: Gate = gated();
    this.#gates.set(name, gate);
    return {
      asked: gate.asked,
      waiting: gate.waiting,
      /** Responds to one call as the host would; `isOf` selects it. */
      answer: (isOf?: (request: never) => boolean) =>
        gate.answer((request) => this.#answer(name, request), isOf as never),
      refuse: (message: string, isOf?: (request: never) => boolean) =>
        gate.answer(() => ({ ok: false, error: { kind: 'io', message } }), isOf as never),
      /** Responds immediately again. */
      release: async () => {
        this.#gates.delete(name);
        while (gate.waiting() > 0) await gate.answer((request) => this.#answer(name, request));
      },
    };
  }

  /** Refuses this call or stream from now on, until `allow`. */
  refuseAll(name: CallName | StreamName, message: string): void {
    this.#refusals.set(name, message);
  }

  allow(name: CallName | StreamName): void {
    this.#refusals.delete(name);
  }

  /** The connection is lost: running calls and new ones fail. */
  lose(): void {
    for (const gate of this.#gates.values()) gate.failAll(new Error('The connection is lost.'));
    this.#setState('lost');
  }

  comeBack(): void {
    this.#setState('connected');
  }

  emit(event: EventMessage): void {
    for (const listener of this.#events) listener(event);
  }

  countOf(name: CallName | StreamName): number {
    return this.asked.filter((one) => one.name === name).length;
  }

  async dispatch(name: string, request: unknown) {
    // Each result is an envelope of `#answer` or of `refuse`.
    return (await this.#reach(name, request)) as Awaited<ReturnType<MemoryHost['dispatch']>>;
  }

  subscribe(listener: (event: EventMessage) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  admit(): readonly string[] {
    return [];
  }

  async #stream(url: string, signal?: AbortSignal): Promise<Response> {
    const [path = '', query] = url.slice(STREAM_PREFIX.length).split('?');
    const request: unknown = JSON.parse(new URLSearchParams(query).get('request') ?? 'null');
    const asked = this.#reach(decodeURIComponent(path), request);
    const answer = (await (signal ? Promise.race([asked, this.#abortOf(path, signal)]) : asked)) as {
      readonly ok: boolean;
      readonly value?: Uint8Array<ArrayBuffer>;
    };
    return answer.ok ? new Response(answer.value) : Response.json(answer, { status: 500 });
  }

  async #reach(name: string, request: unknown): Promise<unknown> {
    this.asked.push({ name, request });
    if (this.#state === 'lost') throw new Error('The connection is lost.');
    const message = this.#refusals.get(name);
    if (message !== undefined) return { ok: false, error: { kind: 'io', message } };
    return (await this.#gates.get(name)?.ask(request)) ?? this.#answer(name, request);
  }

  #abortOf(name: string, signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const abort = () => {
        this.aborted.push(name);
        reject(signal.reason);
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    });
  }

  #answer(name: string, request: unknown) {
    const answers = { ...this.#answers, ...this.#streams } as Readonly<Record<string, (request: unknown) => unknown>>;
    const answer = answers[name];
    if (!answer) return { ok: false, error: { kind: 'unknown-call', message: `There is no call ${name}.` } };
    return { ok: true, value: answer(request) };
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
