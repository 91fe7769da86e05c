import { useCallback, useMemo } from 'react';
import { BigRows } from '../../../../ui/big-scroll/BigRows.js';
import { ContextMenu } from '../../../../ui/ContextMenu.js';
import { GridHead, GridHeadRow } from '../../../../ui/GridParts.js';
import { LoadFrame } from '../../../../ui/LoadFrame.js';
import { useDocument } from '../../model/document-context.js';
import { useSelection } from '../../model/selection.js';
import { useView } from '../../model/view.js';
import type { Limits } from '../ratio-scale.js';
import { useChunkCommands } from '../use-chunk-commands.js';
import { useSize } from '../use-size.js';
import { ChunkCells } from './ChunkCells.js';
import { ChunkTableTools } from './ChunkTableTools.js';
import { type ChunkOrder, type TableQuery, useActiveRow, useChunkRows } from './chunk-rows.js';
import styles from './chunk-table.module.css';
import { type ChunkColumn, columnsFor, templateOf, widthOf } from './columns.js';

interface Props {
  readonly query: TableQuery;
  readonly onQuery: (query: TableQuery) => void;
  /** Chunks of the file: the number of rows until that which pass the filter is loaded. */
  readonly total: number;
  readonly limits: Limits;
  readonly onCompare?: ((chunkIndex: number) => void) | undefined;
}

const ROW_HEIGHT = 24;

/** Every chunk as a row, of which only those in view are rendered. */
export function ChunkTable({ query, onQuery, total, limits, onCompare }: Props) {
  const { overview } = useDocument();
  const { selection } = useSelection();
  const { show } = useView();
  const [box, { width }] = useSize();
  const rows = useChunkRows(query);
  const { facts, pagesVersion } = rows;
  const [activeRow, setActiveRow] = useActiveRow(query, rows);
  const columns = useMemo(() => columnsFor(width, overview), [width, overview]);
  const template = templateOf(columns);
  const rowCount = facts?.total ?? total;
  const selected = selection.chunkIndex;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change with the version
  const renderRow = useCallback(
    (index: number) => {
      const row = rows.row(index);
      if (!row)
        return (
          <div className={styles.row}>
            <i className={styles.waiting} />
          </div>
        );
      return (
        <div className={styles.row} role="presentation" style={{ gridTemplateColumns: template }}>
          <ChunkCells columns={columns} row={row} limits={limits} />
        </div>
      );
    },
    [rows, pagesVersion, columns, template, limits],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const rowProps = useCallback(
    (index: number) => {
      const isSelected = selected !== undefined && rows.row(index)?.chunkIndex === selected;
      return {
        'data-zebra': index % 2 === 1 ? '' : undefined,
        'data-selected': isSelected ? '' : undefined,
        'aria-selected': isSelected,
        onPointerDown: () => setActiveRow(index),
        onDoubleClick: () => show('data'),
      };
    },
    [rows, pagesVersion, selected, setActiveRow, show],
  );
  const onVisible = useCallback((first: number, end: number) => rows.show(first, end), [rows]);
  const commands = useChunkCommands(onCompare);
  const active = activeRow === undefined ? undefined : rows.row(activeRow);
  return (
    <section className={styles.pane} aria-label="Table of chunks">
      <ChunkTableTools query={query} onQuery={onQuery} facts={facts} total={total} />
      <ContextMenu entries={active ? commands(active) : []}>
        <div ref={box} className={styles.rows}>
          <LoadFrame what="chunks" error={rows.error} isLoading={rows.isLoading} onRetry={() => rows.retry()}>
            <BigRows
              label="Chunks"
              rowCount={rowCount}
              rowHeight={ROW_HEIGHT}
              contentWidth={widthOf(columns) > width ? widthOf(columns) : 0}
              columnCount={columns.length}
              renderRow={renderRow}
              rowProps={rowProps}
              header={<ChunkHeads columns={columns} template={template} query={query} onQuery={onQuery} />}
              activeRow={activeRow}
              onActiveRow={setActiveRow}
              onVisible={onVisible}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && selected !== undefined) show('data');
              }}
            />
          </LoadFrame>
        </div>
      </ContextMenu>
    </section>
  );
}

interface HeadsProps {
  readonly columns: readonly ChunkColumn[];
  readonly template: string;
  readonly query: TableQuery;
  readonly onQuery: (query: TableQuery) => void;
}

/** The heads of the columns. A button sorts by its column, and reverses the order when that is the case already. */
function ChunkHeads({ columns, template, query, onQuery }: HeadsProps) {
  const sort = (orderBy: ChunkOrder) =>
    onQuery({ ...query, orderBy, descending: query.orderBy === orderBy && !query.descending });
  return (
    <GridHeadRow className={styles.head} style={{ gridTemplateColumns: template }}>
      {columns.map(({ key, label, numeric, orderBy }, index) => (
        <GridHead
          key={key}
          className={styles.headCell}
          aria-colindex={index + 1}
          aria-sort={orderBy && sortOf(orderBy, query)}
          data-numeric={numeric ? '' : undefined}
        >
          {orderBy ? (
            <button type="button" onClick={() => sort(orderBy)}>
              {label}
            </button>
          ) : (
            label
          )}
        </GridHead>
      ))}
    </GridHeadRow>
  );
}

function sortOf(column: ChunkOrder, { orderBy, descending }: TableQuery) {
  if (column !== orderBy) return 'none';
  return descending ? 'descending' : 'ascending';
}
