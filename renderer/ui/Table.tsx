import type { ComponentProps } from 'react';
import { classNames } from './class-names.js';
import styles from './table.module.css';

interface TableProps extends ComponentProps<'table'> {
  /** Rows of 24 px in alternating colours, for reading; otherwise 28 px, for rows with controls. */
  readonly dense?: boolean;
}

/** An HTML table of few rows; for many rows use VirtualList. */
export function Table({ dense = false, className, ...rest }: TableProps) {
  return <table {...rest} className={classNames(styles.table, className)} data-dense={dense ? '' : undefined} />;
}

interface HeadCellProps extends Omit<ComponentProps<'th'>, 'onClick'> {
  /** Right-aligned, as its cells. */
  readonly numeric?: boolean;
  readonly sort?: 'ascending' | 'descending' | 'none';
  /** Makes the column header a button. */
  readonly onSort?: () => void;
}

/** A column header. */
export function HeadCell({ numeric, sort, onSort, children, ...rest }: HeadCellProps) {
  return (
    <th scope="col" {...rest} aria-sort={sort} data-numeric={numeric ? '' : undefined}>
      {onSort ? (
        <button type="button" onClick={onSort}>
          {children}
        </button>
      ) : (
        children
      )}
    </th>
  );
}

interface RowProps extends ComponentProps<'tr'> {
  readonly selected?: boolean;
}

/** A row; with `tabIndex` it can have the focus, whose outline is drawn inside. */
export function Row({ selected, ...rest }: RowProps) {
  return <tr {...rest} data-selected={selected ? '' : undefined} />;
}

interface CellProps extends ComponentProps<'td'> {
  readonly numeric?: boolean;
}

export function Cell({ numeric, ...rest }: CellProps) {
  return <td {...rest} data-numeric={numeric ? '' : undefined} />;
}
