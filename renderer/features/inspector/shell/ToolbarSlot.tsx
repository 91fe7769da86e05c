import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useSlots } from './slots.js';

/** Puts a view's own actions into the head row of the document. */
export function ToolbarSlot({ children }: { readonly children: ReactNode }) {
  const { toolbar } = useSlots();
  return toolbar && createPortal(children, toolbar);
}
