import { useEffect, useRef, useState } from 'react';
import type { FoundCell, Plane } from '../../../../shared/contract/inspect/data.js';
import type { TaskProgress } from '../../../../shared/contract/inspect/tasks.js';
import { useDocument } from '../model/document-context.js';
import { runTask } from './run-task.js';

export type FindState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number }
  /** Nothing was found, or the text means nothing: said at the field. */
  | { readonly kind: 'said'; readonly message: string };

interface Find {
  readonly state: FindState;
  /** Looks for what a text says: an index, `max`, `nan`, `chunk 7`. */
  readonly find: (text: string, plane: Plane, from: readonly number[]) => void;
  readonly stop: () => void;
}

/** Looks through the array; one search at a time. */
export function useFind(onFound: (found: FoundCell) => void): Find {
  const { overview, client } = useDocument();
  const [state, setState] = useState<FindState>({ kind: 'idle' });
  const running = useRef<() => void>(undefined);
  useEffect(() => () => running.current?.(), []);
  const stop = () => {
    running.current?.();
    setState({ kind: 'idle' });
  };
  const find = (text: string, plane: Plane, from: readonly number[]) => {
    running.current?.();
    setState({ kind: 'running', done: 0 });
    const ask = { document: overview.document, plane, text, from: [...from] };
    running.current = runTask(client, { kind: 'find', ask }, (progress) => {
      const found = progress.result?.kind === 'find' ? progress.result.found : undefined;
      if (found) onFound(found);
      setState(stateAfter(progress, found !== undefined, text));
    });
  };
  return { state, find, stop };
}

function stateAfter({ state, done, error }: TaskProgress, isFound: boolean, text: string): FindState {
  if (state === 'running') return { kind: 'running', done };
  if (state === 'failed' && error) return { kind: 'said', message: error.message };
  return isFound || state === 'cancelled' ? { kind: 'idle' } : { kind: 'said', message: `No ${text} was found.` };
}
