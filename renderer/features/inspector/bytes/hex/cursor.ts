import type { ByteRange, Fold } from './folds.js';
import { type RowLayout, rowBytes } from './row-layout.js';

/** What is selected, and the byte with the focus. */
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
 * Where a key leads from a byte; undefined for keys of others. A fold is one place: the keys step onto it, as its first byte, and
 * off it.
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
