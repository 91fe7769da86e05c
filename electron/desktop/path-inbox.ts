/**
 * Files that the system asks to open, from whichever side: command line, a second start, the Finder. They wait here while no
 * window listens; a double-click that starts the program must not open an empty window.
 */
export class PathInbox {
  readonly #waiting: string[] = [];
  #deliver: ((paths: readonly string[]) => void) | undefined;

  add(paths: readonly string[]): void {
    this.#waiting.push(...paths);
    this.#flush();
  }

  /** From now on paths go to `deliver`, those that waited first. */
  open(deliver: (paths: readonly string[]) => void): void {
    this.#deliver = deliver;
    this.#flush();
  }

  /** Nobody listens any more: paths wait again. */
  close(): void {
    this.#deliver = undefined;
  }

  #flush(): void {
    if (this.#deliver === undefined || this.#waiting.length === 0) return;
    this.#deliver(this.#waiting.splice(0));
  }
}
