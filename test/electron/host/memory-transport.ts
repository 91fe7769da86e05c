import { Readable } from 'node:stream';
import type { Host } from '../../../electron/host/host.js';
import { byteHeaders, statusOf } from '../../../electron/host/http/response-headers.js';
import type { EventMessage } from '../../../shared/contract/events.js';
import type { FileId } from '../../../shared/contract/files.js';
import type { Result } from '../../../shared/contract/result.js';

/** The part of a transport that the conformance suite needs. */
export interface TestTransport {
  call(name: string, request?: unknown): Promise<Result<unknown>>;
  subscribe(listener: (event: EventMessage) => void): () => void;
  /** The response that the page's `fetch` of a stream's URL would get. */
  fetchStream(name: string, request: unknown, signal?: AbortSignal): Promise<Response>;
  /** Ids of existing files, by path. */
  admit(paths: readonly string[]): Promise<readonly FileId[]>;
}

/** Calls a host in the same process. Everything is cloned in both directions, as by every real transport. */
export class MemoryTransport implements TestTransport {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async call(name: string, request?: unknown): Promise<Result<unknown>> {
    return structuredClone(await this.#host.dispatch(name, structuredClone(request)));
  }

  subscribe(listener: (event: EventMessage) => void): () => void {
    return this.#host.subscribe((event) => listener(structuredClone(event)));
  }

  async fetchStream(name: string, request: unknown, signal?: AbortSignal): Promise<Response> {
    const asking = signal ?? new AbortController().signal;
    const result = await this.#host.stream(name, structuredClone(request), asking);
    if (!result.ok) return Response.json(result, { status: statusOf(result.error.kind) });
    return new Response(Readable.toWeb(Readable.from(result.value.body)) as ReadableStream, {
      headers: byteHeaders(result.value),
    });
  }

  async admit(paths: readonly string[]): Promise<readonly FileId[]> {
    return this.#host.admitPaths(paths);
  }
}
