import { type KeyboardEvent, useRef } from 'react';
import { ROOT, type TreeModel, type TreeRow } from './tree-model.js';

type TreeMove = 'toggle' | 'child' | 'parent';

/** What a key does in a tree, after the APG: Right unfolds, then enters; Left folds, then leaves. */
export function treeMove(key: string, { node, isOpen }: TreeRow): TreeMove | undefined {
  const hasChildren = node !== undefined && node.childCount > 0;
  if (key === 'Enter') return 'toggle';
  if (key === 'ArrowLeft') return isOpen ? 'toggle' : 'parent';
  if (key !== 'ArrowRight' || !hasChildren) return undefined;
  return isOpen ? 'child' : 'toggle';
}

/** The row that a move goes to. */
export function moveTarget(move: 'child' | 'parent', model: TreeModel, active: number): number {
  return move === 'child' ? active + 1 : (parentIndex(model, active) ?? active);
}

function parentIndex(model: TreeModel, index: number): number | undefined {
  const row = model.row(index);
  if (!row || row.parent === ROOT) return undefined;
  for (let above = index - row.place - 1; above >= 0; above -= 1) {
    if (model.row(above)?.node?.id === row.parent) return above;
  }
  return undefined;
}

/** After this pause a key begins a new text. */
const PAUSE_MS = 700;
/** Rows that are searched. */
const REACH = 2000;

/** Finds the next row whose name begins with the typed text. */
export function useTypeAhead(model: TreeModel) {
  const typed = useRef({ text: '', atMs: 0 });
  return (event: KeyboardEvent, active: number): number | undefined => {
    // The time of the key press: a busy page may handle it later.
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

/** A name can contain a space, but none begins with one; brackets go to the previous and next chunk. */
function isTyping({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, before: string): boolean {
  if (key.length !== 1 || ctrlKey || metaKey || altKey) return false;
  return key === ' ' ? before !== '' : key !== '[' && key !== ']';
}
