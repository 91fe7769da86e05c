import type { ComponentProps } from 'react';

/** A cell of a VirtualList of kind `grid`. The list has the focus, and rows of a virtual list cannot be a real table's. */
export function GridCell(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div {...props} role="gridcell" />;
}

/** The row of heads of such a list: its `header`. */
export function GridHeadRow(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be a real table's
  // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
  return <div {...props} role="row" aria-rowindex={1} />;
}

/** The head of a column there. */
export function GridHead(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be a real table's
  // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
  return <div {...props} role="columnheader" />;
}
