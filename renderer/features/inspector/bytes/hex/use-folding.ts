import { useCallback, useMemo, useState } from 'react';
import { useDocument } from '../../model/document-context.js';
import { type ByteRange, chunksPerPage, type Fold, foldsOf } from './folds.js';
import { layoutRows, type RowLayout, rowBytes } from './row-layout.js';
import type { ByteSources } from './use-byte-sources.js';

/** Ranges that were unfolded by hand and are remembered. */
const mostShown = 60;
/** Rows that are shown around a place that was gone to. */
const rowsAround = { before: 2, after: 30 } as const;

interface Folding {
  readonly layout: RowLayout<Fold>;
  readonly isOn: boolean;
  readonly turn: (isOn: boolean) => void;
  readonly show: (fold: Fold) => void;
  /** Unfolds what hides the start of a range. */
  readonly uncover: (range: ByteRange) => Promise<void>;
}

/** Which rows are folded, and how to unfold them. */
export function useFolding({ fields, places }: ByteSources): Folding {
  const { overview, client } = useDocument();
  const { sizeBytes } = overview.file;
  const [isOn, setOn] = useState(true);
  const [shown, setShown] = useState<readonly ByteRange[]>([]);
  const rowCount = Math.ceil(sizeBytes / rowBytes);
  const { sections } = fields;
  const { pages, total } = places;
  const nchunks = overview.container?.nchunks;
  const folds = useMemo(
    () => (isOn ? foldsOf({ sections, pages, chunkCount: total || (nchunks ?? 0), shown }) : []),
    [isOn, sections, pages, total, nchunks, shown],
  );
  const layout = useMemo(() => layoutRows(rowCount, folds), [rowCount, folds]);
  const addShown = useCallback(
    (range: ByteRange) => setShown((before) => [...before.slice(-mostShown + 1), range]),
    [],
  );
  const show = useCallback(
    (fold: Fold) => {
      // Without their places the chunks are shown as they lie.
      const whole = { start: fold.startRow * rowBytes, end: fold.endRow * rowBytes };
      if (fold.chunkPage === undefined) addShown(whole);
      else places.load(fold.chunkPage).catch(() => addShown(whole));
    },
    [places, addShown],
  );
  const loadPlacesAt = async (offsetBytes: number) => {
    const { chunkIndex } = await client.call('inspect.locate', { document: overview.document, offsetBytes });
    if (chunkIndex !== undefined) await places.load(Math.floor(chunkIndex / chunksPerPage));
  };
  const uncover = async (range: ByteRange) => {
    const row = Math.floor(range.start / rowBytes);
    const hiding = layout.foldOf(row);
    if (!hiding) return;
    // A range that holds the whole fold is seen well enough as one line.
    if (range.start <= hiding.startRow * rowBytes + rowBytes && range.end >= hiding.endRow * rowBytes - rowBytes)
      return;
    if (hiding.chunkPage !== undefined) {
      // Without their places the chunks are shown as they lie.
      await loadPlacesAt(range.start).catch(() => undefined);
      const now = foldsOf({ sections: fields.sections, pages: places.pages, chunkCount: places.total, shown });
      if (!layoutRows(rowCount, now).foldOf(row)) return;
    }
    addShown({ start: (row - rowsAround.before) * rowBytes, end: (row + rowsAround.after) * rowBytes });
  };
  return { layout, isOn, turn: setOn, show, uncover };
}
