import { useCallback } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { useClient } from '../../data/client-context.js';
import { useStore } from '../../data/store/store.js';
import { windowStore } from '../../data/window-store.js';
import { useFailureToast } from '../../ui/Toasts.js';
import { useNavigation } from '../navigation-context.js';
import { type CompareState, CompareStore } from './compare-store.js';
import { targetOfChunk, targetOfFile } from './target.js';

/** The comparison of this window. */
export const useCompareStore = windowStore(CompareStore);

/** The present state of the comparison. */
export function useCompare(): CompareState {
  return useStore(useCompareStore());
}

/** Data that another view sends to Compare: a file, an array of a `.npz`, or one chunk of a container. */
interface CompareRequest {
  readonly id: FileId;
  readonly member?: string;
  readonly chunkIndex?: number;
  /** Of raw bytes, as they were probed. */
  readonly typesize?: number;
}

/** Returns a function that opens Compare with some data. It shows the plan and starts nothing. */
export function useCompareRequest(): (request: CompareRequest) => void {
  const client = useClient();
  const store = useCompareStore();
  const { go } = useNavigation();
  const failed = useFailureToast();
  return useCallback(
    ({ id, member, chunkIndex, typesize }) => {
      const open = async () => {
        const [file] = await client.call('files.describe', { ids: [id] });
        if (!file) return;
        store.chooseTarget(
          chunkIndex === undefined ? targetOfFile(file, member, typesize) : targetOfChunk(file, chunkIndex, member),
        );
        go('compare');
      };
      open().catch(failed);
    },
    [client, store, go, failed],
  );
}
