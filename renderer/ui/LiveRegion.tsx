import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => {});

/** Returns a function that announces text to screen readers: start, every 25 %, end, failure; not every progress event. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** Once, around the app. */
export function LiveRegionProvider({ children }: { readonly children: ReactNode }) {
  const [announced, setAnnounced] = useState({ text: '', count: 0 });
  const announce = useCallback<Announce>((text) => setAnnounced(({ count }) => ({ text, count: count + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="unseen" role="status">
        {/* With a new key, screen readers also read the same text a second time. */}
        <span key={announced.count}>{announced.text}</span>
      </div>
    </AnnounceContext>
  );
}
