import type { CallName } from '../../shared/contract/calls.js';
import { bytePlanes } from './chunks/byte-planes.js';
import { chunkDetails } from './chunks/chunk-details.js';
import { chunksPage } from './chunks/chunk-rows.js';
import { chunkSummary } from './chunks/chunk-summary.js';
import { requireChunks } from './chunks/require-chunks.js';
import { dataCalls } from './data/data-calls.js';
import type { DocumentCall } from './handlers.js';
import { children, locate } from './structure/locate.js';

/** A table of calls about one document, each with the handler of its own request. */
type CallTable<Names extends CallName> = { readonly [Name in Names]: DocumentCall<Name> };

type OwnCalls =
  | 'inspect.children'
  | 'inspect.locate'
  | 'inspect.chunks'
  | 'inspect.chunk'
  | 'inspect.planes'
  | 'inspect.summary'
  | 'inspect.codecs';

/** Every question about one document that is answered in one piece. */
export const documentCalls = {
  ...dataCalls,
  'inspect.children': children,
  'inspect.locate': locate,
  'inspect.chunks': chunksPage,
  'inspect.chunk': chunkDetails,
  'inspect.planes': bytePlanes,
  'inspect.summary': chunkSummary,
  'inspect.codecs': async (document) => requireChunks(document).table.scan.summary(),
} satisfies CallTable<OwnCalls>;
