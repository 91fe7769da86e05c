import { useEffect } from 'react';
import { useEvent } from '../../data/client-context.js';
import { describeKeys, platformOf } from '../../format/keys.js';
import { useNavigation } from '../navigation-context.js';
import { useCommands } from './command-context.js';
import { commandFor, commandList } from './command-table.js';

/** Runs commands from the keyboard and from the native menu. */
export function useCommandKeys(): void {
  const commands = useCommands();
  const { place } = useNavigation();
  useEvent('menu.command', ({ command }) => {
    const known = commandList.find(({ id }) => id === command);
    if (known) commands.run(known.id);
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isDialogOpen()) return;
      if (isTyping(event)) return;
      const id = commandFor(describeKeys(event, platformOf(navigator.platform)), place);
      if (id && commands.run(id)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, place]);
}

/** Shortcuts do not work under an open dialog or menu. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** A character without modifier keys in a text field is text, not a shortcut. */
function isTyping({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const plain = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  return plain && target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');
}
