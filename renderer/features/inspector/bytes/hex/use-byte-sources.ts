import { useCallback, useEffect, useState } from 'react';
import type { ContractError } from '../../../../../shared/contract/result.js';
import { toContractError } from '../../../../../shared/errors/contract-error.js';
import { useReconnected } from '../../../../data/connection-context.js';
import { useStore } from '../../../../data/store/use-store.js';
import { usePager } from '../../../../data/use-pager.js';
import { useChanges } from '../../chunks/use-changes.js';
import { useDocument } from '../../model/document-context.js';
import { BytePages } from './byte-pages.js';
import { ChunkPlaces } from './chunk-places.js';
import { FieldStore } from './field-store.js';

/** What the Bytes view draws from, loaded as it is looked at. */
export interface ByteSources {
  readonly pages: BytePages;
  readonly fields: FieldStore;
  readonly places: ChunkPlaces;
  /** Why the structure is not known; the bytes are there all the same. */
  readonly error: ContractError | undefined;
  /** Asks for the structure again. */
  readonly retry: () => void;
}

/** Of the document at hand, for as long as the component lives: give it a key by document and version. */
export function useByteSources(): ByteSources {
  const { overview, client } = useDocument();
  const { document, file, container } = overview;
  const [sources] = useState(() => ({
    pages: new BytePages(async ({ start, end }, signal) => {
      const answer = await client.stream('inspect.bytes', { document, startByte: start, endByte: end }, signal);
      return answer.bytes();
    }, file.sizeBytes),
    fields: new FieldStore(client, document),
    places: new ChunkPlaces(client, document, container?.digestBytes ?? 0),
  }));
  const [error, setError] = useState<ContractError>();
  usePager(sources.pages);
  useStore(sources.fields);
  useStore(sources.places);
  const hasChunks = container !== undefined;
  const load = useCallback(() => {
    sources.fields.loadHeads().then(
      () => setError(undefined),
      (thrown) => setError(toContractError(thrown)),
    );
    // Without their places the chunks are folded as one.
    if (hasChunks) sources.places.renew().catch(() => undefined);
  }, [sources, hasChunks]);
  useEffect(load, [load]);
  useChanges(['walk'], load);
  useReconnected(load);
  return { ...sources, error, retry: load };
}
