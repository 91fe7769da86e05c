import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Dialog } from '../../ui/Dialog.js';
import { Kbd } from '../../ui/Kbd.js';
import { TextField } from '../../ui/TextField.js';
import { useCommands } from './command-context.js';
import { type CommandId, commandList, keysOf, matchCommands } from './command-table.js';
import styles from './commands.module.css';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Lists every command that has a handler now, and runs the chosen one. */
export function CommandPalette({ open, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Commands">
      <Chooser onClose={onClose} />
    </Dialog>
  );
}

/** Mounted with the dialog, so that its text and selection are empty each time it opens. */
function Chooser({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const offered = matchCommands(
    commandList.filter(({ id, local }) => !local && id !== 'palette.open' && id !== 'escape.peel' && commands.has(id)),
    text,
  );
  const run = (id: CommandId) => {
    onClose();
    // After the dialog has restored the focus, because the command may move it.
    setTimeout(() => commands.run(id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = offered[active];
    if (step) setActive((active + step + offered.length) % Math.max(1, offered.length));
    else if (event.key === 'Enter' && chosen) run(chosen.id);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.palette}>
      <TextField
        role="combobox"
        aria-label="Search commands"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={offered[active] && `${listId}-${active}`}
        icon={Search}
        placeholder="Search commands"
        value={text}
        onChange={(typed) => {
          setText(typed);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        autoFocus
      />
      <div id={listId} role="listbox" aria-label="Commands" className={styles.list}>
        {offered.map(({ id, title }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and handles the keys
          // biome-ignore lint/a11y/useFocusableInteractive: screen readers reach it as the field's active descendant
          <div
            key={id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            ref={(row) => (index === active ? row?.scrollIntoView({ block: 'nearest' }) : undefined)}
            onClick={() => run(id)}
          >
            {title}
            {keysOf(id) && <Kbd keys={keysOf(id) ?? ''} />}
          </div>
        ))}
      </div>
      {offered.length === 0 && <p className="soft">No command contains these words.</p>}
    </div>
  );
}
