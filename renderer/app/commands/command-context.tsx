import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';
import type { CommandId } from './command-table.js';

/** The commands that have a handler now. */
export class CommandRegistry {
  readonly #handlers = new Map<CommandId, (() => void)[]>();

  /** The handler that was added last runs. Returns a function that removes this handler. */
  add(id: CommandId, handler: () => void): () => void {
    this.#handlers.set(id, [...(this.#handlers.get(id) ?? []), handler]);
    return () => {
      const rest = (this.#handlers.get(id) ?? []).filter((other) => other !== handler);
      if (rest.length > 0) this.#handlers.set(id, rest);
      else this.#handlers.delete(id);
    };
  }

  has(id: CommandId): boolean {
    return this.#handlers.has(id);
  }

  /** Runs a command. False when it has no handler. */
  run(id: CommandId): boolean {
    const handler = this.#handlers.get(id)?.at(-1);
    handler?.();
    return handler !== undefined;
  }
}

const CommandContext = createContext(new CommandRegistry());

/** The registry of this window. */
export function useCommands(): CommandRegistry {
  return useContext(CommandContext);
}

/**
 * Handles a command while the component is mounted and `enabled`: by its keys, from the palette and from the native menu. The
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
