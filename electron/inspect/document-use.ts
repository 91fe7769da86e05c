import type { OpenDocument } from './document.js';

/** What reads open documents at the moment: a document is closed behind the last of it, since a file must not be closed under a read. */
export class DocumentUse {
  readonly #running = new Map<OpenDocument, Set<Promise<unknown>>>();

  /** The same result, whose document stays open until it is there. */
  async during<T>(document: OpenDocument, result: Promise<T>): Promise<T> {
    const running = this.#running.get(document) ?? new Set();
    this.#running.set(document, running.add(result));
    try {
      return await result;
    } finally {
      running.delete(result);
      if (running.size === 0) this.#running.delete(document);
    }
  }

  /** The same pieces. Once the first was asked for, the document stays open until the last was given, or no more are wanted. */
  async *piecesOf(
    document: OpenDocument,
    pieces: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let end = (): void => undefined;
    void this.during(
      document,
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    );
    try {
      yield* pieces;
    } finally {
      end();
    }
  }

  /** Closes a document that is asked for nothing more. */
  async close(document: OpenDocument): Promise<void> {
    for (let running = this.#running.get(document); running; running = this.#running.get(document)) {
      await Promise.allSettled(running);
    }
    await document.close();
  }
}
