import { basename } from 'node:path';
import { ArgumentError } from '../../shared/format/errors.js';
import type { AddressOpener } from '../engine/io/address-opener.js';
import { isRemoteAddress, isS3Address, parseAddress, printableAddress } from '../remote/remote-address.js';
import { loadBundle } from './load-bundle.js';

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
  return /[@?]/.test(address) && !isS3Address(address);
}

/** What works with objects of S3, with its library, which is loaded at the first call. */
export function loadS3(): typeof import('../remote/s3/open-s3.js') {
  // dist/s3.cjs is built from open-s3.ts, so that it has the same type.
  return loadBundle('s3.cjs') as typeof import('../remote/s3/open-s3.js');
}

/** Opens addresses, and objects to write. The library for it is loaded at the first one. */
export function addressOpener(signal: AbortSignal): AddressOpener {
  return {
    isAddress: isRemoteAddress,
    async open(name) {
      if (isS3Address(name)) return loadS3().openS3Reader(name, { signal });
      // dist/remote.cjs is built from open-remote.ts, so that it has the same type.
      const program = loadBundle('remote.cjs') as typeof import('../remote/open-remote.js');
      return program.openRemoteReader(hidden.get(name) ?? name, { signal });
    },
    async create(name, { overwrite }) {
      if (isS3Address(name)) return loadS3().createS3Object(name, { overwrite, signal });
      throw new ArgumentError(`'${name}' cannot be written: files on HTTP servers can only be read`, { file: name });
    },
  };
}

/** An operand as the name of a file: the last part of an address, a path as it is. Throws ArgumentError where there is no such part. */
export function localNameOf(operand: string): string {
  if (!isRemoteAddress(operand)) return operand;
  const name = isS3Address(operand) ? basename(operand) : basename(decoded(parseAddress(operand).pathname));
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
