import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useSelection } from '../../model/selection.js';
import type { Field } from './field-spans.js';
import type { ByteRange, Fold } from './folds.js';
import { type RowLayout, rowBytes } from './hex-layout.js';
import type { ByteSource } from './use-byte-sources.js';

/** The selected bytes, and the byte with the focus. */
export interface Cursor {
  readonly active: number;
  /** The end of the selection that stays when it is extended. */
  readonly anchor: ByteRange;
  /** Selected bytes of the file, end-exclusive; never empty. */
  readonly range: ByteRange;
}

export function cursorAt(byte: number): Cursor {
  const range = { start: byte, end: byte + 1 };
  return { active: byte, anchor: range, range };
}

export function cursorOver(range: ByteRange, active = range.start): Cursor {
  return { active, anchor: range, range };
}

/** From what was selected first to a byte, both included. */
export function extended({ anchor }: Cursor, byte: number): Cursor {
  const range = { start: Math.min(anchor.start, byte), end: Math.max(anchor.end, byte + 1) };
  return { active: byte, anchor, range };
}

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

interface View {
  readonly layout: RowLayout<Fold>;
  readonly fileBytes: number;
  /** Lines a page. */
  readonly pageLines: number;
}

/**
 * The byte that a key moves to; undefined for keys that do not move. A fold is one place: the keys step onto it, as its first byte,
 * and off it.
 */
export function byteAfterKey(pressed: Pressed, from: number, view: View): number | undefined {
  if (pressed.altKey || view.fileBytes === 0) return undefined;
  const table = pressed.ctrlKey || pressed.metaKey ? stepsWithCtrl : steps;
  const row = Math.floor(from / rowBytes);
  const place = { from, line: view.layout.lineOf(row), column: from % rowBytes, fold: view.layout.foldOf(row) };
  return table[pressed.key]?.(place, view);
}

interface Place {
  readonly from: number;
  readonly line: number;
  readonly column: number;
  readonly fold: Fold | undefined;
}

type Step = (place: Place, view: View) => number;

const left: Step = ({ from, fold }, view) => byteIn(view, fold ? fold.startRow * rowBytes - 1 : from - 1);
const right: Step = ({ from, fold }, view) => byteIn(view, fold ? fold.endRow * rowBytes : from + 1);

const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: left,
  ArrowRight: right,
  ArrowUp: ({ line, column }, view) => byteOnLine(view, line - 1, column),
  ArrowDown: ({ line, column }, view) => byteOnLine(view, line + 1, column),
  PageUp: ({ line, column }, view) => byteOnLine(view, line - view.pageLines, column),
  PageDown: ({ line, column }, view) => byteOnLine(view, line + view.pageLines, column),
  Home: ({ line }, view) => byteOnLine(view, line, 0),
  End: ({ line }, view) => byteOnLine(view, line, rowBytes - 1),
};

const stepsWithCtrl: typeof steps = {
  ArrowLeft: ({ line }, view) => byteOnLine(view, line, 0),
  ArrowRight: ({ line }, view) => byteOnLine(view, line, rowBytes - 1),
  ArrowUp: ({ column }, view) => byteOnLine(view, 0, column),
  ArrowDown: ({ column }, view) => byteOnLine(view, view.layout.lineCount - 1, column),
  Home: () => 0,
  End: (_, { fileBytes }) => fileBytes - 1,
};

function byteOnLine(view: View, line: number, column: number): number {
  const at = view.layout.lineAt(Math.max(0, Math.min(view.layout.lineCount - 1, line)));
  const row = at.kind === 'fold' ? at.fold.startRow : at.row;
  return Math.min(view.fileBytes - 1, row * rowBytes + column);
}

function byteIn({ fileBytes }: View, byte: number): number {
  return Math.max(0, Math.min(fileBytes - 1, byte));
}

