import { useEffect, useState } from 'react';
import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import type { DocumentId } from '../../../../shared/contract/inspect/document.js';
import { type DataState, initialState } from './data-state.js';

/** How documents were looked at, for when their Data view comes back after another view; the last few. */
const remembered = new Map<DocumentId, { readonly data: DataShape; readonly state: DataState }>();
const mostRemembered = 24;

/** The state of a document's Data view. It outlives the view, until the array changes its shape. */
export function useDataState(document: DocumentId, data: DataShape) {
  const [state, setState] = useState(() => {
    const known = remembered.get(document);
    return known && isSameArray(known.data, data) ? known.state : initialState(data);
  });
  useEffect(() => {
    remembered.delete(document);
    remembered.set(document, { data, state });
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
  }, [document, data, state]);
  return [state, setState] as const;
}

/** Whether a plane of one array is one of the other too. */
export function isSameArray(one: DataShape, other: DataShape): boolean {
  return one.dtype === other.dtype && one.shape.join() === other.shape.join();
}
