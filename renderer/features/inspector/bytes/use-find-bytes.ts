import { useEffect, useRef } from 'react';
import { CallError } from '../../../../shared/errors/contract-error.js';
import { useRunTask } from '../data/run-task.js';
import { useDocument } from '../model/document-context.js';
import type { ByteRange } from './hex/folds.js';

/**
 * Searches the stored bytes of the file, or of a chunk in a file of its own, from a byte on, and goes to the found ones; one search at a time, which ends the one before.
 * Throws CallError when there are none, or for a pattern that is none.
 */
export function useFindBytes(
  goTo: (range: ByteRange) => Promise<void>,
  chunkIndex: number | undefined,
): (pattern: string, from: number) => Promise<void> {
  const { overview } = useDocument();
  const runTask = useRunTask();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  return async (pattern, from) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const ofChunk = chunkIndex === undefined ? {} : { chunkIndex };
    const request = { document: overview.document, pattern, from, ...ofChunk };
    const result = await runTask({ kind: 'find-bytes', request }, abort.signal).catch((thrown: unknown) => {
      if (!abort.signal.aborted) throw thrown;
    });
    if (abort.signal.aborted) return;
    const found = result?.kind === 'find-bytes' ? result.found : undefined;
    if (!found)
      throw new CallError({
        kind: 'argument',
        message: `The ${chunkIndex === undefined ? 'file' : 'chunk'} has no ${pattern}.`,
      });
    await goTo({ start: found.startByte, end: found.endByte });
  };
}
