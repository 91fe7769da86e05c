import type { DocumentId } from '../../../../../shared/contract/inspect/document.js';
import type { Client } from '../../../../data/client.js';
import type { MapLayout } from './map-layout.js';
import { type MapSubject, type MapValues, readMapValues } from './map-values.js';

export interface MapQuestion {
  readonly document: DocumentId;
  readonly what: MapSubject;
  readonly layout: MapLayout;
}

/** What is drawn: values with the question that they answer, which may be one behind while the next come. */
export interface ShownMap extends MapQuestion {
  readonly values: MapValues;
}

interface Listener {
  readonly onShow: (shown: ShownMap) => void;
  readonly onError: (thrown: unknown) => void;
}

/**
 * Asks for maps, one at a time. A new question ends the one under way and shows its answer as it comes; a renewal of the same one
 * waits for its turn and is shown when it is whole, so that a map which changes all the time neither starves nor flickers.
 */
export class MapLoader {
  readonly #client: Pick<Client, 'stream'>;
  readonly #listener: Listener;
  #question: MapQuestion | undefined;
  #stop: AbortController | undefined;
  #isStale = false;

  constructor(client: Pick<Client, 'stream'>, listener: Listener) {
    this.#client = client;
    this.#listener = listener;
  }

  ask(question: MapQuestion): void {
    this.#stop?.abort();
    this.#question = question;
    void this.#read(question, true);
  }

  /** The host said that values changed. */
  renew(): void {
    if (this.#stop) this.#isStale = true;
    else if (this.#question) void this.#read(this.#question, false);
  }

  close(): void {
    this.#stop?.abort();
    this.#question = undefined;
  }

  async #read(question: MapQuestion, asItComes: boolean): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.#isStale = false;
    let latest: MapValues | undefined;
    try {
      await readMapValues(this.#client, question, stop.signal, (values) => {
        latest = values;
        if (asItComes) this.#listener.onShow({ ...question, values });
      });
      if (!asItComes && latest) this.#listener.onShow({ ...question, values: latest });
    } catch (thrown) {
      if (!stop.signal.aborted) this.#listener.onError(thrown);
    }
    if (this.#stop !== stop) return;
    this.#stop = undefined;
    if (this.#isStale) this.renew();
  }
}
