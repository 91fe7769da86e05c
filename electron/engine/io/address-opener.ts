import { ArgumentError } from '../../../shared/format/errors.js';
import type { OutputOptions } from './atomic-file.js';
import type { ByteTarget } from './byte-target.js';
import type { RandomReader } from './random-reader.js';

/** How names that are addresses and no paths are opened. */
export interface AddressOpener {
  isAddress(name: string): boolean;
  /** The caller closes the reader. Throws IoError. */
  open(address: string): Promise<RandomReader>;
  /** The address of a value below another address, as of a file in a folder; undefined, or absent, where there are only single files. */
  within?(address: string, key: string): string | undefined;
  /** The names of the folders directly below an address; undefined, or absent, where the server does not list them. Throws IoError. */
  folders?(address: string): AsyncIterable<string> | undefined;
  /**
   * A target for a new file there. Throws IoError('EEXIST') for one that exists and may not be replaced; ArgumentError where nothing can
   * be written, as everywhere if absent.
   */
  create?(address: string, options: Pick<OutputOptions, 'overwrite'>): Promise<ByteTarget>;
  /** A file there that may be changed. Throws ArgumentError where nothing can be written, as everywhere if absent. */
  replaceable?(address: string): Promise<ReplaceableFile>;
}

/** A file on a server that is changed by replacing it as a whole. */
export interface ReplaceableFile {
  /** Its present content. The caller closes it. */
  readonly reader: RandomReader;
  /** The new file. Its `commit` throws IoError('ESTALE') when the present one is no longer that which was opened. */
  replace(): Promise<ReplacingTarget>;
}

export type ReplacingTarget = ByteTarget & Required<Pick<ByteTarget, 'copy'>>;

let opener: AddressOpener | undefined;

/**
 * From now on the functions that open a file to read it also take addresses; undefined: every name is a path, as without this call. For the
 * whole process or thread: in the app, the inspector's thread has one, and that of a job one for its source, for the addresses that the
 * host has allowed.
 */
export function setAddressOpener(addresses: AddressOpener | undefined): void {
  opener = addresses;
}

/** For a part of the program with an engine of its own. */
export function addressOpenerOfProcess(): AddressOpener | undefined {
  return opener;
}

/** A reader of an address; undefined for a path. */
export async function openAddress(name: string): Promise<RandomReader | undefined> {
  return opener?.isAddress(name) ? opener.open(name) : undefined;
}

/** The address of a value below an address; undefined for a path. */
export function addressWithin(name: string, key: string): string | undefined {
  return opener?.isAddress(name) ? opener.within?.(name, key) : undefined;
}

/** The names of the folders directly below an address; undefined where its server does not list them. */
export function foldersBelow(address: string): AsyncIterable<string> | undefined {
  return opener?.folders?.(address);
}

/** A target at an address; undefined for a path. */
export async function createAtAddress(
  name: string,
  options: Pick<OutputOptions, 'overwrite'>,
): Promise<ByteTarget | undefined> {
  if (!opener?.isAddress(name)) return undefined;
  if (!opener.create) throw onlyRead(name);
  return opener.create(name, options);
}

/** A file at an address, to be changed; undefined for a path. */
export async function replaceableAtAddress(name: string): Promise<ReplaceableFile | undefined> {
  if (!opener?.isAddress(name)) return undefined;
  if (!opener.replaceable) throw onlyRead(name);
  return opener.replaceable(name);
}

function onlyRead(name: string): ArgumentError {
  return new ArgumentError(`'${name}' cannot be written: files on servers are only read here`, { file: name });
}
