import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { onTestFinished } from 'vitest';
import { type InspectEvent, Inspector } from '../../../electron/inspect/inspector.js';
import type { OpenOrder } from '../../../electron/inspect/open/open-order.js';
import type { RequestOf, ResponseOf } from '../../../shared/contract/calls.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import type { StreamName, StreamRequest } from '../../../shared/contract/streams.js';

/** Calls that concern one document, which `ask` adds. */
type DocumentCallName = Extract<keyof typeof import('../../../electron/inspect/calls.js')['documentCalls'], string>;

/** An inspector of one file, and what it told. */
export interface Inspected {
  readonly inspector: Inspector;
  readonly overview: DocumentOverview;
  readonly events: readonly InspectEvent[];
  ask<Name extends DocumentCallName>(name: Name, request: Omit<RequestOf<Name>, 'document'>): Promise<ResponseOf<Name>>;
  /** All bytes of a stream. */
  bytes<Name extends StreamName>(name: Name, request: Omit<StreamRequest<Name>, 'document'>): Promise<Buffer>;
  /** The document's overview as it is now. */
  now(): Promise<DocumentOverview>;
}

export function orderOf(path: string, how: Pick<OpenOrder, 'member' | 'readAs'> = {}): OpenOrder {
  const { size, mtimeMs } = statSync(path);
  const file = { id: 'file', name: basename(path), folder: '~', sizeBytes: size, modifiedMs: Math.floor(mtimeMs) };
  return { path, file, ...how };
}

/** Opens a file; all is closed when the test has finished. */
export async function inspect(path: string, how: Pick<OpenOrder, 'member' | 'readAs'> = {}): Promise<Inspected> {
  const events: InspectEvent[] = [];
  const inspector = new Inspector((event) => events.push(event));
  onTestFinished(() => inspector.closeAll());
  const overview = await inspector.open(orderOf(path, how));
  const { document } = overview;
  return {
    inspector,
    overview,
    events,
    // The handler of a name answers with that name's response.
    ask: async (name, request) => (await inspector.call(name, { document, ...request })) as never,
    async bytes(name, request) {
      const { body } = await inspector.stream(name, { document, ...request }, new AbortController().signal);
      const pieces: Uint8Array[] = [];
      for await (const piece of body) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    now: async () => (await inspector.call('inspect.reload', { document })) as DocumentOverview,
  };
}
