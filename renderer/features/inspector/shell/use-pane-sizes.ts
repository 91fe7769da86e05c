import { useCallback, useEffect, useState } from 'react';
import { openPanes, type PaneSizes, readSizes } from './pane-sizes.js';

const storageKey = 'bloscpack-inspector-panes';

/** The sizes of the regions, remembered while the window is open. */
export function usePaneSizes() {
  const [sizes, setSizes] = useState(() => readSizes(sessionStorage.getItem(storageKey)));
  const [windowPx, setWindowPx] = useState(window.innerWidth);
  useEffect(() => {
    const onResize = () => setWindowPx(window.innerWidth);
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  useEffect(() => sessionStorage.setItem(storageKey, JSON.stringify(sizes)), [sizes]);
  const change = useCallback((changes: Partial<PaneSizes>) => setSizes((before) => ({ ...before, ...changes })), []);
  return { sizes, open: openPanes(sizes, windowPx), change };
}
