import { ArgumentError, FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { NPY_PREFIX_BYTES, type NpyHeader } from '../../../shared/format/numpy/npy-header.js';
import { rechunk, withoutFirst } from '../io/async-chunks.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { contentOf } from './array-or-bytes.js';
import { npyExtent, readNpyHeader } from './npy-head.js';
import { ZipArchive, type ZipMember, type ZipMethod } from './zip-archive.js';

/** A member of a `.npz` file: an array, or anything else that somebody put there. */
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
  /** What numpy calls it: the file name, without `.npy` where it ends so. */
  readonly name: string;
  /** Reads dtype, shape and order from the archive, which is opened for it. */
  header(): Promise<NpyHeader>;
}

export interface NpzOtherMember extends NpzMemberFacts {
  readonly kind: 'other';
}

const NPY_SUFFIX = '.npy';

/**
 * A `.npz` file that is open for reading: a zip archive of `.npy` files, stored (`np.savez`) or deflated. A member is an array
 * when its name says so, or when its first bytes do, as numpy has it.
 */
export class NpzArchive {
  readonly #zip: ZipArchive;
  readonly #arrays: ReadonlyMap<string, ZipMember>;

  private constructor(zip: ZipArchive, arrays: ReadonlyMap<string, ZipMember>) {
    this.#zip = zip;
    this.#arrays = arrays;
  }

  /** Throws FormatError('bad-npz') for what is no sound zip file, has unsafe names or two members of one name. */
  static async open(path: string): Promise<NpzArchive> {
    const zip = await ZipArchive.open(path);
    try {
      return new NpzArchive(zip, await arraysByName(zip));
    } catch (error) {
      await zip.close();
      throw error;
    }
  }

  /** Names of the arrays, in the archive's order. */
  get names(): readonly string[] {
    return [...this.#arrays.keys()];
  }

  /** Everything in the archive, in its order. */
  list(): readonly NpzMember[] {
    const path = this.#zip.name;
    const names = new Map([...this.#arrays].map(([name, member]) => [member, name]));
    return this.#zip.members.map((member) => describeMember(member, names.get(member), path));
  }

  /** What the member's `.npy` header says. */
  async header(name: string): Promise<NpyHeader> {
    const member = this.#member(name);
    const readHead = (lengthBytes: number) => firstBytes(this.#zip.read(member), lengthBytes);
    return readNpyHeader(readHead, member.sizeBytes, this.#fullName(member));
  }

  /**
   * The array as a source, inflated as it is read, with size and CRC-32 checked at its end. The archive stays open until
   * `close()`; sources must be read before.
   */
  async source(name: string): Promise<PlainSource> {
    const member = this.#member(name);
    const fullName = this.#fullName(member);
    const array = npyExtent(await this.header(name), member.sizeBytes, fullName);
    return {
      name: fullName,
      sizeBytes: array.endByte - array.startByte,
      itemsize: array.dtype.itemsize,
      metadata: { ...arrayMetadata(array) },
      requireUnchanged: () => this.#zip.requireUnchanged(),
      chunks: (chunkSizeBytes, held) =>
        rechunk(withoutFirst(this.#zip.read(member), array.startByte), chunkSizeBytes, held),
    };
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

/** What is in a `.npz` file. Only its directory is read; an array's header when asked for. */
export async function listNpz(path: string): Promise<readonly NpzMember[]> {
  const archive = await NpzArchive.open(path);
  try {
    return archive.list();
  } finally {
    await archive.close();
  }
}

/** One array of a `.npz` file; the source owns the archive. Numpy's name for it, without `.npy`. */
export async function npzMemberSource(path: string, name: string): Promise<PlainSource> {
  const archive = await NpzArchive.open(path);
  try {
    return { ...(await archive.source(name)), close: () => archive.close() };
  } catch (error) {
    await archive.close();
    throw error;
  }
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

/** Whether a member of any name is an array. One that cannot be read is none; reading it would say why. */
async function startsAsArray(zip: ZipArchive, member: ZipMember): Promise<boolean> {
  if (member.sizeBytes < NPY_PREFIX_BYTES) return false;
  try {
    return contentOf(await firstBytes(zip.read(member), NPY_PREFIX_BYTES)) === 'npy';
  } catch (error) {
    if (isBloscpackError(error) && error.kind === 'format') return false;
    throw error;
  }
}

/** The first bytes of a stream; fewer only when it ends before. */
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
