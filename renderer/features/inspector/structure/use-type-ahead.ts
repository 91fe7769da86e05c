import { type KeyboardEvent, useRef } from 'react';
import type { TreeModel } from './tree-model.js';

/** A pause after which typing begins anew. */
const PAUSE_MS = 700;
/** Rows that are looked through. */
const REACH = 2000;

/** Finds the next row whose name begins with what is typed. */
export function useTypeAhead(model: TreeModel) {
  const typed = useRef({ text: '', atMs: 0 });
  return (event: KeyboardEvent, active: number): number | undefined => {
    // When the key was pressed, not when a busy page gets to it.
    const now = event.timeStamp;
    const before = now - typed.current.atMs < PAUSE_MS ? typed.current.text : '';
    if (!isTyping(event, before)) return undefined;
    const text = before + event.key.toLowerCase();
    typed.current = { text, atMs: now };
    const count = model.rowCount;
    const first = text.length === 1 ? 1 : 0;
    for (let step = first; step < Math.min(count, REACH); step += 1) {
      const index = (active + step) % count;
      if (model.row(index)?.node?.name.toLowerCase().startsWith(text)) return index;
    }
    return undefined;
  };
}

/** A name can have a space in it, but none begins with one; brackets are the keys of chunks. */
function isTyping({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, before: string): boolean {
  if (key.length !== 1 || ctrlKey || metaKey || altKey) return false;
  return key === ' ' ? before !== '' : key !== '[' && key !== ']';
}
