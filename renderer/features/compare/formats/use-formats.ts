import { useStore } from '../../../data/store/store.js';
import { windowStore } from '../../../data/window-store.js';
import { type FormatsState, FormatsStore } from './formats-store.js';

/** The measurement of formats of this window. */
export const useFormatsStore = windowStore(FormatsStore);

export function useFormats(): FormatsState {
  return useStore(useFormatsStore());
}
