import type { ByteRange, Fold } from './folds.js';
import { type RowLayout, rowBytes } from './row-layout.js';

/** The bytes that lines [first, end) show, in the order of the file; what is folded is left out. */
export function visibleRanges(
  layout: RowLayout<Fold>,
  first: number,
  end: number,
  fileBytes: number,
): readonly ByteRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (let number = first; number < Math.min(end, layout.lineCount); number++) {
    const line = layout.lineAt(number);
    if (line.kind === 'fold') continue;
    const start = line.row * rowBytes;
    const stop = Math.min(fileBytes, start + rowBytes);
    const last = ranges.at(-1);
    if (last?.end === start) last.end = stop;
    else ranges.push({ start, end: stop });
  }
  return ranges;
}
