import { Globe, Plus, Rows3, TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { DocumentTab } from '../../../app/documents/document-store.js';
import { useDocumentStore, useDocuments } from '../../../app/documents/use-documents.js';
import { Icon } from '../../../ui/Icon.js';
import { IconButton } from '../../../ui/IconButton.js';
import styles from './inspector.module.css';

interface Props {
  readonly onOpen: () => void;
}

/** The open files; arrows go from tab to tab, Delete closes one. */
export function FileTabs({ onOpen }: Props) {
  const store = useDocumentStore();
  const { tabs, activeKey } = useDocuments();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) store.step(step);
    else if (event.key === 'Delete' && activeKey) store.close(activeKey);
    else return;
    event.preventDefault();
    const list = event.currentTarget;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return (
    <div className={styles.fileTabs} data-pane="">
      <div role="tablist" aria-label="Open files" tabIndex={-1} className={styles.tabList} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <FileTab key={tab.key} tab={tab} isActive={tab.key === activeKey} />
        ))}
      </div>
      <IconButton icon={Plus} label="Open a file" size="small" onClick={onOpen} />
    </div>
  );
}

function FileTab({ tab, isActive }: { readonly tab: DocumentTab; readonly isActive: boolean }) {
  const store = useDocumentStore();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!isActive || !element?.parentElement) return;
    const bring = () => element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    bring();
    // A narrower window moves the last tabs out of view.
    const resizes = new ResizeObserver(bring);
    resizes.observe(element.parentElement);
    return () => resizes.disconnect();
  }, [isActive]);
  const isDamaged = tab.error !== undefined || tab.overview?.problems.some(({ severity }) => severity === 'damage');
  return (
    <div ref={frame} role="presentation" className={styles.fileTab} data-active={isActive ? '' : undefined}>
      <button
        type="button"
        role="tab"
        aria-selected={isActive}
        tabIndex={isActive ? 0 : -1}
        aria-keyshortcuts="Delete"
        title={tab.overview && (tab.overview.file.address ?? `${tab.overview.file.folder}/${tab.overview.file.name}`)}
        onClick={() => store.show(tab.key)}
        onAuxClick={(event) => event.button === 1 && store.close(tab.key)}
      >
        <Icon of={isDamaged ? TriangleAlert : tab.overview?.file.address === undefined ? Rows3 : Globe} size={14} />
        <span className="cut">{tab.name}</span>
        {isDamaged && <span className="unseen">, damaged</span>}
      </button>
      {/* For the mouse: a row of tabs holds nothing but tabs, and keys close them by Delete. */}
      <IconButton
        icon={X}
        label={`Close ${tab.name}`}
        size="small"
        tabIndex={-1}
        aria-hidden
        onClick={() => store.close(tab.key)}
      />
    </div>
  );
}
