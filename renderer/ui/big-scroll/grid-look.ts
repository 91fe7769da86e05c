import type { ReactNode } from 'react';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * What the parts of a grid look like. Keep the object (`useMemo`) until what it draws changes: parts are drawn anew when it does,
 * and only then. It answers for cells whose values are not there yet too.
 */
export interface GridLook {
  readonly cell: (row: number, column: number) => ReactNode;
  readonly rowHead: (row: number) => ReactNode;
  readonly columnHead: (column: number) => ReactNode;
  /** Attributes: `data-*`, `aria-selected`, `title`, `className` (beside that of the grid). */
  readonly cellProps?: (row: number, column: number) => Attributes | undefined;
  readonly rowProps?: (row: number) => Attributes | undefined;
  readonly columnHeadProps?: (column: number) => Attributes | undefined;
}
