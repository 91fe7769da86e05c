import { ArgumentError } from '../../../../shared/format/errors.js';
import { addressWithin, foldersBelow, openAddress } from '../../../engine/io/address-opener.js';
import { codeOf } from '../../../engine/io/io-error.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { consolidatedKeys } from './consolidated.js';
import type { StoreFolder, ZarrStore } from './store.js';

/**
 * A file on a server for each value, whose addresses begin alike. Which there are, some servers list (S3); else the consolidated metadata
 * of the store say it, if it has them.
 */
export class AddressStore implements ZarrStore {
  readonly name: string;
  #consolidated: Promise<readonly string[] | undefined> | undefined;

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

  async *folders(key: string): AsyncGenerator<StoreFolder, void, undefined> {
    const names = new Set<string>();
    for await (const name of foldersBelow(addressWithin(this.name, key) ?? this.name) ?? (await this.#namesIn(key))) {
      if (isName(name)) names.add(name);
    }
    for (const name of [...names].sort()) yield { name, isLink: false };
  }

  async requireUnchanged(): Promise<void> {}

  async close(): Promise<void> {}

  async #namesIn(key: string): Promise<readonly string[]> {
    this.#consolidated ??= consolidatedKeys(this);
    const keys = await this.#consolidated;
    if (!keys) throw this.#notListed();
    const prefix = key === '' ? '' : `${key}/`;
    return keys.flatMap((known) => (known.startsWith(prefix) ? (known.slice(prefix.length).split('/')[0] ?? []) : []));
  }

  #notListed(): ArgumentError {
    const example = `${this.name}::/name`;
    return new ArgumentError(
      `the arrays in '${this.name}' cannot be listed on a server, since it has no consolidated metadata: name one, as in ${example}`,
      { file: this.name },
    );
  }
}

/** Others would lead out of the store. */
function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}
