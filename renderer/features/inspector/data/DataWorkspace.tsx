import { type KeyboardEvent, useRef, useState } from 'react';
import type { DataShape, FoundCell, Plane } from '../../../../shared/contract/inspect/data.js';
import { useCommand } from '../../../app/commands/command-context.js';
import { Button } from '../../../ui/Button.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import { ContextMenu } from '../../../ui/ContextMenu.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { useDocument } from '../model/document-context.js';
import { ToolbarSlot } from '../shell/slots.js';
import { CellPanel } from './CellPanel.js';
import { partOf } from './cell-range.js';
import { DataGrid } from './DataGrid.js';
import { DataPlots } from './DataPlots.js';
import { DataToolbar } from './DataToolbar.js';
import styles from './data.module.css';
import { actionOfKey } from './data-keys.js';
import { useDataState, withActive, withCell, withPlane, withWhole } from './data-state.js';
import { ExportDialog } from './ExportDialog.js';
import { addressOf, planeSize } from './plane-model.js';
import { useCell } from './use-cell.js';
import { useCellMenu } from './use-cell-menu.js';
import { useCopyCells } from './use-copy-cells.js';
import { useFind } from './use-find.js';
import { useSelectedCell } from './use-selected-cell.js';

interface Props {
  readonly data: DataShape;
}

/** The Data view of an array whose shape is known; holds the state of the view. */
export function DataWorkspace({ data }: Props) {
  const { overview, client } = useDocument();
  const [state, setState] = useDataState(overview.document, data);
  const goTo = useRef<HTMLInputElement>(null);
  const [exporting, setExporting] = useState(false);
  const [autoLabel, setAutoLabel] = useState('Auto');
  const { plane, range } = state;
  const size = planeSize(data, plane);
  const isEmpty = size.rows === 0 || size.columns === 0;
  const showCell = (found: FoundCell) => setState((before) => withCell(before, data, found, found.freeAxes));
  const selectCell = useSelectedCell(data, state, showCell);
  const find = useFind((found) => {
    showCell(found);
    selectCell(found);
  });
  const cell = useCell(data, state);
  const copy = useCopyCells({ client, document: overview.document, data, plane }, state);
  const menu = useCellMenu({ data, state, details: cell.isCurrent ? cell.value?.details : undefined, copy, setState });
  const setPlane = (next: Plane) => setState((before) => withPlane(before, data, next));
  const onActive = (place: GridPlace, extend: boolean) => {
    setState((before) => withActive(before, place, extend));
    if (!extend) selectCell(addressOf(data, plane, place));
  };
  const onHead = (head: { readonly row?: number; readonly column?: number }) =>
    setState((before) => withWhole(before, data, head));
  const onGridKey = (event: KeyboardEvent) => {
    const action = actionOfKey(event, { data, state, copy, setPlane, setState });
    if (!action) return;
    event.preventDefault();
    action();
  };
  useCommand('inspector.go-to', () => goTo.current?.focus());
  useCommand('inspector.find', () => goTo.current?.focus());
  const onViewKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || isEmpty) return;
    if (event.key !== 'e') return;
    event.preventDefault();
    setExporting(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles the keys of the whole view
    <div
      className={styles.view}
      data-grid={state.views.has('grid')}
      data-narrow={state.views.has('grid') && size.columns === 1}
      onKeyDown={onViewKey}
    >
      <ToolbarSlot>
        <Button size="small" disabled={isEmpty} onClick={() => setExporting(true)}>
          Export values…
        </Button>
      </ToolbarSlot>
      <DataToolbar
        data={data}
        state={state}
        autoLabel={autoLabel}
        find={find}
        goTo={goTo}
        onPlane={setPlane}
        onState={setState}
      />
      {isEmpty ? (
        <EmptyState title="The array is empty.">
          Its shape is {data.shape.join(' × ')}: there are no values to show.
        </EmptyState>
      ) : (
        <>
          {state.views.has('grid') && (
            <ContextMenu entries={menu}>
              <div className={styles.grid}>
                <DataGrid
                  data={data}
                  state={state}
                  onActive={onActive}
                  onHead={onHead}
                  onKeyDown={onGridKey}
                  onAutoLabel={setAutoLabel}
                />
              </div>
            </ContextMenu>
          )}
          <DataPlots
            data={data}
            state={state}
            onActive={(place) => onActive(place, false)}
            onAlong={(lineAlong) => setState((before) => ({ ...before, lineAlong }))}
            onNumbers={(numbers) => setState((before) => ({ ...before, numbers }))}
          />
          <CellPanel data={data} state={state} cell={cell} />
        </>
      )}
      <ExportDialog
        open={exporting}
        onClose={() => setExporting(false)}
        data={data}
        state={state}
        selection={partOf(range)}
      />
    </div>
  );
}
