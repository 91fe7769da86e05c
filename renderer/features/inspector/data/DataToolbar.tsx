import type { Ref } from 'react';
import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { ToggleGroup } from '../../../ui/ToggleGroup.js';
import { AxisBar } from './AxisBar.js';
import styles from './data.module.css';
import {
  type DataState,
  type DataViewName,
  dataViewLabels,
  dataViews,
  slideAxisOf,
  unavailableReason,
  withView,
} from './data-state.js';
import { FormatSelect } from './FormatSelect.js';
import { GoTo } from './GoTo.js';
import { HeldAxes } from './HeldAxes.js';
import { addressOf } from './plane-model.js';
import type { FindState } from './use-find.js';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  readonly autoLabel: string;
  readonly find: {
    readonly state: FindState;
    readonly find: (text: string, plane: Plane, from: readonly number[]) => void;
    readonly stop: () => void;
  };
  readonly goTo: Ref<HTMLInputElement>;
  readonly onPlane: (plane: Plane) => void;
  readonly onState: (change: (before: DataState) => DataState) => void;
}

/** What is shown of the array, and how: axes, cell, number format, views. */
export function DataToolbar({ data, state, autoLabel, find, goTo, onPlane, onState }: Props) {
  const { plane } = state;
  const { index } = addressOf(data, plane, state.range.active);
  return (
    <div className={styles.bars}>
      <div className={styles.bar} role="toolbar" aria-label="Data">
        <AxisBar data={data} plane={plane} onPlane={onPlane} />
        <i className={styles.separator} />
        <GoTo
          ref={goTo}
          place={index.join(', ')}
          state={find.state}
          onGo={(text) => find.find(text, plane, index)}
          onStop={find.stop}
        />
        <i className={styles.separator} />
        <FormatSelect
          format={state.format}
          autoLabel={autoLabel}
          onFormat={(format) => onState((before) => ({ ...before, format }))}
        />
        <ViewToggles
          data={data}
          state={state}
          onToggle={(view, on) => onState((before) => withView(before, view, on))}
        />
      </div>
      <HeldAxes
        data={data}
        plane={plane}
        stride={state.stride}
        slideAxis={slideAxisOf(state)}
        onPlane={onPlane}
        onStride={(stride) => onState((before) => ({ ...before, stride }))}
        onSlideAxis={(slideAxis) => onState((before) => ({ ...before, slideAxis }))}
      />
    </div>
  );
}

interface TogglesProps {
  readonly data: DataShape;
  readonly state: DataState;
  readonly onToggle: (view: DataViewName, on: boolean) => void;
}

/** Switches the views on and off; a view that is not possible says why. */
function ViewToggles({ data, state, onToggle }: TogglesProps) {
  const toggles = dataViews.map((view) => {
    const reason = unavailableReason(data, state.plane, view);
    return { value: view, label: dataViewLabels[view], on: state.views.has(view) && !reason, reason };
  });
  return <ToggleGroup label="Views" className={styles.viewToggles} toggles={toggles} onToggle={onToggle} />;
}
