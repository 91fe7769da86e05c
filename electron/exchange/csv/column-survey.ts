import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../shared/format/numpy/dtype-parse.js';
import { cellKind, integerOf } from './number-text.js';

const INT64_MIN = -(2n ** 63n);
const INT64_END = 2n ** 63n;
const UINT64_END = 2n ** 64n;

/** Letters of a cell that a message shows. */
const SHOWN_LETTERS = 30;

/** Finds the dtype of a column from its cells: int64 or uint64 when it has integers alone that fit, else float64. */
export class ColumnSurvey {
  #fitsInt64 = true;
  #fitsUint64 = true;
  #reason: string | undefined;

  /** `row` counts from 1, for messages. */
  add(text: string, row: number): void {
    const kind = cellKind(text);
    const value = kind === 'integer' ? integerOf(text) : undefined;
    this.#fitsInt64 &&= value !== undefined && value >= INT64_MIN && value < INT64_END;
    this.#fitsUint64 &&= value !== undefined && value >= 0n && value < UINT64_END;
    if (kind === 'text') this.#reason ??= `row ${row} has '${text.slice(0, SHOWN_LETTERS)}', which is no number`;
  }

  /** The dtype, or why the column has none, in words for a message. */
  result(): ScalarDtype | string {
    if (this.#reason !== undefined) return this.#reason;
    return parseTypeString(this.#fitsInt64 ? '<i8' : this.#fitsUint64 ? '<u8' : '<f8');
  }
}
