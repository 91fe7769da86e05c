import { countOf } from '../../format/counts.js';

/** What a page can read of a drag before the drop: the items, and their media types where the system has them. */
export interface DragItem {
  readonly kind: string;
  readonly type: string;
}

/** The usual action for a media type. Systems where the app is installed know its own types. */
const likely: Readonly<Record<string, 'compress' | 'decompress'>> = {
  'application/x-npy': 'compress',
  'application/zip': 'compress',
  'application/x-hdf5': 'compress',
  'application/x-bloscpack': 'decompress',
};

/**
 * The sentence of the overlay: `3 files — compress`, `Mixed: 2 to compress, 1 to decompress`. It names no action where a media
 * type is unknown, because only the file's first bytes decide. With Alt held the actions are swapped. Undefined when no files are
 * dragged.
 */
export function describeDrag(items: readonly DragItem[], flipped: boolean): string | undefined {
  const files = items.filter(({ kind }) => kind === 'file');
  if (files.length === 0) return undefined;
  const verbs = files.map(({ type }) => likely[type]);
  const count = countOf(files.length, 'file');
  if (verbs.includes(undefined)) {
    return flipped ? `${count} — the opposite of the usual action` : `${count} — compress or decompress, by file type`;
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
  return files.length === 0 ? undefined : `${countOf(files.length, 'file')} — inspect`;
}
