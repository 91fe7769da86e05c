import { CellPanel } from '../../../../../renderer/features/inspector/data/CellPanel.js';
import { initialState, withActive } from '../../../../../renderer/features/inspector/data/data-state.js';
import { useCell } from '../../../../../renderer/features/inspector/data/use-cell.js';
import { DocumentProvider } from '../../../../../renderer/features/inspector/model/document-context.js';
import { SlotProvider, useSlots } from '../../../../../renderer/features/inspector/shell/slots.js';
import type { DataShape } from '../../../../../shared/contract/inspect/data.js';
import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';
import { TestHost } from '../../../dom/test-host.js';
import { renderInWindow } from '../../../dom/window.js';

const data: DataShape = {
  shape: [30],
  dtype: 'bool',
  fields: [{ name: '', dtype: 'bool', drawable: false }],
  defaultPlane: { rowAxis: 0, held: [0] },
};

/** Details of a cell of a column of 30 values, which are loaded when the test says so. */
export function openCell(first: number) {
  const host = new TestHost({
    'inspect.cell': ({ index }) => ({ index, exact: `value ${index[0]}`, hex: '00', elementIndex: 0, byteInData: 0 }),
  });
  const cells = host.hold('inspect.cell');
  const { show } = renderInWindow(<Details row={first} />, host);
  return { cells, showRow: (row: number) => show(<Details row={row} />) };
}

function Details({ row }: { readonly row: number }) {
  return (
    <DocumentProvider overview={{ document: 'd-1', file: { name: 'a.blp' } } as DocumentOverview} version={0}>
      <SlotProvider>
        <Region />
        <Cell row={row} />
      </SlotProvider>
    </DocumentProvider>
  );
}

function Region() {
  return <aside ref={useSlots().setDetails} />;
}

function Cell({ row }: { readonly row: number }) {
  const state = withActive(initialState(data), { row, column: 0 }, false);
  return <CellPanel data={data} state={state} cell={useCell(data, state)} />;
}
