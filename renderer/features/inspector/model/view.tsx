import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { InspectorView } from '../../../app/documents/document-store.js';

export const viewTitles = {
  overview: 'Overview',
  data: 'Data',
  chunks: 'Chunks',
  bytes: 'Bytes',
} as const satisfies Record<InspectorView, string>;

interface ViewAccess {
  readonly view: InspectorView;
  readonly show: (view: InspectorView) => void;
}

const ViewContext = createContext<ViewAccess>({ view: 'overview', show() {} });

/** Which view of the document is shown, and how to show another. */
export function useView(): ViewAccess {
  return useContext(ViewContext);
}

interface Props {
  readonly initial: InspectorView;
  readonly onShow: (view: InspectorView) => void;
  readonly children: ReactNode;
}

/** Once a document tab. */
export function ViewProvider({ initial, onShow, children }: Props) {
  const [view, setView] = useState(initial);
  const access = useMemo(
    () => ({
      view,
      show: (next: InspectorView) => {
        setView(next);
        onShow(next);
      },
    }),
    [view, onShow],
  );
  return <ViewContext value={access}>{children}</ViewContext>;
}
