import { useEffect, useState } from 'react';
import type { ContractError } from '../../../../../shared/contract/result.js';
import { usePager } from '../../../../data/pager.js';
import { useChanges } from '../../chunks/use-changes.js';
import { useDocument } from '../../model/document-context.js';
import { BytePages } from './byte-pages.js';
import { ChunkPlaces } from './chunk-places.js';
import { FieldStore } from './field-store.js';

/** What the hex view shows, loaded as it comes into view. */
export interface ByteSources {
  readonly pages: BytePages;
  readonly fields: FieldStore;
  readonly places: ChunkPlaces;
  /** Why fields or chunks are not known; the bytes are shown all the same. */
  readonly error: ContractError | undefined;
  /** Loads the fields and chunks again that failed. */
  readonly retry: () => void;
}

/** Of the open document, for as long as the component is mounted: give it a key of document and version. */
export function useByteSources(): ByteSources {
  const { overview, client } = useDocument();
  const { document, file, container } = overview;
  const [{ pages, fields, places }] = useState(() => ({
    pages: new BytePages(async ({ start, end }, signal) => {
      const answer = await client.stream('inspect.bytes', { document, startByte: start, endByte: end }, signal);
      return answer.bytes();
    }, file.sizeBytes),
    fields: new FieldStore(client, document),
    places: new ChunkPlaces(client, document, container?.digestBytes ?? 0),
  }));
  usePager(pages);
  usePager(fields);
  usePager(places);
  const hasChunks = container !== undefined;
  useEffect(() => {
    if (hasChunks) void places.show(0);
  }, [places, hasChunks]);
  useChanges(['walk'], () => {
    fields.renewSections();
    if (hasChunks) places.renewLast();
  });
  const retry = () => {
    fields.retry();
    places.retry();
  };
  return { pages, fields, places, error: fields.error ?? places.error, retry };
}
