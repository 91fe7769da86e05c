import { useCallback } from 'react';
import { useCommand } from '../../../app/commands/command-context.js';
import type { CompleteSelection } from '../../../app/documents/complete-selection.js';
import type { DocumentTab, InspectorView } from '../../../app/documents/document-store.js';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import { useShownSubject } from '../../../app/subject-context.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { RepairProvider } from '../details/RepairProvider.js';
import { statedChunks } from '../model/chunked.js';
import { DocumentProvider } from '../model/document-context.js';
import { SelectionProvider } from '../model/selection.js';
import { VerificationProvider } from '../model/verification.js';
import { useView, ViewProvider } from '../model/view.js';
import { HeaderRow } from './HeaderRow.js';
import styles from './inspector.module.css';
import { Panes } from './Panes.js';
import { SlotProvider } from './slots.js';

/** One open file: its commands, and three regions that show it. */
export function DocumentPage({ tab }: { readonly tab: DocumentTab }) {
  const { overview, error, memory, key, version, isChanged } = tab;
  const store = useDocumentStore();
  const onShow = useCallback(
    (view: InspectorView) => {
      memory.view = view;
    },
    [memory],
  );
  const onSelect = useCallback(
    (complete: CompleteSelection) => {
      memory.selection = complete;
    },
    [memory],
  );
  useCommand('inspector.reload', () => void store.reload(key));
  if (!overview) {
    return (
      <div className={styles.waiting}>
        <Status tab={tab} />
        {error ? (
          <ErrorView error={error} onRetry={() => void store.reload(key)} />
        ) : (
          <Skeleton label={`Opening ${tab.name}`} lines={12} />
        )}
      </div>
    );
  }
  return (
    <DocumentProvider overview={overview} version={version}>
      <ViewProvider initial={memory.view} onShow={onShow}>
        <SelectionProvider key={overview.document} initial={memory.selection} onSelect={onSelect}>
          <VerificationProvider>
            <RepairProvider>
              <SlotProvider>
                <ViewStatus tab={tab} />
                <HeaderRow tabKey={key} />
                {(isChanged || error) && <ChangedBar tab={tab} />}
                <Panes tabKey={key} />
              </SlotProvider>
            </RepairProvider>
          </VerificationProvider>
        </SelectionProvider>
      </ViewProvider>
    </DocumentProvider>
  );
}

function ChangedBar({ tab: { key, error, overview } }: { readonly tab: DocumentTab }) {
  const store = useDocumentStore();
  const place = overview?.file.address === undefined ? 'on disk' : 'on the server';
  return (
    <div className={styles.changed} role="status">
      <span>{error ? error.message : `${overview?.file.name} has changed ${place}.`}</span>
      <Button size="small" onClick={() => void store.reload(key)}>
        Reload
      </Button>
    </div>
  );
}

/** Set again when the view changes, since a view can set its own status. Before the views, so that theirs takes precedence. */
function ViewStatus({ tab }: { readonly tab: DocumentTab }) {
  const { view } = useView();
  return <Status key={view} tab={tab} />;
}

function Status({ tab: { name, overview } }: { readonly tab: DocumentTab }) {
  const format = useFormat();
  const { array } = overview ?? {};
  const chunks = overview && statedChunks(overview);
  useShownSubject({
    title: overview?.file.address ?? name,
    status: [
      name,
      ...(array ? [format.shape(array.shape), array.dtype] : []),
      ...(chunks === undefined ? [] : [format.countOf(chunks, 'chunk')]),
    ],
  });
  return null;
}
