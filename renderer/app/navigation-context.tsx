import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Place, places } from './place.js';

interface Navigation {
  readonly place: Place;
  readonly go: (place: Place) => void;
}

const storageKey = 'bloscpack-place';

const NavigationContext = createContext<Navigation>({ place: 'home', go: () => {} });

/** The shown place, and a function that shows another. */
export function useNavigation(): Navigation {
  return useContext(NavigationContext);
}

/** Once, around the app. The place survives a reload of the page. */
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
