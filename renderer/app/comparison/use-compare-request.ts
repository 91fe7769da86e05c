import { useCallback } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { useClient } from '../../data/client-context.js';
import { useFailureToast } from '../../ui/Toasts.js';
import { useNavigation } from '../navigation-context.js';
import { targetOfChunk, targetOfFile } from './target.js';
import { useCompareStore } from './use-compare.js';

/** What another view wants compared: a file, an array of a `.npz`, or one chunk of a container. */
export interface CompareRequest {
  readonly id: FileId;
  readonly member?: string;
  readonly chunkIndex?: number;
}

/** Answers how to open Compare on something; the plan is shown, nothing is started. */
export function useCompareRequest(): (request: CompareRequest) => void {
  const client = useClient();
  const store = useCompareStore();
  const { go } = useNavigation();
  const failed = useFailureToast();
  return useCallback(
    ({ id, member, chunkIndex }) => {
      const open = async () => {
        const [file] = await client.call('files.describe', { ids: [id] });
        if (!file) return;
        store.chooseTarget(
          chunkIndex === undefined ? targetOfFile(file, member) : targetOfChunk(file, chunkIndex, member),
        );
        go('compare');
      };
      open().catch(failed);
    },
    [client, store, go, failed],
  );
}
