import type { StreamName } from '../../shared/contract/streams.js';
import { chunkMap } from './chunks/chunk-map.js';
import { dataExports, dataStreams } from './data/data-streams.js';
import type { OpenDocument } from './document.js';
import type { DocumentExport, DocumentStream, Export, ExportKind, StreamAnswer } from './handlers.js';
import { blockStream } from './streams/block-stream.js';
import { bytesStream } from './streams/bytes-stream.js';
import { exportChunk } from './streams/export-chunk.js';
import { exportChunkTable } from './streams/export-chunk-table.js';
import { exportStructure } from './streams/export-structure.js';

const exports = {
  ...dataExports,
  chunk: exportChunk,
  'chunk-table': exportChunkTable,
  structure: exportStructure,
} satisfies { readonly [Kind in ExportKind]: DocumentExport<Kind> };

/** Every question about one document that is answered in bytes. */
export const documentStreams = {
  ...dataStreams,
  'inspect.bytes': bytesStream,
  'inspect.map': chunkMap,
  'inspect.block': blockStream,
  'inspect.export': async (document, { export: request }, signal) => {
    // The table pairs each kind with the export of its own request.
    const make = exports[request.what] as (
      document: OpenDocument,
      request: Export,
      signal: AbortSignal,
    ) => Promise<StreamAnswer>;
    return make(document, request, signal);
  },
} satisfies { readonly [Name in Extract<StreamName, `inspect.${string}`>]: DocumentStream<Name> };
