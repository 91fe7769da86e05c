import { useMemo } from 'react';
import type { DocumentId } from '../../../../../shared/contract/inspect/document.js';
import type { StreamRequest } from '../../../../../shared/contract/streams.js';
import type { Client } from '../../../../data/client.js';
import { useQuery } from '../../../../data/use-query.js';
import { useDocument } from '../../model/document-context.js';
import { type Change, useChanges } from '../use-changes.js';
import type { MapLayout } from './map-layout.js';

/** What the colour of a cell can show. */
export type MapSubject = StreamRequest<'inspect.map'>['what'];

/** By cell; NaN where a value is not known, or not loaded yet. With one chunk a cell all three are the same numbers. */
export interface MapValues {
  readonly min: Float32Array;
  readonly mean: Float32Array;
  readonly max: Float32Array;
}

/** A part of the map that one request loads: whole cells, all of the same number of chunks. */
export interface MapPart {
  readonly start: number;
  readonly end: number;
  readonly firstCell: number;
  readonly cells: number;
}

/** The host reads this many chunks in about a tenth of a second, so that the map fills step by step. */
const CHUNKS_A_PART = 250_000;

/** The parts of a map. A last cell of fewer chunks is a part, so that the host's equal ranges are the cells of the map. */
export function planParts({ start, end, chunksPerCell, cells }: MapLayout): readonly MapPart[] {
  if (cells === 0) return [];
  if (chunksPerCell === 1) return [{ start, end, firstCell: 0, cells }];
  const wholeCells = Math.floor((end - start) / chunksPerCell);
  const cellsAPart = Math.max(1, Math.floor(CHUNKS_A_PART / chunksPerCell));
  const parts: MapPart[] = [];
  for (let firstCell = 0; firstCell < wholeCells; firstCell += cellsAPart) {
    const count = Math.min(cellsAPart, wholeCells - firstCell);
    const from = start + firstCell * chunksPerCell;
    parts.push({ start: from, end: from + count * chunksPerCell, firstCell, cells: count });
  }
  if (wholeCells < cells) {
    parts.push({ start: start + wholeCells * chunksPerCell, end, firstCell: wholeCells, cells: 1 });
  }
  return parts;
}

/** The values of that many cells, none of them known yet. */
export function noValues(cells: number): MapValues {
  const unknown = () => new Float32Array(cells).fill(Number.NaN);
  return { min: unknown(), mean: unknown(), max: unknown() };
}

/** Writes a part's answer into the values. Throws RangeError when it is neither one number a cell nor three. */
export function fillIn(values: MapValues, { firstCell, cells }: MapPart, answer: Float32Array): void {
  const perCell = answer.length / cells;
  if (perCell !== 1 && perCell !== 3) {
    throw new RangeError(
      `Expected ${cells} or ${3 * cells} numbers for ${cells} cells of the map, found ${answer.length}`,
    );
  }
  for (let cell = 0; cell < cells; cell++) {
    const at = cell * perCell;
    values.min[firstCell + cell] = answer[at] ?? Number.NaN;
    values.mean[firstCell + cell] = answer[at + (perCell === 3 ? 1 : 0)] ?? Number.NaN;
    values.max[firstCell + cell] = answer[at + perCell - 1] ?? Number.NaN;
  }
}

interface MapRequest {
  readonly document: DocumentId;
  readonly what: MapSubject;
  readonly layout: MapLayout;
}

/** The values of a map with their subject and layout, which may be those of the map before while the next one is loading. */
export interface ShownMap extends MapRequest {
  readonly values: MapValues;
}

/** Loads a map part by part. `onPart` gets the map after each, with the same arrays, filled further. */
export async function loadMap(
  client: Pick<Client, 'stream'>,
  map: MapRequest,
  signal: AbortSignal,
  onPart: (shown: ShownMap) => void,
): Promise<ShownMap> {
  const { document, what, layout } = map;
  const values = noValues(layout.cells);
  for (const part of planParts(layout)) {
    const request = { document, what, start: part.start, end: part.end, bins: part.cells };
    const answer = await client.stream('inspect.map', request, signal);
    fillIn(values, part, await answer.f32());
    signal.throwIfAborted();
    onPart({ ...map, values });
  }
  return { ...map, values };
}

/** A map is loaded when the window has not been resized or zoomed for this time. */
const REST_MS = 60;

/** The map of a subject, and until it is loaded the one before. `change` is the event after which it is loaded again. */
export function useMapValues(what: MapSubject, layout: MapLayout | undefined, change: Change) {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const key =
    layout &&
    layout.cells > 0 &&
    `${document} ${version} ${what} ${layout.start} ${layout.end} ${layout.chunksPerCell}`;
  const { value, isCurrent, error, refresh, retry } = useQuery<ShownMap>(
    key || undefined,
    async (signal, _key, onPart) => {
      if (!layout) throw new Error('A map is loaded without a layout');
      return loadMap(client, { document, what, layout }, signal, onPart);
    },
    { restMs: REST_MS },
  );
  useChanges([change], refresh);
  const shown = useMemo(
    () => (value && isCurrent && layout ? { ...value, layout } : value),
    [value, isCurrent, layout],
  );
  return { shown, error, retry };
}
