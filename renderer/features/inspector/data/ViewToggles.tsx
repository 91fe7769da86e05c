import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import { type DataState, type DataViewName, dataViewLabels, dataViews, whyNot } from './data-state.js';
import styles from './view-toggles.module.css';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  readonly onToggle: (view: DataViewName, on: boolean) => void;
}

/** What is shown beside each other; what cannot be drawn says why. */
export function ViewToggles({ data, state, onToggle }: Props) {
  return (
    <fieldset className={styles.group} aria-label="Views">
      {dataViews.map((view) => {
        const reason = whyNot(data, state.plane, view);
        const on = state.views.has(view) && !reason;
        return (
          <button
            key={view}
            type="button"
            className={styles.toggle}
            aria-pressed={on}
            disabled={reason !== undefined}
            title={reason}
            onClick={() => onToggle(view, !on)}
          >
            <span data-text={dataViewLabels[view]}>{dataViewLabels[view]}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
