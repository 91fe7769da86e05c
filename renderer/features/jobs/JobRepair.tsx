import { useEffect, useEffectEvent, useState } from 'react';
import type { DocumentId } from '../../../shared/contract/inspect/document.js';
import type { JobFile } from '../../../shared/contract/jobs.js';
import { RepairDialog } from '../../app/jobs/RepairDialog.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';
import { Button } from '../../ui/Button.js';

interface Props {
  readonly file: JobFile;
  readonly tabIndex?: number | undefined;
}

/** Asks how a damaged source is to be repaired, and what that would save, before a job for it is made. */
export function JobRepair({ file, tabIndex }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="small" tabIndex={tabIndex} onClick={() => setIsOpen(true)}>
        Repair…
      </Button>
      {isOpen && <OpenedRepair file={file} onClose={() => setIsOpen(false)} />}
    </>
  );
}

/** The file is open in the Inspector's thread, without a tab, as long as the dialog is. */
function OpenedRepair({ file: { id, name }, onClose }: Pick<Props, 'file'> & { readonly onClose: () => void }) {
  const client = useClient();
  const close = (document: DocumentId) => void client.call('inspect.close', { document }).catch(() => undefined);
  const { value: document, error } = useQuery(id, async (signal) => {
    const opened = await client.call('inspect.open', { id });
    // The dialog was closed while the file was being opened.
    if (signal.aborted) close(opened.document);
    return opened.document;
  });
  const closed = useEffectEvent(close);
  useEffect(() => {
    if (document === undefined) return undefined;
    return () => closed(document);
  }, [document]);
  return <RepairDialog document={document} fileName={name} problem={error} onClose={onClose} />;
}
