import { useEffect, useRef, useState } from 'react';
import type { FoundCell, Plane } from '../../../../shared/contract/inspect/data.js';
import type { TaskResult } from '../../../../shared/contract/inspect/tasks.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useDocument } from '../model/document-context.js';
import { useRunTask } from './run-task.js';

export type FindState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number }
  /** Nothing was found, or the text cannot be understood: shown at the field. */
  | { readonly kind: 'failed'; readonly message: string };

interface Find {
  readonly state: FindState;
  /** Searches for what a text means: an index, `max`, `nan`, `chunk 7`. */
  readonly find: (text: string, plane: Plane, from: readonly number[]) => void;
  readonly stop: () => void;
}

/** Searches the array; one search at a time. */
export function useFind(onFound: (found: FoundCell) => void): Find {
  const { overview } = useDocument();
  const runTask = useRunTask();
  const [state, setState] = useState<FindState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const stop = () => {
    running.current?.abort();
    setState({ kind: 'idle' });
  };
  const find = (text: string, plane: Plane, from: readonly number[]) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setState({ kind: 'running', done: 0 });
    const request = { document: overview.document, plane, text, from: [...from] };
    const onEnd = (result: TaskResult | undefined) => {
      const found = result?.kind === 'find' ? result.found : undefined;
      if (found) onFound(found);
      setState(found || !result ? { kind: 'idle' } : { kind: 'failed', message: `No ${text} was found.` });
    };
    runTask({ kind: 'find', request }, abort.signal, ({ done }) => setState({ kind: 'running', done })).then(
      onEnd,
      (thrown) => {
        if (!abort.signal.aborted) setState({ kind: 'failed', message: toContractError(thrown).message });
      },
    );
  };
  return { state, find, stop };
}
