import type { CommandId } from './command-table.js';

/** The commands that can be given right now: those that some component handles. */
export class CommandRegistry {
  readonly #handlers = new Map<CommandId, (() => void)[]>();

  /** The latest handler of a command wins until it is taken away. Answers how to take it away. */
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

  /** False when nobody handles it here and now. */
  run(id: CommandId): boolean {
    const handler = this.#handlers.get(id)?.at(-1);
    handler?.();
    return handler !== undefined;
  }
}
