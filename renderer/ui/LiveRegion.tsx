import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => {});

/** Answers how to tell screen readers something that is only seen: start, every 25 %, finish, failure; not every tick. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** Once, around the app. */
export function LiveRegionProvider({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  const announce = useCallback<Announce>((text) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="unseen" role="status">
        {/* The key makes the same words twice in a row be heard twice. */}
        <span key={said.turn}>{said.text}</span>
      </div>
    </AnnounceContext>
  );
}
