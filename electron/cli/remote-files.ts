import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { ArgumentError } from '../../shared/format/errors.js';
import type { AddressOpener } from '../engine/io/address-opener.js';
import { isRemoteAddress, parseAddress, printableAddress } from '../remote/remote-address.js';

/** By the name under which the commands know them, the addresses with secrets. */
const hidden = new Map<string, string>();

/**
 * The arguments, in which addresses with user names, passwords or signatures are replaced by names without them: no message and no
 * document can then contain them. `addressOpener` knows what they stand for. `--url` names an address that is only written down.
 */
export function hideSecrets(args: readonly string[]): readonly string[] {
  return args.map((text, index) => (isRemoteAddress(text) && args[index - 1] !== '--url' ? nameOf(text) : text));
}

function nameOf(address: string): string {
  const printable = printableAddress(address);
  if (!hasSecrets(address)) return address;
  for (let number = 1; ; number++) {
    const name = number === 1 ? printable : `${printable}#${number}`;
    if ((hidden.get(name) ?? address) !== address) continue;
    hidden.set(name, address);
    return name;
  }
}

function hasSecrets(address: string): boolean {
  return /[@?]/.test(address);
}

/** Opens addresses. The library for it is loaded at the first one. */
export function addressOpener(signal: AbortSignal): AddressOpener {
  return {
    isAddress: isRemoteAddress,
    async open(name) {
      const load = createRequire(__filename);
      // dist/remote.cjs is built from open-remote.ts, so that it has the same type.
      const program = load(join(__dirname, 'remote.cjs')) as typeof import('../remote/open-remote.js');
      return program.openRemoteReader(hidden.get(name) ?? name, { signal });
    },
  };
}

/** An operand as the name of a file: the last part of an address, a path as it is. Throws ArgumentError where there is no such part. */
export function localNameOf(operand: string): string {
  if (!isRemoteAddress(operand)) return operand;
  const { pathname } = parseAddress(operand);
  const name = basename(decoded(pathname));
  if (name !== '' && name !== '.' && name !== '..' && !name.includes('\0')) return name;
  throw new ArgumentError(`'${printableAddress(operand)}' has no file name at its end: name the output`);
}

/** What is no percent-encoded UTF-8 stays as it is. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
