import { type IntakeRow, problemOf } from '../../app/intake/intake-row.js';

/** Rows of a `.npz` archive's arrays beyond these scroll by themselves. */
export const mostMembersShown = 8;

const line = 49;
const memberLine = 24;
/** Around what unfolds below a line. */
const unfoldedFrame = 20;
const problemLine = 20;

/** Pixels of a row. Heights are worked out, not measured, so that the card is as high as its rows before they are drawn. */
export function rowHeightOf(row: IntakeRow, isNarrow: boolean): number {
  return line + unfoldedHeight(row, isNarrow) + (problemOf(row) === undefined ? 0 : problemLine);
}

function unfoldedHeight({ facts, raw, probe }: IntakeRow, isNarrow: boolean): number {
  if (facts.members) return Math.min(facts.members.length, mostMembersShown) * memberLine + unfoldedFrame;
  if (facts.kind !== 'raw' || (!probe && !raw)) return 0;
  // Four lines under a caption; beside each other, or below each other in a narrow window.
  const part = 4 * memberLine + 24;
  return (isNarrow && probe ? 2 * part : part) + unfoldedFrame;
}
