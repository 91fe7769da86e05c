import type { DocumentId } from '../../../../../shared/contract/inspect/document.js';
import type { StreamRequest } from '../../../../../shared/contract/streams.js';
import type { Client } from '../../../../data/client.js';
import type { MapLayout } from './map-layout.js';

/** What the colour of a cell can say. */
export type MapSubject = StreamRequest<'inspect.map'>['what'];

/** By cell; NaN where it is not known, or has not come yet. With one cell a chunk all three are the same numbers. */
export interface MapValues {
  readonly min: Float32Array;
  readonly mean: Float32Array;
  readonly max: Float32Array;
}

/** A part of the map that is asked for at once: whole cells, all of the same number of chunks. */
export interface MapPart {
  readonly start: number;
  readonly end: number;
  readonly firstCell: number;
  readonly cells: number;
}

/** So many chunks are told of in a tenth of a second or so: the map fills while the rest is on its way. */
const CHUNKS_A_PART = 250_000;

/** The parts of a map. A last cell of fewer chunks is one of its own, so that the host's equal ranges are our cells. */
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

/** Nothing known yet of that many cells. */
export function noValues(cells: number): MapValues {
  const unknown = () => new Float32Array(cells).fill(Number.NaN);
  return { min: unknown(), mean: unknown(), max: unknown() };
}

/** Puts a part's answer in its place. Throws RangeError when it is neither one number a cell nor three. */
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

interface Ask {
  readonly document: DocumentId;
  readonly what: MapSubject;
  readonly layout: MapLayout;
}

/** Asks for a map part by part; `onPart` is told after each, with the same arrays, further filled. */
export async function readMapValues(
  client: Pick<Client, 'stream'>,
  { document, what, layout }: Ask,
  signal: AbortSignal,
  onPart: (values: MapValues) => void,
): Promise<void> {
  const values = noValues(layout.cells);
  for (const part of planParts(layout)) {
    const request = { document, what, start: part.start, end: part.end, bins: part.cells };
    const answer = await client.stream('inspect.map', request, signal);
    fillIn(values, part, await answer.f32());
    signal.throwIfAborted();
    onPart(values);
  }
}
