import { useState } from 'react';
import type { FileFacts } from '../../../shared/contract/files.js';
import { useCommand } from '../../app/commands/command-context.js';
import { useDocumentStore, useDocuments } from '../../app/documents/use-documents.js';
import { useArrivals } from '../../app/drop/arrivals-context.js';
import { useFileChooser } from '../../app/files/use-file-chooser.js';
import { useClient } from '../../data/client-context.js';
import { useFailureToast, useToast } from '../../ui/Toasts.js';
import { AppendOffer } from './details/AppendOffer.js';
import { canAppend } from './model/can-append.js';
import { DocumentPage } from './shell/DocumentPage.js';
import { EmptyInspector } from './shell/EmptyInspector.js';
import { FileTabs } from './shell/FileTabs.js';
import styles from './shell/inspector.module.css';

/** The open files, one a tab. */
export function Inspector() {
  const client = useClient();
  const store = useDocumentStore();
  const failed = useFailureToast();
  const toast = useToast();
  const { tabs, activeKey } = useDocuments();
  const { choose, dialog } = useFileChooser();
  const [offered, setOffered] = useState<FileFacts>();
  const active = tabs.find(({ key }) => key === activeKey);
  const take = async (ids: readonly string[]) => {
    try {
      const files = await client.call('files.describe', { ids: [...ids] });
      const [only] = files;
      if (files.length === 1 && only && active?.overview && canAppend(active.overview, only)) return setOffered(only);
      for (const { id, name, kind } of files) {
        if (kind === 'folder')
          toast({ tone: 'info', text: `'${name}' is a folder, and no store of arrays (Zarr, bcolz).` });
        else void store.open({ id }, name);
      }
    } catch (thrown) {
      failed(thrown);
    }
  };
  useArrivals(({ ids }) => void take(ids));
  useCommand('inspector.next-tab', () => store.step(1));
  useCommand('inspector.previous-tab', () => store.step(-1));
  useCommand('inspector.close-tab', () => active && store.close(active.key), active !== undefined);
  const open = async (what: 'files' | 'folder') => {
    const ids = await choose(what);
    if (ids.length > 0) await take(ids);
  };
  return (
    <div className={styles.inspector}>
      <h1 className="unseen">Inspector</h1>
      {tabs.length > 0 && <FileTabs onOpen={() => void open('files')} />}
      {active ? <DocumentPage key={active.key} tab={active} /> : <EmptyInspector onOpen={(what) => void open(what)} />}
      {dialog}
      {offered && active?.overview && (
        <AppendOffer
          key={offered.id}
          tabKey={active.key}
          overview={active.overview}
          source={offered}
          onOpen={() => void store.open({ id: offered.id }, offered.name)}
          onClose={() => setOffered(undefined)}
        />
      )}
    </div>
  );
}
