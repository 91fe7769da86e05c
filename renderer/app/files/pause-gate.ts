import type { UploadGate } from '../../../shared/contract/transport.js';
import { Listeners } from '../../data/store/store.js';

/** A gate that the user closes and opens. */
export class PauseGate implements UploadGate {
  isOpen = true;
  readonly #changes = new Listeners();

  readonly watch = this.#changes.add;

  set(isOpen: boolean): void {
    if (this.isOpen === isOpen) return;
    this.isOpen = isOpen;
    this.#changes.notify();
  }
}
