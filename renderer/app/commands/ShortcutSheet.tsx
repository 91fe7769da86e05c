import { Dialog } from '../../ui/Dialog.js';
import { Kbd } from '../../ui/Kbd.js';
import { useNavigation } from '../navigation-context.js';
import { placeTitles } from '../place.js';
import { type CommandScope, commandList } from './command-table.js';
import styles from './commands.module.css';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Lists the shortcuts of the current place, and those that work everywhere. */
export function ShortcutSheet({ open, onClose }: Props) {
  const { place } = useNavigation();
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" width="large">
      <div className={styles.sheet}>
        <Group title="Everywhere" scope="everywhere" />
        <Group title={placeTitles[place]} scope={place} />
      </div>
    </Dialog>
  );
}

function Group({ title, scope }: { readonly title: string; readonly scope: CommandScope }) {
  const bound = commandList.filter((command) => command.scope === scope && command.keys);
  return (
    <section>
      <h3 className={styles.scope}>{title}</h3>
      <dl className={styles.keys}>
        {bound.map((command) => (
          <div key={command.id}>
            <dt>{command.title}</dt>
            <dd>
              {command.keys?.map((keys) => (
                <span key={keys}>
                  <span className="unseen">{keys}</span>
                  <Kbd keys={keys} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
