import type { Ref } from 'react';
import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { AxisBar } from './AxisBar.js';
import styles from './data.module.css';
import { type DataState, slideAxisOf, withView } from './data-state.js';
import { FormatSelect } from './FormatSelect.js';
import { GoTo } from './GoTo.js';
import { HeldAxes } from './HeldAxes.js';
import { addressOf } from './plane-model.js';
import type { FindState } from './use-find.js';
import { ViewToggles } from './ViewToggles.js';

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

/** What of the array is looked at, and how: axes, place, spelling, views. */
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
