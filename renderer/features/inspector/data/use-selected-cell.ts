import { useEffect, useEffectEvent } from 'react';
import type { DataShape, FoundCell } from '../../../../shared/contract/inspect/data.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import type { DataState } from './data-state.js';
import { addressOf, type CellAddress } from './plane-model.js';
import { useRunTask } from './run-task.js';

/**
 * Follows the selection of other views: a cell, or a chunk, of which the first cell is shown. `show` must not select it again.
 * Returns a function that selects a cell for all views.
 */
export function useSelectedCell(data: DataShape, state: DataState, show: (cell: FoundCell) => void) {
  const { selection, select } = useSelection();
  const { overview } = useDocument();
  const runTask = useRunTask();
  const { cell, chunkIndex } = selection;
  const cellKey = cell && JSON.stringify(cell);
  const onCell = useEffectEvent(() => {
    const own = addressOf(data, state.plane, state.range.active);
    if (cell && !isSame(own, cell) && cell.index.length === data.shape.length) show(cell);
  });
  const onChunk = useEffectEvent((chunk: number) => {
    const request = { document: overview.document, plane: state.plane, text: `chunk ${chunk}` };
    const abort = new AbortController();
    runTask({ kind: 'find', request }, abort.signal).then(
      (result) => {
        if (result?.kind === 'find' && result.found) show(result.found);
      },
      // The selected cell stays; views of the chunk say why it cannot be read.
      () => undefined,
    );
    return () => abort.abort();
  });
  useEffect(() => {
    if (cellKey) onCell();
  }, [cellKey]);
  const chunkAlone = cellKey ? undefined : chunkIndex;
  useEffect(() => (chunkAlone === undefined ? undefined : onChunk(chunkAlone)), [chunkAlone]);
  return (address: CellAddress) => {
    const { index, field } = address;
    select({ cell: { index, ...(field !== undefined && { field }) } }, 'data');
  };
}

function isSame(one: CellAddress, other: CellAddress): boolean {
  return one.index.join() === other.index.join() && (one.field ?? 0) === (other.field ?? 0);
}
