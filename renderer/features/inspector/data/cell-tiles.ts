import { useEffect, useState } from 'react';
import type { CellsPage, NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import type { Client } from '../../../data/client.js';
import { Pager, usePager } from '../../../data/pager.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { layoutKey } from './plane-model.js';

/** A tile of cells is loaded as one page: 4,096 cells, a screen or two. */
export const tileRows = 128;
export const tileColumns = 32;

/** Columns that are measured one by one. */
const mostMeasured = 1024;

/** A cell as it is printed. */
export interface Cell {
  readonly text: string;
  readonly special?: 'nan' | 'inf';
  readonly unreadable: boolean;
}

interface Tile {
  readonly page: CellsPage;
  readonly special: ReadonlyMap<number, 'nan' | 'inf'>;
  readonly unreadable: ReadonlySet<number>;
}

type Load = (part: CellPart) => Promise<CellsPage>;

/**
 * The cells of one plane in one format, loaded as they come into view. Until then the cells of `before` are shown, so that moving
 * along an axis does not flicker.
 */
export class CellTiles extends Pager<string, Tile> {
  /** Characters of the longest text, of all and of each of the first columns. */
  #widest = 0;
  readonly #widestOf: number[] = [];
  #before: CellTiles | undefined;

  /** The caller must not use `before` afterwards. */
  constructor(load: Load, before?: CellTiles) {
    super({ load: async (key) => this.#tileFrom(key, await load(partOfTile(key))), maxKept: 32, maxLoading: 2 });
    this.#before = before?.isEmpty ? before.#before : before;
    // Only one plane before this one is kept, not a chain of all planes.
    if (this.#before) this.#before.#before = undefined;
  }

  /** Why some of the loaded cells could not be read. */
  get problem(): string | undefined {
    return [...this.pages.values()].find(({ page }) => page.problem)?.page.problem;
  }

  /** Characters of the longest text so far; never less than those of the plane before. */
  get widest(): number {
    return Math.max(this.#widest, this.#before?.widest ?? 0);
  }

  /** The same for one of the first columns: the columns of records have widths of their own. */
  widestOf(column: number): number {
    return Math.max(this.#widestOf[column] ?? 0, this.#before?.widestOf(column) ?? 0);
  }

  /** Loads the missing tiles of a part. */
  want({ rowStart, rowEnd, columnStart, columnEnd }: CellPart): void {
    const wanted: string[] = [];
    for (let row = Math.floor(rowStart / tileRows); row * tileRows < rowEnd; row++) {
      for (let column = Math.floor(columnStart / tileColumns); column * tileColumns < columnEnd; column++) {
        wanted.push(`${row}:${column}`);
      }
    }
    this.wantPages(wanted);
  }

  cell(row: number, column: number): Cell | undefined {
    const tile = this.#tileOf(row, column);
    if (!tile) return this.#before?.cell(row, column);
    const at = (row % tileRows) * tile.page.columns + (column % tileColumns);
    const text = tile.page.texts[at];
    if (text === undefined || column % tileColumns >= tile.page.columns) return undefined;
    const special = tile.special.get(at);
    return { text, unreadable: tile.unreadable.has(at), ...(special && { special }) };
  }

  /** The chunk of a row's first cell in the tile of a column. */
  rowChunk(row: number, column: number): number | undefined {
    return this.#tileOf(row, column)?.page.rowChunks?.[row % tileRows] ?? this.#before?.rowChunk(row, column);
  }

  #tileOf(row: number, column: number): Tile | undefined {
    return this.pageOf(`${Math.floor(row / tileRows)}:${Math.floor(column / tileColumns)}`);
  }

  #tileFrom(key: string, page: CellsPage): Tile {
    this.#measure(key, page);
    return {
      page,
      special: new Map(page.special.map(({ at, kind }) => [at, kind])),
      unreadable: new Set(page.unreadable),
    };
  }

  #measure(key: string, { texts, columns }: CellsPage): void {
    const first = partOfTile(key).columnStart;
    texts.forEach((text, at) => {
      this.#widest = Math.max(this.#widest, text.length);
      const column = first + (at % columns);
      if (column < mostMeasured) this.#widestOf[column] = Math.max(this.#widestOf[column] ?? 0, text.length);
    });
  }
}

/** The cells of the tile `row:column`. */
function partOfTile(key: string): CellPart {
  const [row = 0, column = 0] = key.split(':').map(Number);
  return {
    rowStart: row * tileRows,
    rowEnd: (row + 1) * tileRows,
    columnStart: column * tileColumns,
    columnEnd: (column + 1) * tileColumns,
  };
}

/** The cells of a part, which ends after fewer rows when it is larger than one answer may be. */
export function loadCells(
  client: Client,
  document: string,
  plane: Plane,
  format: NumberFormat,
  part: CellPart,
): Promise<CellsPage> {
  return client.call('inspect.cells', {
    document,
    plane,
    format,
    rowStart: part.rowStart,
    rowCount: part.rowEnd - part.rowStart,
    columnStart: part.columnStart,
    columnCount: part.columnEnd - part.columnStart,
  });
}

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
