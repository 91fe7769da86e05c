import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OpenOrder } from '../../../electron/inspect/document.js';
import type { InspectCall, InspectEvent, InspectStream } from '../../../electron/inspect/inspect-service.js';
import { Inspector } from '../../../electron/inspect/inspector.js';
import type { RequestOf, ResponseOf } from '../../../shared/contract/calls.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import type { ByteAnswer, StreamRequest } from '../../../shared/contract/streams.js';

/** Calls about one document, which `ask` adds to the request. */
type DocumentCallName = Exclude<InspectCall, 'inspect.start' | 'inspect.stop' | 'inspect.diff'>;

/** An inspector of one file, and its events. */
export interface Inspected {
  readonly inspector: Inspector;
  readonly overview: DocumentOverview;
  readonly events: readonly InspectEvent[];
  ask<Name extends DocumentCallName>(name: Name, request: Omit<RequestOf<Name>, 'document'>): Promise<ResponseOf<Name>>;
  /** All bytes of a stream. */
  bytes<Name extends InspectStream>(name: Name, request: Omit<StreamRequest<Name>, 'document'>): Promise<Buffer>;
  /** The document's present overview. */
  now(): Promise<DocumentOverview>;
}

export function orderOf(path: string, how: Pick<OpenOrder, 'member' | 'readAs'> = {}): OpenOrder {
  const stats = statSync(path);
  const isFolder = stats.isDirectory();
  const sizeBytes = isFolder ? 0 : stats.size;
  const about = { id: 'file', name: basename(path), folder: '~', modifiedMs: Math.floor(stats.mtimeMs) };
  return { path, file: { ...about, sizeBytes, ...(isFolder && { isFolder }) }, ...how };
}

/** Opens a file; everything is closed at the end of the test. */
export async function inspect(path: string, how: Pick<OpenOrder, 'member' | 'readAs'> = {}): Promise<Inspected> {
  const events: InspectEvent[] = [];
  const inspector = new Inspector((event) => events.push(event));
  onTestFinished(() => inspector.end());
  const overview = await inspector.calls.open(orderOf(path, how));
  const { document } = overview;
  return {
    inspector,
    overview,
    events,
    ask: async (name, request) => {
      const answer = inspector.calls[name] as (request: unknown) => Promise<never>; // the handler of a name answers with that name's response
      return answer({ document, ...request });
    },
    async bytes(name, request) {
      const answer = inspector.streams[name] as (request: unknown, signal: AbortSignal) => Promise<ByteAnswer>; // as above
      const { body } = await answer({ document, ...request }, new AbortController().signal);
      const pieces: Uint8Array[] = [];
      for await (const piece of body) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    now: () => inspector.calls['inspect.reload']({ document }),
  };
}
