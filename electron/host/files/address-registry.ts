import { randomBytes } from 'node:crypto';
import type { FileId } from '../../../shared/contract/files.js';
import type { DocumentFile } from '../../../shared/contract/inspect/document.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { AddressNames } from '../../remote/address-names.js';
import {
  fileNameOf,
  isRemoteAddress,
  isS3Address,
  parseAddress,
  printableAddress,
} from '../../remote/remote-address.js';
import { parseObjectAddress } from '../../remote/s3/s3-address.js';

const ID_BYTES = 15;

/** A file on a server that the window may use. */
export interface AdmittedFile {
  /** Stands for the address wherever it may be seen. */
  readonly name: string;
  /** With its secrets: only for the thread that opens it. */
  readonly address: string;
}

/**
 * The addresses that the window may use, by ids as files have them. User names, passwords and queries are kept here, with the jobs and in
 * the threads that need them: in memory, until the host ends.
 */
export class AddressRegistry {
  readonly #names = new AddressNames();
  readonly #files = new Map<FileId, AdmittedFile>();
  readonly #ids = new Map<string, FileId>();
  readonly #idsByName = new Map<string, FileId>();

  /** The same id for the same address. Throws CallError and ArgumentError for what is no address of a file. */
  admit(text: string): FileId {
    const address = plainAddress(text);
    const known = this.#ids.get(address);
    if (known !== undefined) return known;
    const id = randomBytes(ID_BYTES).toString('base64url');
    const name = this.#names.nameOf(address);
    this.#files.set(id, { name, address });
    this.#idsByName.set(name, id);
    this.#ids.set(address, id);
    return id;
  }

  find(id: FileId): AdmittedFile | undefined {
    return this.#files.get(id);
  }

  /** The address that a name stands for. */
  addressOf(name: string): string {
    return this.#names.addressOf(name);
  }

  /** The id of a name that an earlier run of the program may have stored; undefined where it may stand for another address by now. */
  idOfName(name: string): FileId | undefined {
    const known = this.#idsByName.get(name);
    const lasting = known === undefined && lastingAddress(name);
    return lasting ? this.admit(lasting) : known;
  }
}

/** What an address is, whichever way it is written. */
function plainAddress(text: string): string {
  const trimmed = text.trim();
  if (!isRemoteAddress(trimmed)) {
    throw refusal(
      'argument',
      'This is not the address of a file on a server.',
      'Write it as https://server/file, http://server/file or s3://bucket/key.',
    );
  }
  if (isS3Address(trimmed)) {
    parseObjectAddress(trimmed);
    return trimmed;
  }
  const url = parseAddress(trimmed);
  url.hash = '';
  return url.href;
}

/** How a file on a server is shown: the last part of its address as the name, and the rest as the folder. */
export function shownAddress(address: string): Required<Pick<DocumentFile, 'name' | 'folder' | 'address'>> {
  const printable = printableAddress(address);
  const folder = printable.replace(/\?\.\.\.$/, '').replace(/\/[^/]*$/, '');
  return { name: fileNameOf(address) ?? folder.replace(/^\w+:\/\//, ''), folder, address: printable };
}

/**
 * The address as the list of recent files may keep it: without user name and password. Undefined where it has a query, which can be the
 * signature that gives access, and without which it is another file.
 */
export function lastingAddress(address: string): string | undefined {
  if (isS3Address(address)) return address;
  return new URL(address).search === '' ? printableAddress(address) : undefined;
}
