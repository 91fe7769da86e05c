import type { JobFile } from '../../../shared/contract/jobs.js';
import { useClient } from '../../data/client-context.js';
import { Button } from '../../ui/Button.js';
import styles from './job-list.module.css';
import { useJobActions } from './use-job-actions.js';

interface Props {
  readonly output: JobFile;
  /** Reached by Tab. */
  readonly isActive: boolean;
}

/** Leads to what a job made: its folder, or a download where the page cannot reach folders. */
export function OutputLink({ output, isActive }: Props) {
  const url = useClient().downloadUrl(output.id);
  const { reveal } = useJobActions();
  const props = { tabIndex: isActive ? 0 : -1, title: `${output.folder}/${output.name}` };
  if (url !== undefined) {
    return (
      <a {...props} href={url} download={output.name} className={styles.link} aria-label={`Download ${output.name}`}>
        Download
      </a>
    );
  }
  return (
    <Button {...props} kind="link" aria-label={`Show ${output.name} in folder`} onClick={() => reveal(output)}>
      Show in folder
    </Button>
  );
}
