import type { KeyboardEvent } from 'react';
import { formatCount } from '../../../../format/counts.js';
import { useAnnounce } from '../../../../ui/LiveRegion.js';
import { useSelection } from '../../model/selection.js';
import { useView } from '../../model/view.js';
import { type ChunkWindow, cellOfChunk, chunksOfCell, type MapLayout, windowWith, zoomWindow } from './map-layout.js';
import type { MapScale } from './map-scale.js';
import type { ShownMap } from './map-values.js';

interface Map {
  readonly shown: ShownMap;
  readonly scale: MapScale;
  readonly total: number;
  readonly range: ChunkWindow;
  readonly onWindow: (shown: ChunkWindow) => void;
}

/** The zoom factors of keys. */
const zooms: Readonly<Record<string, number>> = { '+': 1 / 2, '=': 1 / 2, '-': 2, '0': Number.POSITIVE_INFINITY };

/** The keys of the map: move (announced to screen readers), open and zoom. */
export function useMapKeys({ shown, scale, total, range, onWindow }: Map): (event: KeyboardEvent) => void {
  const { selection, select } = useSelection();
  const { show } = useView();
  const announce = useAnnounce();
  const selected = selection.chunkIndex;
  const next = (event: KeyboardEvent) =>
    selected === undefined && event.key.startsWith('Arrow')
      ? shown.layout.start
      : chunkByKey(event, selected ?? shown.layout.start, shown.layout, total);
  const act = (event: KeyboardEvent): boolean => {
    const chunkIndex = next(event);
    const zoom = zooms[event.key];
    if (chunkIndex !== undefined) {
      select({ chunkIndex }, 'map');
      onWindow(windowWith(range, total, chunkIndex));
      announce(cellWords(shown, scale, chunkIndex));
    } else if (event.key === 'Enter' && selected !== undefined) show('data');
    else if (zoom !== undefined && !event.ctrlKey && !event.metaKey) {
      const all = { start: 0, end: total };
      onWindow(Number.isFinite(zoom) ? zoomWindow(range, total, selected ?? range.start, zoom) : all);
    } else return false;
    return true;
  };
  return (event) => {
    if (!event.altKey && act(event)) event.preventDefault();
  };
}

/** The text of a chunk's cell for screen readers: its chunk or chunks, and its value. */
function cellWords({ layout, values }: ShownMap, scale: MapScale, chunkIndex: number): string {
  const cell = cellOfChunk(layout, chunkIndex);
  if (cell === undefined) return `Chunk ${formatCount(chunkIndex)}`;
  const { start, end } = chunksOfCell(layout, cell);
  const name =
    end - start > 1 ? `Chunks ${formatCount(start)} to ${formatCount(end - 1)}` : `Chunk ${formatCount(start)}`;
  const value = values.mean[cell] ?? Number.NaN;
  return `${name}, ${Number.isNaN(value) ? 'not known yet' : scale.print(value)}`;
}

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The chunk that a key moves to, from one chunk of all `total`; undefined for keys that do not move. Steps are cells: on a binned
 * map they go to the first chunk of a cell. Up and down can leave the shown chunks, but not the file.
 */
export function chunkByKey(press: Press, chunkIndex: number, layout: MapLayout, total: number): number | undefined {
  const cell = Math.floor((chunkIndex - layout.start) / layout.chunksPerCell);
  const column = ((cell % layout.columns) + layout.columns) % layout.columns;
  const all = press.ctrlKey || press.metaKey;
  const byCells = (cells: number) => layout.start + (cell + cells) * layout.chunksPerCell;
  const page = Math.max(1, Math.min(10, layout.rows - 1)) * layout.columns;
  switch (press.key) {
    case 'ArrowLeft':
      return clamp(byCells(-1), total);
    case 'ArrowRight':
      return byCells(1) < total ? byCells(1) : chunkIndex;
    case 'ArrowUp':
      return byCells(-layout.columns) >= 0 ? byCells(-layout.columns) : chunkIndex;
    case 'ArrowDown':
      return byCells(layout.columns) < total ? byCells(layout.columns) : chunkIndex;
    case 'PageUp':
      return clamp(byCells(-page), total);
    case 'PageDown':
      return clamp(byCells(page), total);
    case 'Home':
      return all ? 0 : clamp(byCells(-column), total);
    case 'End':
      return clamp(all ? total - 1 : byCells(layout.columns - 1 - column), total);
    default:
      return undefined;
  }
}

function clamp(chunkIndex: number, total: number): number {
  return Math.max(0, Math.min(total - 1, chunkIndex));
}
