import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { BigGrid, type GridWindow } from '../../../ui/big-scroll/BigGrid.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import type { GridRenderers } from '../../../ui/big-scroll/grid-renderers.js';
import { LoadFrame } from '../../../ui/LoadFrame.js';
import { isInPart, partOf } from './cell-range.js';
import { type Cell, type CellTiles, useCellTiles } from './cell-tiles.js';
import styles from './data-grid.module.css';
import type { DataState } from './data-state.js';
import {
  type ChosenWidths,
  type ChunkOfRow,
  chooseWidth,
  chunkOfRow,
  chunkStartingAt,
  columnWidths,
  indexWidth,
  withChosenWidths,
} from './grid-layout.js';
import { autoLabel } from './number-formats.js';
import { columnIndex, layoutKey, planeSize, rowIndex } from './plane-model.js';
import { visibleText } from './visible-text.js';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  readonly onActive: (place: GridPlace, extend: boolean) => void;
  /** Selects a whole row, a whole column, or all cells. */
  readonly onHead: (head: { readonly row?: number; readonly column?: number }) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** The label of the number format that Auto chose for the cells in view. */
  readonly onAutoLabel: (label: string) => void;
}

const nothing: GridWindow = { rowStart: 0, rowEnd: 0, columnStart: 0, columnEnd: 0 };

/** The values of a plane as a grid, with marks where chunks begin. */
export function DataGrid({ data, state, onActive, onHead, onKeyDown, onAutoLabel }: Props) {
  const { plane, range, format } = state;
  const [drawn, setDrawn] = useState(nothing);
  const tiles = useCellTiles(plane, format, drawn);
  const size = planeSize(data, plane);
  const version = tiles.pagesVersion;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the loaded cells change with the version
  const chunkOf = useMemo(
    () => chunkOfRow(data, plane, (row) => tiles.rowChunk(row, drawn.columnStart)),
    [data, plane, tiles, version, drawn.columnStart],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the loaded cells change with the version
  useEffect(() => onAutoLabel(autoLabel(textsIn(tiles, drawn))), [tiles, version, drawn, onAutoLabel]);
  const renderers = useRenderers({
    data,
    state,
    chunkOf,
    cell: (row, column) => tiles.cell(row, column),
    version,
    problem: tiles.problem,
  });
  const lastChunk = chunkOf(size.rows - 1) ?? chunkOf(drawn.rowStart);
  const [chosen, setChosen] = useState<{ readonly layout: string; readonly widths: ChosenWidths }>();
  const layout = layoutKey(plane);
  const chosenWidths = chosen?.layout === layout ? chosen.widths : {};
  const fitting = columnWidths(data, plane, tiles.widest, (column) => tiles.widestOf(column));
  const widths = withChosenWidths(fitting, chosenWidths);
  const widthKey = JSON.stringify(widths);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arrays are new each time, the key is the same for equal ones
  const columnWidth = useMemo(() => widths, [widthKey]);
  return (
    <LoadFrame what="values" error={tiles.error} isLoading={tiles.isLoading} onRetry={() => tiles.retry()}>
      <BigGrid
        label="Values"
        className={styles.grid}
        rowCount={size.rows}
        columnCount={size.columns}
        rowHeight={24}
        columnWidth={columnWidth}
        indexWidth={indexWidth(size.rows * (plane.rowStep ?? 1), lastChunk !== undefined, lastChunk ?? 0)}
        renderers={renderers}
        corner={<span className="unseen">Row</span>}
        active={range.active}
        onActive={(place, { extend }) => onActive(place, extend)}
        onHead={onHead}
        onKeyDown={onKeyDown}
        onVisible={setDrawn}
        onColumnWidth={(column, widthPx) =>
          setChosen({ layout, widths: chooseWidth(fitting, chosenWidths, column, widthPx) })
        }
      />
    </LoadFrame>
  );
}

/** Some of the texts in view: the first rows show how many digits the columns have. */
function textsIn(tiles: CellTiles, { rowStart, rowEnd, columnStart, columnEnd }: GridWindow): readonly string[] {
  const texts: string[] = [];
  for (let row = rowStart; row < Math.min(rowEnd, rowStart + 4); row++) {
    for (let column = columnStart; column < columnEnd; column++) {
      const cell = tiles.cell(row, column);
      if (cell && !cell.special && !cell.unreadable) texts.push(cell.text);
    }
  }
  return texts;
}

interface RendererOptions {
  readonly data: DataShape;
  readonly state: DataState;
  readonly chunkOf: ChunkOfRow;
  readonly cell: (row: number, column: number) => Cell | undefined;
  readonly version: number;
  /** Why cells could not be read. */
  readonly problem: string | undefined;
}

/** How heads and cells are drawn; a new object only when something has changed. */
function useRenderers({ data, state, chunkOf, cell, version, problem }: RendererOptions): GridRenderers {
  const { plane, range } = state;
  const format = useFormat();
  const cellOf = cell;
  // biome-ignore lint/correctness/useExhaustiveDependencies: cells change with the version and the chunks with it
  return useMemo(() => {
    const part = partOf(range);
    const isField = plane.columnAxis === undefined && plane.field === undefined;
    return {
      cell: (row, column) => {
        const known = cellOf(row, column);
        return known?.unreadable ? <span className="unseen">damaged</span> : known && visibleText(known.text);
      },
      cellProps: (row, column) => {
        const known = cellOf(row, column);
        const isActive = row === range.active.row && column === range.active.column;
        return {
          className: styles.cell,
          'aria-selected': isInPart(part, row, column),
          'data-active': isActive ? '' : undefined,
          'data-special': known?.special,
          'data-bad': known?.unreadable ? '' : undefined,
          title: titleOf(known, problem),
        };
      },
      rowProps: (row) => ({
        className: styles.row,
        'data-edge': row > 0 && chunkStartingAt(chunkOf, row) !== undefined ? '' : undefined,
      }),
      rowHead: (row) => {
        const chunk = chunkStartingAt(chunkOf, row);
        return (
          <span className={styles.rowHead} data-current={row === range.active.row ? '' : undefined}>
            {chunk !== undefined && <span className={styles.chunk}>chunk {format.count(chunk)}</span>}
            <span className={styles.index}>
              {plane.rowAxis === undefined ? '' : format.count(rowIndex(plane, row))}
            </span>
          </span>
        );
      },
      columnHead: (column) => {
        const field = data.fields[column];
        if (!isField) return format.count(columnIndex(plane, column));
        return field?.name ? `${field.name}` : (field?.dtype ?? '');
      },
      columnHeadProps: (column) => ({
        className: styles.columnHead,
        'data-current': column === range.active.column ? '' : undefined,
        title: isField ? data.fields[column]?.dtype : undefined,
      }),
    };
  }, [data, plane, range, chunkOf, version, format]);
}

/** Texts may be cut by their column; damage is explained. */
function titleOf(cell: Cell | undefined, problem: string | undefined): string | undefined {
  if (cell?.unreadable) return problem ?? 'This value is in a damaged chunk.';
  return cell && visibleText(cell.text);
}
