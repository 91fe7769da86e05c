import type { KeyboardEvent } from 'react';
import { inspectorViews } from '../../../app/documents/document-store.js';
import { useView, viewTitles } from '../model/view.js';
import styles from './inspector.module.css';

/** The four views of a document; arrow keys switch between them. */
export function ViewTabs() {
  const { view, show } = useView();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = inspectorViews.indexOf(view);
    const next = {
      ArrowRight: inspectorViews[(at + 1) % inspectorViews.length],
      ArrowLeft: inspectorViews.at(at - 1),
      Home: inspectorViews[0],
      End: inspectorViews.at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    show(next);
    event.currentTarget.querySelector<HTMLElement>(`#inspector-tab-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="View" tabIndex={-1} className={styles.viewTabs} onKeyDown={onKeyDown}>
      {inspectorViews.map((one) => (
        <button
          key={one}
          id={`inspector-tab-${one}`}
          type="button"
          role="tab"
          aria-selected={one === view}
          aria-controls="inspector-view"
          tabIndex={one === view ? 0 : -1}
          onClick={() => show(one)}
        >
          {viewTitles[one]}
        </button>
      ))}
    </div>
  );
}
