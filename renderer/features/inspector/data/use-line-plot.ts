import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import type { CellPart } from './cell-range.js';
import { type DataState, plottedField } from './data-state.js';
import { lineMargins } from './LineChart.js';
import { addressOf } from './plane-model.js';
import { useLine } from './use-line.js';
import { useLineZoom } from './use-line-zoom.js';

/** The column or the row through the active cell: what it is, which part of it is in view, and its values. */
export function useLinePlot(data: DataShape, state: DataState, part: CellPart, widthPx: number) {
  const format = useFormat();
  const { plane, range } = state;
  const along = plane.columnAxis === undefined ? 'column' : state.lineAlong;
  const axis = axesOf(plane, along).along ?? 0;
  const length = data.shape[axis] ?? 0;
  const [attachZoom, span, setSpan] = useLineZoom(
    `${axis}`,
    firstSpan(part, plane, along, length),
    length,
    lineMargins,
  );
  const { index } = addressOf(data, plane, range.active);
  const field = plottedField(data, state);
  const line = useLine({
    axis,
    held: index,
    ...(field !== undefined && { field }),
    ...span,
    points: Math.max(0, Math.floor(widthPx - lineMargins.left - lineMargins.right)),
  });
  const noun = along === 'row' ? 'columns' : 'rows';
  const isPart = span.end - span.start < length;
  const { across } = axesOf(plane, along);
  const name = across === undefined ? (data.fields[field ?? 0]?.name ?? '') : format.count(index[across] ?? 0);
  return {
    along,
    line,
    attachZoom,
    span,
    isPart,
    showAll: () => setSpan({ start: 0, end: length }),
    /** Where the cell is along the line. */
    at: index[axis] ?? 0,
    title: `${along === 'row' ? 'Row' : 'Column'} ${name}`.trim(),
    words: isPart ? `${noun} ${format.count(span.start)} to ${format.count(span.end - 1)}` : `all ${noun}`,
  };
}

function axesOf({ rowAxis, columnAxis }: Plane, along: DataState['lineAlong']) {
  return along === 'row' ? { along: columnAxis, across: rowAxis } : { along: rowAxis, across: columnAxis };
}

/** The part's rows or columns as items of their axis. */
function firstSpan(part: CellPart, plane: Plane, along: DataState['lineAlong'], length: number) {
  const step = (along === 'row' ? plane.columnStep : plane.rowStep) ?? 1;
  const [start, end] = along === 'row' ? [part.columnStart, part.columnEnd] : [part.rowStart, part.rowEnd];
  return { start: start * step, end: Math.min(length, end * step) };
}
