import type { ChunkRow } from '../../../shared/contract/inspect/chunks.js';
import { throwIfCancelled } from '../../engine/operation.js';
import { selectChunks } from '../chunks/chunk-order.js';
import { chunkRows } from '../chunks/chunk-rows.js';
import { requireChunks } from '../document.js';
import type { DocumentExport } from '../inspect-service.js';

const PAGE_ROWS = 2000;

type Cell = (row: ChunkRow) => string | number | undefined;

const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['chunk', ({ chunkIndex }) => chunkIndex],
  ['offset', ({ offsetBytes }) => offsetBytes],
  ['stored_bytes', ({ storedBytes }) => storedBytes],
  ['plain_bytes', ({ plainBytes }) => plainBytes],
  ['ratio', ({ ratio }) => ratio],
  ['codec', ({ codec }) => codec],
  ['filter', ({ filter }) => filter],
  ['digest', ({ digest }) => digest],
  ['check', ({ check }) => check],
  ['problem', ({ problem }) => problem],
];

/** The chunk table as CSV (RFC 4180), in the shown order and with the shown filter. */
export const exportChunkTable: DocumentExport<'chunk-table'> = async (document, request, signal) => {
  const { table, checks } = requireChunks(document);
  const selection = await selectChunks(table, checks, request);
  const source = { reader: document.reader, table, checks };
  async function* body(): AsyncGenerator<Uint8Array> {
    yield line(COLUMNS.map(([name]) => name));
    for (let start = 0; start < selection.total; start += PAGE_ROWS) {
      throwIfCancelled(signal);
      const length = Math.min(PAGE_ROWS, selection.total - start);
      const rows = await chunkRows(
        source,
        Array.from({ length }, (_, place) => selection.at(start + place)),
      );
      yield Buffer.concat(rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))));
    }
  }
  return {
    headers: {},
    contentType: 'text/csv; charset=utf-8',
    fileName: `${document.overview.file.name}.chunks.csv`,
    body: body(),
  };
};

function line(cells: readonly (string | number | undefined)[]): Uint8Array {
  return Buffer.from(`${cells.map(quoted).join(',')}\r\n`);
}

function quoted(cell: string | number | undefined): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
