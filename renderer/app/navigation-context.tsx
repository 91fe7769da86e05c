import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Place, places } from './place.js';

interface Navigation {
  readonly place: Place;
  readonly go: (place: Place) => void;
}

const storageKey = 'bloscpack-place';

const NavigationContext = createContext<Navigation>({ place: 'home', go: () => {} });

/** Where the window is, and how to go elsewhere. */
export function useNavigation(): Navigation {
  return useContext(NavigationContext);
}

/** Once, around the app; a reload of the page stays where it was. */
export function NavigationProvider({ children }: { readonly children: ReactNode }) {
  const [place, setPlace] = useState(storedPlace);
  const go = useCallback((next: Place) => {
    sessionStorage.setItem(storageKey, next);
    setPlace(next);
  }, []);
  const navigation = useMemo(() => ({ place, go }), [place, go]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

function storedPlace(): Place {
  const stored = sessionStorage.getItem(storageKey);
  return places.find((place) => place === stored) ?? 'home';
}
