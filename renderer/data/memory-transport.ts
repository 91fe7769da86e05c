import type { EventMessage } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { Result } from '../../shared/contract/result.js';
import { streamPath } from '../../shared/contract/stream-path.js';
import type { Transport } from '../../shared/contract/transport.js';

/** The host of a memory transport: a real one, or one with the answers of a test. */
export interface MemoryHost {
  dispatch(name: string, request: unknown): Promise<Result<unknown>>;
  subscribe(listener: (event: EventMessage) => void): () => void;
  admit(files: readonly File[]): readonly FileId[];
}

/** Host and window in one process. Clones both ways, so that only what a real transport can carry is passed. */
export function memoryTransport(host: MemoryHost): Transport {
  return {
    call: async (name, request) => structuredClone(await host.dispatch(name, structuredClone(request))),
    subscribe: (listener) => host.subscribe((event) => listener(structuredClone(event))),
    // The contract's `File` has the members of the page's `File` that code without a DOM can name.
    admit: async (files) => ({ ok: true, value: host.admit(files as readonly File[]) }),
    // No server answers at this address: the client must be created with a `fetch` that does.
    streamUrl: streamPath,
    dragOut: () => {},
    downloadUrl: () => undefined,
  };
}
