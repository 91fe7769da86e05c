import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import { ToggleGroup } from '../../../ui/ToggleGroup.js';
import styles from './data.module.css';
import { type DataState, type DataViewName, dataViewLabels, dataViews, whyNot } from './data-state.js';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  readonly onToggle: (view: DataViewName, on: boolean) => void;
}

/** What is shown beside each other; what cannot be drawn says why. */
export function ViewToggles({ data, state, onToggle }: Props) {
  const toggles = dataViews.map((view) => {
    const reason = whyNot(data, state.plane, view);
    return { value: view, label: dataViewLabels[view], on: state.views.has(view) && !reason, reason };
  });
  return <ToggleGroup label="Views" className={styles.viewToggles} toggles={toggles} onToggle={onToggle} />;
}