/** Keys and drags pass many bytes: those where the cursor has been for this time are selected for the other views. */
const settleMs = 80;
/** Fields up to this size are selected whole by one click; of larger ones a click selects the byte. */
const maxClicked = 64;

interface CursorState {
  readonly cursor: Cursor;
  /** It was set by another view: scroll it to the middle. */
  readonly isCentred: boolean;
}

interface Options {
  readonly source: ByteSource;
  readonly layout: RowLayout<Fold>;
  readonly fieldAt: (byte: number) => Field | undefined;
  readonly uncover: (range: ByteRange) => Promise<void>;
}

/** The selected bytes: moved here, and kept equal to the selection of the other views. */
export function useCursor({ source, layout, fieldAt, uncover }: Options) {
  const { sizeBytes: fileBytes, chunkIndex } = source;
  const { selection, select } = useSelection();
  const [state, setState] = useState<CursorState>({ cursor: cursorAt(0), isCentred: false });
  const shared = useRef<ByteRange>(undefined);
  const { cursor } = state;

  const goTo = async (range: ByteRange) => {
    // When it cannot be unfolded, the cursor goes to the fold.
    await uncover(range).catch(() => undefined);
    setState({ cursor: cursorOver(range), isCentred: true });
  };
  const follow = useEffectEvent((start: number, end: number) => {
    if (isSame(shared.current, { start, end }) || start >= fileBytes) return;
    const range = { start, end: Math.min(fileBytes, Math.max(start + 1, end)) };
    shared.current = range;
    void goTo(range);
  });
  const { start: selectedStart, end: selectedEnd } = selection.bytes ?? {};
  useEffect(() => {
    if (selectedStart !== undefined && selectedEnd !== undefined) follow(selectedStart, selectedEnd);
  }, [selectedStart, selectedEnd]);

  const { range } = cursor;
  const share = useEffectEvent(() => {
    if (isSame(shared.current, range)) return;
    shared.current = range;
    select({ bytes: range, ...(chunkIndex !== undefined && { chunkIndex }) }, 'bytes');
  });
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shared when the range changes
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const timer = setTimeout(share, settleMs);
    return () => clearTimeout(timer);
  }, [range.start, range.end]);

  const put = (next: Cursor) => setState({ cursor: next, isCentred: false });
  const foldAt = (byte: number) => {
    const fold = layout.foldOf(Math.floor(byte / rowBytes));
    return fold && { start: fold.startRow * rowBytes, end: fold.endRow * rowBytes };
  };
  return {
    ...state,
    goTo,
    move: (byte: number, { extend }: { readonly extend: boolean }) => {
      const fold = foldAt(byte);
      if (extend) put(extended(cursor, fold && byte > cursor.anchor.start ? fold.end - 1 : byte));
      else put(fold ? cursorOver(fold) : cursorAt(byte));
    },
    press: (byte: number, { extend, clicks }: { readonly extend: boolean; readonly clicks: 1 | 2 }) => {
      const fold = foldAt(byte);
      if (extend) return put(extended(cursor, byte));
      if (fold) return put(cursorOver(fold));
      put(pressed(cursor, byte, fieldAt(byte), clicks));
    },
    selectField: () => {
      const field = fieldAt(cursor.active);
      if (field) put(cursorOver(field, cursor.active));
    },
  };
}

/** The first click selects a field, the next one of its bytes, and two in a row the field, however large. */
function pressed(before: Cursor, byte: number, field: Field | undefined, clicks: 1 | 2): Cursor {
  if (!field) return cursorAt(byte);
  const isField = clicks === 2 || (field.end - field.start <= maxClicked && !isSame(before.range, field));
  return isField
    ? { ...cursorOver({ start: field.start, end: field.end }, byte), anchor: { start: byte, end: byte + 1 } }
    : cursorAt(byte);
}

function isSame(one: ByteRange | undefined, other: ByteRange): boolean {
  return one?.start === other.start && one.end === other.end;
}
