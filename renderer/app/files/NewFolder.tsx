import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../data/client-context.js';
import { Button } from '../../ui/Button.js';
import { TextField } from '../../ui/TextField.js';
import styles from './file-browser.module.css';

interface Props {
  readonly parent: FileId;
  readonly onMade: (id: FileId) => void;
}

/** Makes a folder in the shown one and opens it. */
export function NewFolder({ parent, onMade }: Props) {
  const client = useClient();
  const [name, setName] = useState<string>();
  const [error, setError] = useState<ContractError>();
  const make = () => {
    if (!name) return;
    client.call('files.make-folder', { parent, name }).then(
      ({ id }) => {
        setName(undefined);
        onMade(id);
      },
      (thrown: unknown) => setError(toContractError(thrown)),
    );
  };
  if (name === undefined) {
    return (
      <Button size="small" icon={FolderPlus} onClick={() => setName('')}>
        New folder…
      </Button>
    );
  }
  return (
    <span className={styles.newFolder}>
      <TextField
        size="small"
        autoFocus
        aria-label="Name of the new folder"
        value={name}
        onChange={(text) => {
          setName(text);
          setError(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') make();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setName(undefined);
        }}
      />
      <Button size="small" disabled={name === ''} onClick={make}>
        Make
      </Button>
      {error && <span role="alert">{error.message}</span>}
    </span>
  );
}
