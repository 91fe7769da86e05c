import { Store } from './store.js';

/** A store whose content is read by methods of its own; its state is a number that grows whenever there is something else to show. */
export abstract class VersionedStore extends Store<number> {
  constructor() {
    super(0);
  }

  protected changed(): void {
    this.set(this.state() + 1);
  }
}
