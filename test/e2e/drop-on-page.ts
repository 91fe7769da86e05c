import type { Page } from 'playwright';

/** The modifier's bit in the DevTools protocol. */
const ALT = 1;

/** A drag of files over the page, as Chromium gets it from the system. */
export class Drag {
  readonly #page: Page;
  readonly #paths: readonly string[];
  readonly #modifiers: number;

  constructor(page: Page, paths: readonly string[], { alt = false } = {}) {
    this.#page = page;
    this.#paths = paths;
    this.#modifiers = alt ? ALT : 0;
  }

  /** Moves over the window and stays there. */
  async hover(): Promise<void> {
    await this.#send(['dragEnter', 'dragOver']);
  }

  async drop(): Promise<void> {
    await this.#send(['dragEnter', 'dragOver', 'drop']);
  }

  async #send(types: readonly ('dragEnter' | 'dragOver' | 'drop')[]): Promise<void> {
    const session = await this.#page.context().newCDPSession(this.#page);
    const data = { items: [], files: [...this.#paths], dragOperationsMask: 1 };
    for (const type of types) {
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data, modifiers: this.#modifiers });
    }
    await session.detach();
  }
}
