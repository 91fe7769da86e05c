import { useCallback, useMemo, useState } from 'react';
import { useDocument } from '../../model/document-context.js';
import { type ByteRange, chunksPerPage, type Fold, foldsOf } from './folds.js';
import { layoutRows, type RowLayout, rowBytes } from './hex-layout.js';
import type { ByteSource, ByteSources } from './use-byte-sources.js';

/** Ranges that were unfolded by hand and are remembered. */
const mostShown = 60;
/** Rows that are unfolded around a byte that the cursor goes to. */
const rowsAround = { before: 2, after: 30 } as const;

interface Folding {
  readonly layout: RowLayout<Fold>;
  readonly isOn: boolean;
  readonly turn: (isOn: boolean) => void;
  readonly show: (fold: Fold) => void;
  /** Unfolds the rows at the start of a range. */
  readonly uncover: (range: ByteRange) => Promise<void>;
}

/** Which rows are folded, and how to unfold them. */
export function useFolding({ fields, places }: ByteSources, { sizeBytes }: ByteSource): Folding {
  const { overview, client } = useDocument();
  const [isOn, setOn] = useState(true);
  const [shown, setShown] = useState<readonly ByteRange[]>([]);
  const rowCount = Math.ceil(sizeBytes / rowBytes);
  const { sections } = fields;
  const { chunkPages, total } = places;
  const nchunks = overview.container?.nchunks;
  const folds = useMemo(
    () => (isOn ? foldsOf({ sections, pages: chunkPages, chunkCount: total || (nchunks ?? 0), shown }) : []),
    [isOn, sections, chunkPages, total, nchunks, shown],
  );
  const layout = useMemo(() => layoutRows(rowCount, folds), [rowCount, folds]);
  const addShown = useCallback(
    (range: ByteRange) => setShown((before) => [...before.slice(-mostShown + 1), range]),
    [],
  );
  const show = useCallback(
    (fold: Fold) => {
      if (fold.chunkPage !== undefined) void places.show(fold.chunkPage);
      else addShown({ start: fold.startRow * rowBytes, end: fold.endRow * rowBytes });
    },
    [places, addShown],
  );
  const showChunkAt = async (offsetBytes: number) => {
    const { chunkIndex } = await client.call('inspect.locate', { document: overview.document, offsetBytes });
    if (chunkIndex !== undefined) await places.show(Math.floor(chunkIndex / chunksPerPage));
  };
  const uncover = async (range: ByteRange) => {
    const row = Math.floor(range.start / rowBytes);
    const hiding = layout.foldOf(row);
    if (!hiding) return;
    // A range of the whole fold needs no more than its one line.
    if (range.start <= hiding.startRow * rowBytes + rowBytes && range.end >= hiding.endRow * rowBytes - rowBytes)
      return;
    if (hiding.chunkPage !== undefined) {
      // Where the chunk is not known, the rows around the range are shown without folds.
      await showChunkAt(range.start).catch(() => undefined);
      const now = foldsOf({ sections: fields.sections, pages: places.chunkPages, chunkCount: places.total, shown });
      if (!layoutRows(rowCount, now).foldOf(row)) return;
    }
    addShown({ start: (row - rowsAround.before) * rowBytes, end: (row + rowsAround.after) * rowBytes });
  };
  return { layout, isOn, turn: setOn, show, uncover };
}
