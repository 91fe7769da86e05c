import type { ComponentProps } from 'react';

/** A cell of a VirtualList of kind `grid`. The list has the focus, and rows of a virtual list cannot be table rows. */
export function GridCell(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div {...props} role="gridcell" />;
}

/** The header row of such a list: its `header`. */
export function GridHeadRow(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows
  // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
  return <div {...props} role="row" aria-rowindex={1} />;
}

/** A column header in that row. */
export function GridHead(props: ComponentProps<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be table rows
  // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
  return <div {...props} role="columnheader" />;
}
