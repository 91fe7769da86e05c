import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';

interface Slots {
  readonly details: HTMLElement | null;
  readonly toolbar: HTMLElement | null;
  readonly setDetails: (element: HTMLElement | null) => void;
  readonly setToolbar: (element: HTMLElement | null) => void;
}

const SlotContext = createContext<Slots>({ details: null, toolbar: null, setDetails() {}, setToolbar() {} });

/** The elements of the frame that the views render into. */
export function useSlots(): Slots {
  return useContext(SlotContext);
}

/** Once a document tab. */
export function SlotProvider({ children }: { readonly children: ReactNode }) {
  const [details, setDetails] = useState<HTMLElement | null>(null);
  const [toolbar, setToolbar] = useState<HTMLElement | null>(null);
  const slots = useMemo(() => ({ details, toolbar, setDetails, setToolbar }), [details, toolbar]);
  return <SlotContext value={slots}>{children}</SlotContext>;
}

/** Renders a view's own actions into the head row of the document. */
export function ToolbarSlot({ children }: { readonly children: ReactNode }) {
  const { toolbar } = useSlots();
  return toolbar && createPortal(children, toolbar);
}
