import { ArgumentError } from '../../shared/format/errors.js';
import type { AddressOpener } from '../engine/io/address-opener.js';
import { AddressNames } from '../remote/address-names.js';
import { loadS3, openAnyReader } from '../remote/load-remote.js';
import { addressBelow, fileNameOf, isRemoteAddress, isS3Address, printableAddress } from '../remote/remote-address.js';
import { isStreamCopy, openStreamCopy } from './stream-copies.js';

/** Of the addresses in the arguments. */
const names = new AddressNames();

/**
 * The arguments, in which addresses with user names, passwords or signatures are replaced by names without them: no message and no
 * document can then contain them. `addressOpener` knows what they stand for. `--url` names an address that is only written down.
 */
export function hideSecrets(args: readonly string[]): readonly string[] {
  return args.map((text, index) => (isRemoteAddress(text) && args[index - 1] !== '--url' ? nameOf(text) : text));
}

/** Of a file and an array in it, `https://host/x.h5::/name`, the file has the name. */
function nameOf(text: string): string {
  const [, address = text, name = ''] = /^(\w+:\/\/[^/]*\/.*)(::.*)$/s.exec(text) ?? [];
  return `${names.nameOf(address)}${name}`;
}

/** Opens addresses, and objects to write, with a library that is loaded at the first one; and streams of which there are copies. */
export function addressOpener(signal: AbortSignal): AddressOpener {
  return {
    isAddress: (name) => isRemoteAddress(name) || isStreamCopy(name),
    open: async (name) => openStreamCopy(name) ?? openAnyReader(names.addressOf(name), { signal }),
    within: (name, key) => (isStreamCopy(name) ? undefined : names.nameOf(addressBelow(names.addressOf(name), key))),
    folders: (name) => (isS3Address(name) ? s3Folders(name) : undefined),
    async create(name, { overwrite }) {
      if (isS3Address(name)) return loadS3().createS3Object(name, { overwrite, signal });
      throw readOnly(name);
    },
    async replaceable(name) {
      if (isS3Address(name)) return loadS3().openS3Replaceable(name, { signal });
      throw readOnly(name);
    },
  };
}

async function* s3Folders(name: string): AsyncGenerator<string, void, undefined> {
  for await (const { address, sizeBytes } of loadS3().listObjects(`${name.replace(/\/$/, '')}/`)) {
    if (sizeBytes === undefined) yield fileNameOf(address.replace(/\/$/, '')) ?? '';
  }
}

function readOnly(name: string): ArgumentError {
  return new ArgumentError(`'${name}' cannot be written: files on HTTP servers can only be read`, { file: name });
}

/** An operand as the name of a file: the last part of an address, a path as it is. Throws ArgumentError where there is no such part. */
export function localNameOf(operand: string): string {
  if (!isRemoteAddress(operand)) return operand;
  const name = fileNameOf(operand);
  if (name !== undefined) return name;
  throw new ArgumentError(`'${printableAddress(operand)}' has no file name at its end: name the output`);
}
