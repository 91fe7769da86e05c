import { ChevronRight } from 'lucide-react';
import type { FileId, FolderListing } from '../../../shared/contract/files.js';
import { Button } from '../../ui/Button.js';
import { Icon } from '../../ui/Icon.js';
import styles from './file-browser.module.css';

interface Props {
  readonly trail: FolderListing['trail'];
  readonly onOpen: (id: FileId) => void;
}

/** The way from the root to the folder that is shown, each part a way back. */
export function Breadcrumbs({ trail, onOpen }: Props) {
  const last = trail.length - 1;
  return (
    <nav aria-label="Folder">
      <ol className={styles.trail}>
        {trail.map(({ id, name }, index) => (
          <li key={id}>
            {index > 0 && <Icon of={ChevronRight} size={12} />}
            {index === last ? (
              <span className="strong" aria-current="location">
                {name}
              </span>
            ) : (
              <Button kind="link" onClick={() => onOpen(id)}>
                {name}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
