import { Copy } from 'lucide-react';
import type { CellDetails, DataShape } from '../../../../shared/contract/inspect/data.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';
import type { CopyKind } from './copy-text.js';
import { type DataState, possibleViews, withView } from './data-state.js';
import { addressOf } from './plane-model.js';
import { cellRequestOf } from './use-cell.js';

interface MenuContext {
  readonly data: DataShape;
  readonly state: DataState;
  /** Of the active cell, once known. */
  readonly details: CellDetails | undefined;
  readonly copy: (kind: CopyKind) => void;
  readonly setState: (change: (before: DataState) => DataState) => void;
}

/** The context menu of the cells. */
export function useCellMenu({ data, state, details, copy, setState }: MenuContext): readonly MenuEntry[] {
  const { select } = useSelection();
  const { show } = useView();
  const { plane, range } = state;
  const cell = cellRequestOf(addressOf(data, plane, range.active));
  const chunkIndex = details?.chunkIndex;
  const canPlot = possibleViews(data, plane).includes('line');
  const plot = (lineAlong: DataState['lineAlong']) => () =>
    setState((before) => withView({ ...before, lineAlong }, 'line', true));
  const showIn = (view: 'chunks' | 'bytes') => () => {
    select({ cell, ...(chunkIndex !== undefined && { chunkIndex }) }, 'data');
    show(view);
  };
  return [
    { kind: 'command', label: 'Copy', icon: Copy, keys: 'Ctrl+C', onSelect: () => copy('plain') },
    { kind: 'command', label: 'Copy with headers', keys: 'Ctrl+Shift+C', onSelect: () => copy('headers') },
    { kind: 'command', label: 'Copy as shown', onSelect: () => copy('shown') },
    { kind: 'command', label: 'Copy as Python list', onSelect: () => copy('python') },
    { kind: 'command', label: 'Copy index', onSelect: () => copy('index') },
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Plot row',
      disabled: !canPlot || plane.columnAxis === undefined,
      onSelect: plot('row'),
    },
    { kind: 'command', label: 'Plot column', disabled: !canPlot, onSelect: plot('column') },
    { kind: 'separator' },
    { kind: 'command', label: 'Show chunk', disabled: chunkIndex === undefined, onSelect: showIn('chunks') },
    { kind: 'command', label: 'Show in Bytes', onSelect: showIn('bytes') },
  ];
}
