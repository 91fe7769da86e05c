import type { ComponentProps } from 'react';
import { classNames } from './class-names.js';
import styles from './table.module.css';

interface TableProps extends ComponentProps<'table'> {
  /** 24 px rows with zebra, for reading; else 28 px, for acting. */
  readonly dense?: boolean;
}

/** A real table of few rows; long ones are a VirtualList. */
export function Table({ dense = false, className, ...rest }: TableProps) {
  return <table {...rest} className={classNames(styles.table, className)} data-dense={dense ? '' : undefined} />;
}

interface HeadCellProps extends Omit<ComponentProps<'th'>, 'onClick'> {
  /** Right-aligned, as its cells. */
  readonly numeric?: boolean;
  readonly sort?: 'ascending' | 'descending' | 'none';
  /** Makes the head a button. */
  readonly onSort?: () => void;
}

/** The head of a column. */
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

/** A row; with `tabIndex` it takes the focus, drawn inside. */
export function Row({ selected, ...rest }: RowProps) {
  return <tr {...rest} data-selected={selected ? '' : undefined} />;
}

interface CellProps extends ComponentProps<'td'> {
  readonly numeric?: boolean;
}

export function Cell({ numeric, ...rest }: CellProps) {
  return <td {...rest} data-numeric={numeric ? '' : undefined} />;
}
