import { useEffect, useState } from 'react';
import type { NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import { usePager } from '../../../data/pager.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { CellTiles } from './cell-tiles.js';
import { loadCells } from './load-cells.js';
import { layoutKey } from './plane-model.js';

/** A slider that is dragged passes many slices: only where it stays that long is loaded. */
const settleMs = 40;

/** The cells of a plane, loaded as far as `part` says. What was there before shows until then, if it stood in the same places. */
export function useCellTiles(plane: Plane, format: NumberFormat, part: CellPart): CellTiles {
  const { overview, client, version } = useDocument();
  const document = overview.document;
  const layout = `${document} ${version} ${layoutKey(plane)} ${JSON.stringify(format)}`;
  const key = `${layout} ${plane.held.join()}`;
  const make = () => (asked: CellPart) => loadCells(client, document, plane, format, asked);
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
