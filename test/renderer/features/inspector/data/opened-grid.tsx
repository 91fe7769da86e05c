import { useState } from 'react';
import { tileRows } from '../../../../../renderer/features/inspector/data/cell-tiles.js';
import { DataGrid } from '../../../../../renderer/features/inspector/data/DataGrid.js';
import { initialState, withActive, withWhole } from '../../../../../renderer/features/inspector/data/data-state.js';
import { DocumentProvider } from '../../../../../renderer/features/inspector/model/document-context.js';
import type { RequestOf } from '../../../../../shared/contract/calls.js';
import type { CellsPage, DataShape } from '../../../../../shared/contract/inspect/data.js';
import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';
import { TestHost } from '../../../dom/test-host.js';
import { renderInWindow } from '../../../dom/window.js';

type CellsRequest = RequestOf<'inspect.cells'>;

const rows = 100_000;
const columns = 3;
const data: DataShape = {
  shape: [rows, columns, 4],
  dtype: 'float64',
  fields: [{ name: '', dtype: 'float64', drawable: true }],
  defaultPlane: { rowAxis: 0, columnAxis: 1, held: [0, 0, 0] },
};

/** Cells say where they are: `plane:row:column`. */
function cells({ plane, rowStart, rowCount, columnStart, columnCount }: CellsRequest): CellsPage {
  const height = Math.min(rowCount, rows - rowStart);
  const width = Math.min(columnCount, columns - columnStart);
  const texts = Array.from(
    { length: height * width },
    (_, at) => `${plane.held[2]}:${rowStart + Math.floor(at / width)}:${columnStart + (at % width)}`,
  );
  return { rows: height, columns: width, texts, special: [], unreadable: [] };
}

/** The grid of an array of 100,000 x 3 x 4 values, whose pages are loaded when the test says so. */
export function openGrid() {
  const host = new TestHost({ 'inspect.cells': cells });
  const pages = host.hold('inspect.cells');
  const window = renderInWindow(<Grid held={0} />, host);
  return { host, pages, ...window, showPlane: (held: number) => window.show(<Grid held={held} />) };
}

/** Whether a request is for the nth tile of rows. */
export const tile =
  (at: number, held = 0) =>
  ({ rowStart, plane }: CellsRequest): boolean =>
    rowStart === at * tileRows && plane.held[2] === held;

function Grid({ held }: { readonly held: number }) {
  const [state, setState] = useState(() => initialState(data));
  return (
    <DocumentProvider overview={{ document: 'd-1' } as DocumentOverview} version={0}>
      <DataGrid
        data={data}
        state={{ ...state, plane: { ...state.plane, held: [0, 0, held] } }}
        onActive={(place, extend) => setState((before) => withActive(before, place, extend))}
        onHead={(head) => setState((before) => withWhole(before, data, head))}
        onKeyDown={() => {}}
        onAutoLabel={() => {}}
      />
    </DocumentProvider>
  );
}
