import { useSyncExternalStore } from 'react';
import type { Store } from './store.js';

/** The state of a store as it is now; renders again whenever it changes. */
export function useStore<State>({ subscribe, state }: Pick<Store<State>, 'subscribe' | 'state'>): State {
  return useSyncExternalStore(subscribe, state);
}
