import { useState } from 'react';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useDocuments } from '../../../app/documents/use-documents.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { useDocument } from '../model/document-context.js';
import { DiffView } from './DiffView.js';
import styles from './diff.module.css';

/** The open container compared with another one: an open tab, or a file that is chosen for it. */
export function DiffDialog({ onClose }: { readonly onClose: () => void }) {
  const { overview, client } = useDocument();
  const { tabs } = useDocuments();
  const { choose, dialog } = useFileChooser();
  const [right, setRight] = useState<DocumentOverview>();
  const [error, setError] = useState<ContractError>();
  const [opened, setOpened] = useState<string>();
  const others = tabs.flatMap(({ overview: other }) =>
    other?.container && other.document !== overview.document ? [other] : [],
  );
  const openOther = async () => {
    try {
      const [id] = await choose('files');
      if (id === undefined) return;
      const other = await client.call('inspect.open', { id });
      setOpened(other.document);
      setRight(other);
    } catch (thrown) {
      setError(toContractError(thrown));
    }
  };
  const close = () => {
    if (opened) client.call('inspect.close', { document: opened }).catch(() => undefined);
    onClose();
  };
  return (
    <>
      <Dialog
        open
        onClose={close}
        width="large"
        title={`Compare ${overview.file.name} with ${right ? right.file.name : '…'}`}
        footer={<Button onClick={close}>Close</Button>}
      >
        {error && <ErrorView error={error} />}
        {right ? (
          <DiffView left={overview} right={right} />
        ) : (
          <div className={styles.choices}>
            {others.length === 0 && <EmptyState title="No other container is open." />}
            {others.map((other) => (
              <Button key={other.document} onClick={() => setRight(other)}>
                {other.file.name}
              </Button>
            ))}
            <Button kind="primary" onClick={() => void openOther()}>
              Choose a file…
            </Button>
          </div>
        )}
      </Dialog>
      {dialog}
    </>
  );
}
