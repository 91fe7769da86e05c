import type { CellsPage } from '../../../../shared/contract/inspect/data.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import type { CellPart } from './cell-range.js';

/** A tile of cells is asked for as one page: 4,096 cells, a screen or two. */
export const tileRows = 128;
export const tileColumns = 32;

/** Tiles that are kept; the ones not looked at for longest go first. */
const mostKept = 32;

/** Asked for at a time: more would delay the ones that are in view by the time they come. */
const mostUnderWay = 2;

/** Columns whose own widths are kept. */
const mostMeasured = 1024;

/** What is known of a cell. */
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
 * The cells of one plane in one format, loaded as they come into view. What was wanted last is loaded first, and what is wanted no
 * more is not asked for. `before` lends its cells until the own ones are there, so that moving along an axis does not blink.
 */
export class CellTiles {
  readonly #tiles = new Map<string, Tile>();
  readonly #underWay = new Set<string>();
  #wanted: readonly string[] = [];
  #version = 0;
  #error: ContractError | undefined;
  /** Characters of the longest text, of all and of each of the first columns. */
  #widest = 0;
  readonly #widestOf: number[] = [];
  readonly #listeners = new Set<() => void>();

  readonly #load: Load;
  #before: CellTiles | undefined;

  /** `before` must not be used by others from then on. */
  constructor(load: Load, before?: CellTiles) {
    this.#load = load;
    this.#before = before?.isEmpty ? before.#before : before;
    // One at most: or else every plane there ever was would be kept.
    if (this.#before) this.#before.#before = undefined;
  }

  get isEmpty(): boolean {
    return this.#tiles.size === 0;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows whenever there is more to show. */
  readonly version = (): number => this.#version;

  /** Why nothing came, when the last page failed. */
  get error(): ContractError | undefined {
    return this.#error;
  }

  /** Why some cells of the tiles kept could not be read. */
  get problem(): string | undefined {
    return [...this.#tiles.values()].find(({ page }) => page.problem)?.page.problem;
  }

  /** Characters of the longest text so far; never less than those of the plane before. */
  get widest(): number {
    return Math.max(this.#widest, this.#before?.widest ?? 0);
  }

  /** The same of one of the first columns, which are what records have. */
  widestOf(column: number): number {
    return Math.max(this.#widestOf[column] ?? 0, this.#before?.widestOf(column) ?? 0);
  }

  /** Loads what of a part is not there. */
  want({ rowStart, rowEnd, columnStart, columnEnd }: CellPart): void {
    const wanted: string[] = [];
    for (let row = Math.floor(rowStart / tileRows); row * tileRows < rowEnd; row++) {
      for (let column = Math.floor(columnStart / tileColumns); column * tileColumns < columnEnd; column++) {
        wanted.push(`${row}:${column}`);
      }
    }
    this.#wanted = wanted;
    for (const key of wanted) this.#touch(key);
    this.#loadNext();
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#error = undefined;
    this.#loadNext();
    this.#changed();
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
    return this.#tiles.get(`${Math.floor(row / tileRows)}:${Math.floor(column / tileColumns)}`);
  }

  #touch(key: string): void {
    const tile = this.#tiles.get(key);
    if (!tile) return;
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
  }

  #loadNext(): void {
    for (const key of this.#wanted) {
      if (this.#underWay.size >= mostUnderWay || this.#error) return;
      if (!this.#tiles.has(key) && !this.#underWay.has(key)) void this.#loadTile(key);
    }
  }

  async #loadTile(key: string): Promise<void> {
    this.#underWay.add(key);
    const [row = 0, column = 0] = key.split(':').map(Number);
    const part = {
      rowStart: row * tileRows,
      rowEnd: (row + 1) * tileRows,
      columnStart: column * tileColumns,
      columnEnd: (column + 1) * tileColumns,
    };
    try {
      this.#keep(key, await this.#load(part));
    } catch (thrown) {
      this.#error = toContractError(thrown);
    }
    this.#underWay.delete(key);
    this.#changed();
    this.#loadNext();
  }

  #keep(key: string, page: CellsPage): void {
    this.#tiles.set(key, {
      page,
      special: new Map(page.special.map(({ at, kind }) => [at, kind])),
      unreadable: new Set(page.unreadable),
    });
    this.#measure(key, page);
    const [oldest] = this.#tiles.keys();
    if (this.#tiles.size > mostKept && oldest !== undefined) this.#tiles.delete(oldest);
  }

  #measure(key: string, { texts, columns }: CellsPage): void {
    const first = Number(key.split(':')[1]) * tileColumns;
    texts.forEach((text, at) => {
      this.#widest = Math.max(this.#widest, text.length);
      const column = first + (at % columns);
      if (column < mostMeasured) this.#widestOf[column] = Math.max(this.#widestOf[column] ?? 0, text.length);
    });
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
