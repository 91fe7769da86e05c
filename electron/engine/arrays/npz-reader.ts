import { ArgumentError, FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { NPY_PREFIX_BYTES, type NpyHeader } from '../../../shared/format/numpy/npy-header.js';
import { withoutFirst } from '../io/async-chunks.js';
import { closingOnError } from '../io/close-file.js';
import type { RandomReader } from '../io/random-reader.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { contentOf } from './array-or-bytes.js';
import { npyExtent, type ReadNpyHeader, readNpyHeader } from './npy-head.js';
import { npySourceFacts } from './npy-metadata.js';
import type { ZipArchive, ZipMember, ZipMethod } from './zip-archive.js';

/** A member of a `.npz` file: an array or another file. */
export type NpzMember = NpzArrayMember | NpzOtherMember;

interface NpzMemberFacts {
  /** As in the archive, with `.npy`. */
  readonly fileName: string;
  readonly compression: ZipMethod;
  readonly encrypted: boolean;
  /** Uncompressed bytes, the `.npy` header included. */
  readonly sizeBytes: number;
  /** Bytes in the archive. */
  readonly storedBytes: number;
}

export interface NpzArrayMember extends NpzMemberFacts {
  readonly kind: 'array';
  /** Its name in numpy: the file name without `.npy`. */
  readonly name: string;
  /** Opens the archive and reads dtype, shape and order. */
  header(): Promise<NpyHeader>;
}

export interface NpzOtherMember extends NpzMemberFacts {
  readonly kind: 'other';
}

const NPY_SUFFIX = '.npy';

/**
 * A `.npz` file that is open for reading: a zip archive of `.npy` files, stored (`np.savez`) or deflated. As in numpy, a member is
 * an array if its name ends with `.npy` or if it starts like a `.npy` file.
 */
export class NpzArchive {
  readonly #zip: ZipArchive;
  readonly #arrays: ReadonlyMap<string, ZipMember>;

  private constructor(zip: ZipArchive, arrays: ReadonlyMap<string, ZipMember>) {
    this.#zip = zip;
    this.#arrays = arrays;
  }

  /**
   * Opens a path, or a reader that the archive then owns. Throws FormatError('bad-npz') for a damaged file, another file, unsafe
   * names, and two members of the same name.
   */
  static async open(input: string | RandomReader): Promise<NpzArchive> {
    // Only now, because this loads Node's streams and zlib as well.
    const { ZipArchive } = await import('./zip-archive.js');
    const zip = await ZipArchive.open(input);
    return closingOnError(zip, async () => {
      return new NpzArchive(zip, await arraysByName(zip));
    });
  }

  /** Names of the arrays, in the archive's order. */
  get names(): readonly string[] {
    return [...this.#arrays.keys()];
  }

  /** All members in the archive's order. */
  list(): readonly NpzMember[] {
    const path = this.#zip.name;
    const names = new Map([...this.#arrays].map(([name, member]) => [member, name]));
    return this.#zip.members.map((member) => describeMember(member, names.get(member), path));
  }

  /** The member's `.npy` header. */
  async header(name: string): Promise<ReadNpyHeader> {
    const member = this.#member(name);
    const readHead = (lengthBytes: number) => firstBytes(this.#zip.read(member), lengthBytes);
    return readNpyHeader(readHead, member.sizeBytes, this.#fullName(member));
  }

  /**
   * The array as a source. It is inflated while it is read, and size and CRC-32 are checked at its end. Sources must be read before
   * the archive is closed.
   */
  async source(name: string): Promise<PlainSource> {
    const member = this.#member(name);
    const fullName = this.#fullName(member);
    const array = npyExtent(await this.header(name), member.sizeBytes, fullName);
    return {
      name: fullName,
      ...npySourceFacts(array, fullName),
      requireUnchanged: () => this.requireUnchanged(),
      pieces: () => withoutFirst(this.#zip.read(member), array.startByte),
    };
  }

  /** The bytes of an array's `.npy` file; size and CRC-32 are checked at the end. */
  file(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    return this.#zip.read(this.#member(name));
  }

  /** Throws IoError('ESTALE') when the archive may have been changed since it was opened. */
  requireUnchanged(): Promise<void> {
    return this.#zip.requireUnchanged();
  }

  close(): Promise<void> {
    return this.#zip.close();
  }

  #member(name: string): ZipMember {
    const member = this.#arrays.get(name);
    if (member !== undefined) return member;
    const names = this.names.slice(0, 20).join(', ') || 'none';
    throw new ArgumentError(`'${this.#zip.name}' has no array '${name}'; its arrays: ${names}`);
  }

  #fullName(member: ZipMember): string {
    return `${this.#zip.name}:${member.fileName}`;
  }
}

/** The members of a `.npz` file. Reads only its directory; an array's header is read by `header()`. */
export async function listNpz(path: string): Promise<readonly NpzMember[]> {
  const archive = await NpzArchive.open(path);
  try {
    return archive.list();
  } finally {
    await archive.close();
  }
}

/** One array of a `.npz` file. `name` is numpy's, without `.npy`. Closing the source closes the archive. */
export async function npzMemberSource(path: string, name: string): Promise<PlainSource> {
  const archive = await NpzArchive.open(path);
  return closingOnError(archive, async () => {
    return { ...(await archive.source(name)), close: () => archive.close() };
  });
}

async function headerOf(path: string, name: string): Promise<NpyHeader> {
  const archive = await NpzArchive.open(path);
  try {
    return await archive.header(name);
  } finally {
    await archive.close();
  }
}

function describeMember(member: ZipMember, name: string | undefined, path: string): NpzMember {
  const { fileName, method: compression, encrypted, sizeBytes, storedBytes } = member;
  const facts = { fileName, compression, encrypted, sizeBytes, storedBytes };
  return name === undefined
    ? { kind: 'other', ...facts }
    : { kind: 'array', name, ...facts, header: () => headerOf(path, name) };
}

async function arraysByName(zip: ZipArchive): Promise<ReadonlyMap<string, ZipMember>> {
  const arrays = new Map<string, ZipMember>();
  for (const member of zip.members) {
    const name = await arrayName(zip, member);
    if (name === undefined) continue;
    if (arrays.has(name)) {
      throw new FormatError('bad-npz', `'${zip.name}' has two arrays named '${name}'`, { file: zip.name });
    }
    arrays.set(name, member);
  }
  return arrays;
}

async function arrayName(zip: ZipArchive, member: ZipMember): Promise<string | undefined> {
  const { fileName } = member;
  if (fileName.endsWith(NPY_SUFFIX)) return fileName.slice(0, -NPY_SUFFIX.length);
  return (await startsAsArray(zip, member)) ? fileName : undefined;
}

/** Whether a member starts like a `.npy` file. False for one that cannot be read: reading it reports the error. */
async function startsAsArray(zip: ZipArchive, member: ZipMember): Promise<boolean> {
  if (member.sizeBytes < NPY_PREFIX_BYTES) return false;
  try {
    return contentOf(await firstBytes(zip.read(member), NPY_PREFIX_BYTES)) === 'npy';
  } catch (error) {
    if (isBloscpackError(error) && error.kind === 'format') return false;
    throw error;
  }
}

/** The first bytes of a stream, or all if it ends before. */
async function firstBytes(pieces: AsyncIterable<Uint8Array>, lengthBytes: number): Promise<Uint8Array> {
  const head = new Uint8Array(lengthBytes);
  let filled = 0;
  for await (const piece of pieces) {
    const part = piece.subarray(0, lengthBytes - filled);
    head.set(part, filled);
    filled += part.byteLength;
    if (filled === lengthBytes) break;
  }
  return head.subarray(0, filled);
}
