import { useEffect, useState } from 'react';
import type { NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import { usePager } from '../../../data/pager.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { CellTiles } from './cell-tiles.js';
import { loadCells } from './load-cells.js';
import { layoutKey } from './plane-model.js';

/** A dragged slider passes many slices: a slice is loaded when it has been shown for this time. */
const settleMs = 40;

/** The cells of a plane; those of `part` are loaded. Until then the plane before is shown, when its cells have the same places. */
export function useCellTiles(plane: Plane, format: NumberFormat, part: CellPart): CellTiles {
  const { overview, client, version } = useDocument();
  const document = overview.document;
  const layout = `${document} ${version} ${layoutKey(plane)} ${JSON.stringify(format)}`;
  const key = `${layout} ${plane.held.join()}`;
  const make = () => (tile: CellPart) => loadCells(client, document, plane, format, tile);
  const [shown, setShown] = useState(() => ({ key, layout, tiles: new CellTiles(make()) }));
  if (shown.key !== key) {
    const before = shown.layout === layout ? shown.tiles : undefined;
    setShown({ key, layout, tiles: new CellTiles(make(), before) });
  }
  const { tiles } = shown;
  usePager(tiles);
  const { rowStart, rowEnd, columnStart, columnEnd } = part;
  useEffect(() => {
    const want = () => tiles.want({ rowStart, rowEnd, columnStart, columnEnd });
    const timer = setTimeout(want, tiles.isEmpty ? settleMs : 0);
    return () => clearTimeout(timer);
  }, [tiles, rowStart, rowEnd, columnStart, columnEnd]);
  return tiles;
}
