/**
 * Files to be opened, from the command line, a second start or the Finder. They wait here while no
 * window is ready: a double-click that starts the program must show the file.
 */
export class PathInbox {
  readonly #waiting: string[] = [];
  #deliver: ((paths: readonly string[]) => void) | undefined;

  add(paths: readonly string[]): void {
    this.#waiting.push(...paths);
    this.#flush();
  }

  /** From now on paths are passed to `deliver`, waiting ones first. */
  open(deliver: (paths: readonly string[]) => void): void {
    this.#deliver = deliver;
    this.#flush();
  }

  /** No window is ready any more: paths wait again. */
  close(): void {
    this.#deliver = undefined;
  }

  #flush(): void {
    if (this.#deliver === undefined || this.#waiting.length === 0) return;
    this.#deliver(this.#waiting.splice(0));
  }
}
