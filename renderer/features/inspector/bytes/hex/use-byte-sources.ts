import { useEffect, useState } from 'react';
import type { ContractError } from '../../../../../shared/contract/result.js';
import { usePager } from '../../../../data/pager.js';
import { useChanges } from '../../chunks/use-changes.js';
import { useDocument } from '../../model/document-context.js';
import { BytePages } from './byte-pages.js';
import { ChunkPlaces } from './chunk-places.js';
import { FieldStore } from './field-store.js';

/** The bytes that are shown: of the file, or of a chunk that is in a file of its own. */
export interface ByteSource {
  readonly sizeBytes: number;
  readonly chunkIndex?: number;
  /** Of the chunk's file. */
  readonly name?: string;
}

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

/** Of the open document, for as long as the component is mounted: give it a key of document, version and chunk. */
export function useByteSources({ sizeBytes, chunkIndex }: ByteSource): ByteSources {
  const { overview, client } = useDocument();
  const { document, container } = overview;
  const ofChunk = chunkIndex === undefined ? {} : { chunkIndex };
  const [{ pages, fields, places }] = useState(() => ({
    pages: new BytePages(async ({ start, end }, signal) => {
      const answer = await client.stream(
        'inspect.bytes',
        { document, startByte: start, endByte: end, ...ofChunk },
        signal,
      );
      return answer.bytes();
    }, sizeBytes),
    fields: new FieldStore(client, document, chunkIndex),
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
