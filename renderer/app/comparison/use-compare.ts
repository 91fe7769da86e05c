import { useStore } from '../../data/store/use-store.js';
import { windowStore } from '../../data/window-store.js';
import { type CompareState, CompareStore } from './compare-store.js';

/** The one comparison of the window. */
export const useCompareStore = windowStore(CompareStore);

/** What the page shows now. */
export function useCompare(): CompareState {
  return useStore(useCompareStore());
}
