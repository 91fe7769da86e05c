import type { MapLayout } from './map-layout.js';

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The chunk that a key leads to, from one chunk on the map of all `total`; undefined for keys that do not move. Steps are cells:
 * on a binned map they lead to the first chunk of a cell. Up and down may lead out of what is shown, never out of the file.
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
