import { toContractError } from '../../shared/errors/contract-error.js';
import type { Inspector } from './inspector.js';
import type { FromInspector } from './messages.js';

interface Sending {
  readonly controller: AbortController;
  pieces?: AsyncIterator<Uint8Array>;
}

/** The thread's side of streams: makes a piece when one is asked for, and stops making them when nobody wants them. */
export class StreamSender {
  readonly #inspector: Inspector;
  readonly #tell: (message: FromInspector, transfer: readonly ArrayBuffer[]) => void;
  readonly #sending = new Map<number, Sending>();

  constructor(inspector: Inspector, tell: (message: FromInspector, transfer: readonly ArrayBuffer[]) => void) {
    this.#inspector = inspector;
    this.#tell = tell;
  }

  async begin(stream: number, name: string, request: unknown): Promise<void> {
    const sending: Sending = { controller: new AbortController() };
    this.#sending.set(stream, sending);
    try {
      const { body, ...head } = await this.#inspector.stream(name, request, sending.controller.signal);
      sending.pieces = body[Symbol.asyncIterator]();
      this.#tell({ kind: 'begun', stream, head }, []);
    } catch (error) {
      this.#end(stream, error);
    }
  }

  async send(stream: number): Promise<void> {
    const sending = this.#sending.get(stream);
    if (!sending?.pieces) return;
    try {
      const next = await sending.pieces.next();
      if (next.done) return this.#end(stream);
      // A copy of its own, which `slice` of a Buffer is not: the piece may be a view of memory that is used again.
      const bytes = new Uint8Array(next.value);
      this.#tell({ kind: 'piece', stream, bytes }, [bytes.buffer]);
    } catch (error) {
      this.#end(stream, error);
    }
  }

  leave(stream: number): void {
    const sending = this.#sending.get(stream);
    this.#sending.delete(stream);
    sending?.controller.abort();
    // Waits for the piece that is being made; what that fails with interests nobody.
    sending?.pieces?.return?.().catch(() => undefined);
  }

  #end(stream: number, error?: unknown): void {
    if (!this.#sending.delete(stream)) return;
    this.#tell({ kind: 'over', stream, ...(error !== undefined && { failure: toContractError(error) }) }, []);
  }
}
