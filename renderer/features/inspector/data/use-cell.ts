import type { CellDetails, DataShape } from '../../../../shared/contract/inspect/data.js';
import { useShownSubject } from '../../../app/subject-context.js';
import { type Query, useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { useDocument } from '../model/document-context.js';
import { cellsIn, partOf } from './cell-range.js';
import type { DataState } from './data-state.js';
import { addressOf, addressText, type CellAddress, planeSize } from './plane-model.js';
import { PLOT_REST_MS } from './use-line.js';

/** A cell as calls take it. */
export function cellRequestOf({ index, field }: CellAddress) {
  return { index: [...index], ...(field !== undefined && { field }) };
}

/** The details of a cell, and which cell it is: while those of another are loading, they are still shown, under their own address. */
export interface LoadedCell {
  readonly address: CellAddress;
  readonly details: CellDetails;
}

/** The details of the active cell; the status bar shows its value and the number of selected cells. */
export function useCell(data: DataShape, state: DataState): Query<LoadedCell> {
  const { overview, client, version } = useDocument();
  const { rows, columns } = planeSize(data, state.plane);
  const address = addressOf(data, state.plane, state.range.active);
  const key = rows === 0 || columns === 0 ? undefined : `${version} ${JSON.stringify(address)}`;
  const cell = useQuery<LoadedCell>(
    key,
    async () => ({
      address,
      details: await client.call('inspect.cell', { document: overview.document, ...cellRequestOf(address) }),
    }),
    { restMs: PLOT_REST_MS },
  );
  const format = useFormat();
  const exact = cell.isCurrent ? cell.value?.details.exact : undefined;
  const { name } = overview.file;
  useShownSubject(
    {
      title: name,
      status: [
        name,
        format.shape(data.shape),
        data.dtype,
        ...(exact === undefined ? [] : [`${addressText(address, data)} = ${cut(exact)}`]),
        `${format.countOf(cellsIn(partOf(state.range)), 'cell')} selected`,
      ],
    },
    1,
  );
  return cell;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
