import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import { CommandRegistry } from './command-registry.js';
import type { CommandId } from './command-table.js';

const CommandContext = createContext(new CommandRegistry());

/** The commands that can be given right now. */
export function useCommands(): CommandRegistry {
  return useContext(CommandContext);
}

/**
 * Handles a command while the component is there and `enabled`: by its keys, from the palette and from the native menu. The
 * handler may change at every render.
 */
export function useCommand(id: CommandId, handler: () => void, enabled = true): void {
  const commands = useCommands();
  const onCommand = useEffectEvent(handler);
  useEffect(() => (enabled ? commands.add(id, () => onCommand()) : undefined), [commands, id, enabled]);
}

/** Once, around the app. */
export function CommandProvider({ children }: { readonly children: ReactNode }) {
  const [commands] = useState(() => new CommandRegistry());
  return <CommandContext value={commands}>{children}</CommandContext>;
}
