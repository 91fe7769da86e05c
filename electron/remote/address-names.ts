import { isS3Address, printableAddress } from './remote-address.js';

/**
 * Names for addresses with user names, passwords or signatures, which no message and no document may contain: a name is the address
 * with dots in their place, and with a number where two addresses differ in them only. Other addresses are their own names. No two
 * addresses have the same name.
 */
export class AddressNames {
  readonly #hidden = new Map<string, string>();

  nameOf(address: string): string {
    if (!hasSecrets(address)) return address;
    const printable = dottedAddress(address);
    for (let number = 1; ; number++) {
      const name = number === 1 ? printable : `${printable}#${number}`;
      if ((this.#hidden.get(name) ?? address) !== address) continue;
      this.#hidden.set(name, address);
      return name;
    }
  }

  /** The address that a name stands for. */
  addressOf(name: string): string {
    return this.#hidden.get(name) ?? name;
  }
}

/** Without the dots the name would be that of the same address without user name and password. */
function dottedAddress(address: string): string {
  const printable = printableAddress(address);
  return printable === address || printable.includes('?') ? printable : printable.replace('//', '//...@');
}

function hasSecrets(address: string): boolean {
  return /[@?]/.test(address) && !isS3Address(address);
}
