import { type ArraySpec, arrayNbytes } from '../../../../shared/format/numpy/array-metadata.js';
import { npyHeaderFor } from '../../../engine/arrays/npy-head.js';
import { selectionRuns, selectionShape } from '../../../engine/container/slice-runs.js';
import { type AxisSelection, parseSlices, resolveSlices } from '../../../engine/container/slices.js';
import { type ArrayAccess, requireArray } from '../../document.js';
import type { DocumentExport } from '../../inspect-service.js';
import { type Grid, sliceGrid } from '../grid.js';
import { leavesOf } from '../leaves.js';
import { readRuns, splitRuns } from '../shared-reads.js';
import { exportAnswer, utf8 } from './answer.js';
import { delimited } from './delimited.js';
import { separatorOf } from './export-slice.js';
import { jsonRows } from './json-rows.js';
import { rowTexts } from './row-texts.js';

/** Small pieces are joined to so many bytes before they are sent. */
const PIECE_BYTES = 256 * 1024;

/**
 * The array or a numpy slice of it, every value exact. `.npy` keeps the array's order. Tables have a line for each row of the last
 * axis, and records the names of their fields in the first; JSON nests lists as numpy's `tolist` does, records as objects.
 */
export const exportArray: DocumentExport<'array'> = async (document, request, signal) => {
  const access = requireArray(document);
  const { spec } = access;
  const selection = resolveSlices(spec.shape, parseSlices(request.slice));
  const shape = selectionShape(selection);
  const part = request.slice.trim() === '' ? '' : '-slice';
  if (request.as === 'npy') {
    const taken: ArraySpec = { dtype: spec.dtype, shape, order: spec.order };
    const header = npyHeaderFor(taken);
    const body = npyBody(access, header, selection, signal);
    return exportAnswer(document, 'npy', { part, sizeBytes: header.byteLength + arrayNbytes(taken), body });
  }
  const leaves = leavesOf(spec.dtype);
  const grid = sliceGrid(spec, leaves, selection);
  const rows = rowTexts(access, grid, { format: { kind: 'exact' } }, signal);
  const texts =
    request.as === 'json'
      ? jsonArray(jsonRows(rows, jsonShape(grid, shape)))
      : delimited(rows, separatorOf(request.as), leaves.length > 1 ? { columns: leaves.map(({ name }) => name) } : {});
  return exportAnswer(document, request.as, { part, body: utf8(texts) });
};

function jsonShape(grid: Grid, shape: readonly number[]): Parameters<typeof jsonRows>[1] {
  const { columnLeaves, leafOf } = grid;
  if (!columnLeaves) return { rowDimensions: shape.slice(0, -1), row: 'list', leafOf };
  return { rowDimensions: shape, row: columnLeaves.length > 1 ? 'record' : 'bare', leafOf };
}

async function* jsonArray(rows: AsyncIterable<string>): AsyncGenerator<string> {
  yield* rows;
  yield '\n';
}

async function* npyBody(
  access: ArrayAccess,
  header: Uint8Array,
  selection: readonly AxisSelection[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let pieces: Uint8Array[] = [header];
  let sizeBytes = header.byteLength;
  const runs = splitRuns(selectionRuns(access.spec, selection));
  for await (const { bytes } of readRuns(access, runs, { signal, damage: 'fail' })) {
    pieces.push(bytes);
    sizeBytes += bytes.byteLength;
    if (sizeBytes < PIECE_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    sizeBytes = 0;
  }
  if (sizeBytes > 0) yield Buffer.concat(pieces);
}
