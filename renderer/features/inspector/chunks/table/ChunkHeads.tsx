import { GridHead, GridHeadRow } from '../../../../ui/GridParts.js';
import styles from './chunk-table.module.css';
import type { ChunkColumn } from './columns.js';
import type { ChunkOrder, TableQuery } from './use-chunk-rows.js';

interface Props {
  readonly columns: readonly ChunkColumn[];
  readonly template: string;
  readonly query: TableQuery;
  readonly onQuery: (query: TableQuery) => void;
}

/** The heads of the columns; those that sort are buttons, and turn the order round when it is theirs already. */
export function ChunkHeads({ columns, template, query, onQuery }: Props) {
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
