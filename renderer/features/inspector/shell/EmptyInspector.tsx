import { useState } from 'react';
import type { RecentFile } from '../../../../shared/contract/app.js';
import { useCommands } from '../../../app/commands/command-context.js';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import { kindIcons } from '../../../app/intake/kind-icons.js';
import { useEvent } from '../../../data/client-context.js';
import { useCall } from '../../../data/use-query.js';
import { Button } from '../../../ui/Button.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { Icon } from '../../../ui/Icon.js';
import { SizeText } from '../../../ui/SizeText.js';
import styles from './inspector.module.css';

interface Props {
  readonly onOpen: (what: 'files' | 'folder') => void;
}

/** No file is open: how to open one, and those used lately. */
export function EmptyInspector({ onOpen }: Props) {
  const commands = useCommands();
  return (
    <div className={styles.emptyPage}>
      <EmptyState
        title="Drop a .blp, .npy, .npz, HDF5, Zarr, Parquet, Arrow, bcolz, joblib or CSV file here to look inside."
        action={
          <>
            <Button kind="primary" onClick={() => onOpen('files')}>
              Choose files…
            </Button>
            <Button onClick={() => onOpen('folder')}>Choose a Zarr or bcolz folder…</Button>
            <Button onClick={() => commands.run('files.open-address')}>Open address…</Button>
          </>
        }
      >
        Opening a file does not change it.
      </EmptyState>
      <RecentDocuments />
    </div>
  );
}

function RecentDocuments() {
  const { value = [] } = useCall('recents.list');
  const [changed, setChanged] = useState<readonly RecentFile[]>();
  useEvent('recents.changed', ({ recents }) => setChanged(recents));
  const recents = changed ?? value;
  if (recents.length === 0) return null;
  return (
    <section aria-label="Recent files" className={styles.recents} data-pane="">
      <h2>Recent</h2>
      <ul>
        {recents.map((recent) => (
          <RecentDocument key={recent.id} recent={recent} />
        ))}
      </ul>
    </section>
  );
}

function RecentDocument({ recent }: { readonly recent: RecentFile }) {
  const { id, name, folder, kind, array, sizeBytes, missing, address } = recent;
  const store = useDocumentStore();
  return (
    <li>
      <button type="button" disabled={missing} className={styles.recent} onClick={() => void store.open({ id }, name)}>
        <Icon of={kindIcons[kind]} />
        <span className="cut" title={address ?? `${folder}/${name}`}>
          {name} <span className="dim">{missing ? 'no longer there' : folder}</span>
        </span>
        <span className="soft nowrap">{array}</span>
        <SizeText sizeBytes={sizeBytes} />
      </button>
    </li>
  );
}
