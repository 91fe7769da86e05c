import type { ReactNode } from 'react';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Renders the parts of a grid, also cells whose values are not loaded. Memoise the object (`useMemo`): the parts are rendered
 * again only when it changes.
 */
export interface GridRenderers {
  readonly cell: (row: number, column: number) => ReactNode;
  readonly rowHead: (row: number) => ReactNode;
  readonly columnHead: (column: number) => ReactNode;
  /** Attributes: `data-*`, `aria-selected`, `title`, `className` (beside that of the grid). */
  readonly cellProps?: (row: number, column: number) => Attributes | undefined;
  readonly rowProps?: (row: number) => Attributes | undefined;
  readonly columnHeadProps?: (column: number) => Attributes | undefined;
}
