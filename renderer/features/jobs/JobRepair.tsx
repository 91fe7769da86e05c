import { useEffect, useState } from 'react';
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
  const { value, error } = useQuery(id, () => client.call('inspect.open', { id }));
  const document = value?.document;
  useEffect(() => {
    if (document === undefined) return undefined;
    return () => void client.call('inspect.close', { document }).catch(() => undefined);
  }, [client, document]);
  return <RepairDialog document={document} fileName={name} problem={error} onClose={onClose} />;
}
