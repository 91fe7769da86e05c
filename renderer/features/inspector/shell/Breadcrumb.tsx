import { ChevronRight, Copy } from 'lucide-react';
import { Icon } from '../../../ui/Icon.js';
import { IconButton } from '../../../ui/IconButton.js';
import { useToast } from '../../../ui/Toasts.js';
import { useDocument } from '../model/document-context.js';
import { selectionOf, useSelection } from '../model/selection.js';
import { nodeName } from '../structure/node-words.js';
import styles from './inspector.module.css';

/** The path from the file to the selection. */
export function Breadcrumb() {
  const { overview } = useDocument();
  const { trail, select } = useSelection();
  const toast = useToast();
  const name = overview.member ? `${overview.file.name} › ${overview.member}` : overview.file.name;
  const path = [name, ...trail.map(nodeName)].join(' > ');
  const copy = () => void navigator.clipboard.writeText(path).then(() => toast({ text: 'Path copied' }));
  return (
    <nav aria-label="Selection" className={styles.breadcrumb}>
      <ol>
        <li>
          <button
            type="button"
            aria-current={trail.length === 0 ? 'true' : undefined}
            onClick={() => select({}, 'details')}
          >
            {name}
          </button>
        </li>
        {trail.map((node, at) => (
          <li key={node.id}>
            <Icon of={ChevronRight} size={12} />
            <button
              type="button"
              aria-current={at === trail.length - 1 ? 'true' : undefined}
              onClick={() => select(selectionOf(node), 'details', trail.slice(0, at + 1))}
            >
              {nodeName(node)}
            </button>
          </li>
        ))}
      </ol>
      <IconButton icon={Copy} label="Copy path" size="small" onClick={copy} />
    </nav>
  );
}
