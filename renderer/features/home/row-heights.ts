import { type IntakeRow, problemOf } from '../../app/intake/intake-row.js';

/** Lines of arrays of a file; more scroll inside the row. */
const maxMembersShown = 8;

const line = 49;
const memberLine = 24;
/** Padding around the part below the first line. */
const unfoldedPadding = 20;
const problemLine = 20;
const narrowProblemLines = 36;

/** Height of a row in pixels. Computed, not measured, so that the height of the card is known before the rows are drawn. */
export function rowHeightOf(row: IntakeRow, isNarrow: boolean): number {
  const problemHeight = isNarrow ? narrowProblemLines : problemLine;
  return line + unfoldedHeight(row, isNarrow) + (problemOf(row) === undefined ? 0 : problemHeight);
}

function unfoldedHeight({ facts, raw, probe }: IntakeRow, isNarrow: boolean): number {
  if (facts.members) return Math.min(facts.members.length, maxMembersShown) * memberLine + unfoldedPadding;
  if (facts.kind !== 'raw' || (!probe && !raw)) return 0;
  // Four lines under a caption: in two columns, or in a narrow window one below the other.
  const part = 4 * memberLine + 24;
  return (isNarrow && probe ? 2 * part : part) + unfoldedPadding;
}
