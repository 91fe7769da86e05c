import { ArgumentError } from '../../../../shared/format/errors.js';
import { addressWithin, openAddress } from '../../../engine/io/address-opener.js';
import { codeOf } from '../../../engine/io/io-error.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import type { StoreFolder, ZarrStore } from './store.js';

/** A file on a server for each value, whose addresses begin alike. Servers do not say which there are. */
export class AddressStore implements ZarrStore {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** Undefined where values have no addresses: for a path, or a file that was opened alone. */
  static at(address: string): AddressStore | undefined {
    return addressWithin(address, '') === undefined ? undefined : new AddressStore(address);
  }

  async open(key: string): Promise<RandomReader | undefined> {
    try {
      return await openAddress(addressWithin(this.name, key) ?? this.name);
    } catch (error) {
      // Only this means that there is none: a value that is forbidden is not the fill value.
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: it has no values to give
  async *folders(): AsyncGenerator<StoreFolder, void, undefined> {
    const example = `${this.name}::/name`;
    throw new ArgumentError(`the arrays in '${this.name}' cannot be listed on a server: name one, as in ${example}`, {
      file: this.name,
    });
  }

  async requireUnchanged(): Promise<void> {}

  async close(): Promise<void> {}
}
