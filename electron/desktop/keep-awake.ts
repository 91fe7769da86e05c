import { powerSaveBlocker } from 'electron';

/** Keeps the machine from sleeping while jobs run; the screen may switch off. Repeated calls have no further effect. */
export class KeepAwake {
  #blocker: number | undefined;

  set(on: boolean): void {
    if (on) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else this.#release();
  }

  #release(): void {
    if (this.#blocker !== undefined) powerSaveBlocker.stop(this.#blocker);
    this.#blocker = undefined;
  }
}
