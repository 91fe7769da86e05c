import { countOf } from '../../format/counts.js';

/** What a page may know of a drag before the drop: how many items, and a media type where the system knows one. */
export interface DragItem {
  readonly kind: string;
  readonly type: string;
}

/** Media types that tell what is meant; the systems where we are installed know ours. */
const likely: Readonly<Record<string, 'compress' | 'decompress'>> = {
  'application/x-npy': 'compress',
  'application/zip': 'compress',
  'application/x-hdf5': 'compress',
  'application/x-bloscpack': 'decompress',
};

/**
 * The sentence over the window while files hang over it: `3 files — compress`, `Mixed: 2 to compress, 1 to decompress`. Where
 * the system does not say what they are, the sentence does not either; their first bytes will. With Alt held the verbs are
 * turned round. Undefined when no files are dragged.
 */
export function describeDrag(items: readonly DragItem[], flipped: boolean): string | undefined {
  const files = items.filter(({ kind }) => kind === 'file');
  if (files.length === 0) return undefined;
  const verbs = files.map(({ type }) => likely[type]);
  const count = countOf(files.length, 'file');
  if (verbs.includes(undefined)) {
    return flipped ? `${count} — the reverse of what each needs` : `${count} — compress or decompress, as each needs`;
  }
  const decompressing = verbs.filter((verb) => (verb === 'decompress') !== flipped).length;
  const compressing = files.length - decompressing;
  if (decompressing === 0) return `${count} — compress`;
  if (compressing === 0) return `${count} — decompress`;
  return `Mixed: ${compressing} to compress, ${decompressing} to decompress`;
}

/** The same over the Inspector, which opens what is dropped. */
export function describeInspectorDrag(items: readonly DragItem[]): string | undefined {
  const files = items.filter(({ kind }) => kind === 'file');
  return files.length === 0 ? undefined : `${countOf(files.length, 'file')} — look inside`;
}
