import { ArgumentError } from '../../../shared/format/errors.js';
import type { AddressOpener } from '../../engine/io/address-opener.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { openAnyReader } from '../../remote/load-remote.js';
import type { RemoteOptions } from '../../remote/open-remote.js';
import type { RemoteFile } from '../../remote/remote-file.js';

/** What was moved of a file since its address was first opened. */
export interface Moved {
  readonly receivedBytes: number;
  /** The server sends no parts of files, so that all of it was downloaded. */
  readonly isWhole: boolean;
}

/** So that many open documents need little memory. */
const MEMORY_BYTES = 8 * 2 ** 20;
/** Larger files are not downloaded just to be looked into. */
const MAX_WHOLE_BYTES = 2 ** 28;
/** A user waits for the answer. */
const PATIENCE = { attempts: 4, connectTimeoutMs: 10_000, longestRetryAfterMs: 5_000 };

/** The addresses that the host has given, by their names. All other names are paths. */
export class RemoteFiles implements AddressOpener {
  readonly #files = new Map<string, RemoteFile & Moved>();
  readonly #onReceived: (name: string) => void;

  constructor(onReceived: (name: string) => void) {
    this.#onReceived = onReceived;
  }

  /** From now on the name stands for this file. */
  add(name: string, file: RemoteFile): void {
    const { receivedBytes, isWhole } = this.movedOf(name);
    this.#files.set(name, { ...file, receivedBytes, isWhole });
  }

  isAddress(name: string): boolean {
    return this.#files.has(name);
  }

  movedOf(name: string): Moved {
    return this.#files.get(name) ?? { receivedBytes: 0, isWhole: false };
  }

  async open(name: string): Promise<RandomReader> {
    const file = this.#files.get(name);
    if (!file) throw new ArgumentError(`'${name}' is not an address that was opened`, { file: name });
    return openAnyReader(file.address, this.#optionsOf(name, file));
  }

  #optionsOf(name: string, { privateAddresses }: RemoteFile): RemoteOptions {
    return {
      isOfWindow: true,
      memoryBytes: MEMORY_BYTES,
      maxWholeBytes: MAX_WHOLE_BYTES,
      onWholeFile: () => this.#change(name, { isWhole: true }),
      http: {
        ...PATIENCE,
        privateAddresses,
        onReceived: (bytes) => {
          this.#change(name, { receivedBytes: this.movedOf(name).receivedBytes + bytes });
          this.#onReceived(name);
        },
      },
    };
  }

  #change(name: string, change: Partial<Moved>): void {
    const file = this.#files.get(name);
    if (file) this.#files.set(name, { ...file, ...change });
  }
}
