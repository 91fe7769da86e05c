import { extname } from 'node:path';
import { readingScript } from '../../../shared/commands/python-reading.js';
import type { MemberFacts } from '../../../shared/contract/files.js';
import type { DocumentKind, DocumentOverview, DocumentProblem } from '../../../shared/contract/inspect/document.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { npyExtent, readNpyHeader } from '../../engine/arrays/npy-head.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import { openAddress } from '../../engine/io/address-opener.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openFileReader } from '../../engine/io/file-reader.js';
import { memoryReader } from '../../engine/io/memory-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { BloscPlaces } from '../../exchange/blosc-places.js';
import type { ArrayFormat } from '../../exchange/dataset.js';
import { storeFormatAt } from '../../exchange/find-arrays.js';
import { ArrayChunks } from '../chunks/array-chunks.js';
import { ChunkChecks } from '../chunks/chunk-checks.js';
import { openContainer } from '../container/container-document.js';
import { problemOfError } from '../container/document-problems.js';
import type { ArrayAccess, OpenDocument, Opening } from '../document.js';
import { fileArray, readAsSpec } from './array-access.js';
import { arrayFacts } from './array-facts.js';
import { isGuess, listFormat, openFormatArray, otherFormatOf } from './format-arrays.js';
import { describeHead } from './looks-like.js';
import { readNpzFacts } from './npz-facts.js';
import { openMember } from './npz-member.js';

const MAGIC_BYTES = 8;
/** A member, or the end of the directory of an empty archive. */
const ZIP_BEGINNINGS = ['PK\x03\x04', 'PK\x05\x06'];
const CONTAINER_NAMES = ['.blp', '.blpk'];

/**
 * Opens a file by its content. Faults of the content are in the overview; it rejects only for a file that cannot be read at
 * all (IoError), an array that does not fit, a missing member, or a folder that is no store of arrays (ArgumentError).
 */
export async function openDocument(opening: Opening): Promise<OpenDocument> {
  if (opening.file.isFolder) return openStore(opening);
  const remote = await openAddress(opening.path);
  const reader = remote ?? (await openFileReader(opening.path));
  let isOwnedByDocument = false;
  try {
    const magic = Buffer.from(await reader.readAt(0, Math.min(MAGIC_BYTES, reader.sizeBytes))).toString('latin1');
    const isOfContainer = isContainer(magic, opening.file.name);
    if (isOfContainer && !remote) return await openAsContainer(opening, magic);
    isOwnedByDocument = true;
    if (isOfContainer && !isReadAsPlain(opening, magic)) return await openContainer(reader, opening);
    if (opening.readAs) return await openRaw(reader, opening);
    if (magic.startsWith('\x93NUMPY')) return await openNpy(reader, opening);
    const format = await otherFormatOf(opening.path);
    if (format) return await openOther(format, reader, opening);
    if (ZIP_BEGINNINGS.some((beginning) => magic.startsWith(beginning))) return await openNpz(reader, opening);
    return await openRaw(reader, opening);
  } catch (error) {
    isOwnedByDocument = false;
    throw error;
  } finally {
    if (!isOwnedByDocument) await reader.close();
  }
}

/** A folder that is one store of arrays; it has no bytes of its own. */
async function openStore(opening: Opening): Promise<OpenDocument> {
  const format = await storeFormatAt(opening.path);
  const { name } = opening.file;
  if (format) return openOther(format, memoryReader(new Uint8Array(0), name), opening);
  throw new ArgumentError(`'${name}' is a folder, and no store of arrays (Zarr, bcolz)`, { file: name });
}

/** By its magic, or by its name unless the magic is that of another supported format. */
function isContainer(magic: string, name: string): boolean {
  if (magic.startsWith('blpk')) return true;
  const isKnown = magic.startsWith('\x93NUMPY') || magic.startsWith('PK');
  return !isKnown && CONTAINER_NAMES.includes(extname(name).toLowerCase());
}

/** Whether only its name says that it is a container, and the user says otherwise. */
function isReadAsPlain({ readAs }: Opening, magic: string): boolean {
  return readAs !== undefined && !magic.startsWith('blpk');
}

/** Opens a snapshot of a container, protected against concurrent changes; a head too damaged for that is read directly. */
async function openAsContainer(opening: Opening, magic: string): Promise<OpenDocument> {
  if (isReadAsPlain(opening, magic)) return openRaw(await openFileReader(opening.path), opening);
  const reader = await openContainerFile(opening.path, { shortReadsSync: true });
  return closingOnError(reader, async () => {
    return await openContainer(reader, opening);
  });
}

interface PlainParts {
  readonly kind: DocumentKind;
  readonly array?: ArrayAccess;
  readonly members?: readonly MemberFacts[];
  readonly problem?: unknown;
  readonly notice?: string;
  readonly format?: string;
  readonly python?: string | undefined;
  readonly head?: DocumentOverview['head'];
  readonly places?: BloscPlaces | undefined;
  readonly close?: () => Promise<void>;
}

/** A document that is not a container. */
function plainDocument(reader: RandomReader, opening: Opening, parts: PlainParts): OpenDocument {
  const { kind, array, members, format, python, head, places, close } = parts;
  const chunks = places && new ArrayChunks(places, reader);
  if (chunks) chunks.scan.onProgress = (done) => reportScan(opening, chunks, done);
  const overview: DocumentOverview = {
    document: opening.id,
    kind,
    file: { ...opening.file, sizeBytes: reader.sizeBytes },
    ...(format !== undefined && { format }),
    ...(python !== undefined && { python }),
    ...(opening.member !== undefined && { member: opening.member }),
    ...(members && { members }),
    ...(array && { array: arrayFacts(array.spec), plainBytes: array.plainBytes }),
    ...(chunks && { chunks: chunks.overview }),
    ...(!array && kind === 'raw' && { plainBytes: reader.sizeBytes }),
    isReadAs: opening.readAs !== undefined,
    problems: problemsOf(parts),
    ...(head && { head }),
  };
  return {
    id: opening.id,
    overview,
    reader,
    ...(array && { array }),
    ...(chunks && { chunks, checks: new ChunkChecks() }),
    async close() {
      await chunks?.close();
      await close?.();
      await reader.close();
    },
  };
}

/** Places that were not known from the start are news as well. */
function reportScan({ listener }: Opening, { arePlacesKnown }: ArrayChunks, done: number): void {
  listener.changed('codecs', done);
  if (!arePlacesKnown) listener.changed('walk', done);
}

function problemsOf({ problem, notice }: PlainParts): readonly DocumentProblem[] {
  return [
    ...(problem === undefined ? [] : [problemOfError(problem)]),
    ...(notice === undefined
      ? []
      : [{ severity: 'notice' as const, message: notice, kind: 'not-listed', repairable: false }]),
  ];
}

/** A file of another format; a text or a pickle without arrays is plain bytes. */
async function openOther(format: ArrayFormat, reader: RandomReader, opening: Opening): Promise<OpenDocument> {
  const { path, member } = opening;
  const about = { kind: 'arrays', format: format.label } as const;
  if (member !== undefined) {
    return plainDocument(reader, opening, { ...about, ...(await openFormatArray(format, opening, member)) });
  }
  try {
    const { members, only, notice } = await listFormat(format, path, reader.sizeBytes);
    if (only)
      return plainDocument(reader, opening, { ...about, ...(await openFormatArray(format, opening, undefined)) });
    const python = readingScript({ formatId: format.id, path, isFolder: opening.file.isFolder === true });
    return plainDocument(reader, opening, { ...about, members, python, ...(notice !== undefined && { notice }) });
  } catch (problem) {
    const head = opening.file.isFolder ? undefined : await describeHead(reader);
    if (!isGuess(format)) return plainDocument(reader, opening, { kind: 'unreadable', problem, head });
    const notice = `It looks like a ${format.label} file, but its arrays are not shown: ${problemOfError(problem).message}`;
    return plainDocument(reader, opening, { kind: 'raw', notice, head });
  }
}

async function openRaw(reader: RandomReader, opening: Opening): Promise<OpenDocument> {
  const { readAs } = opening;
  const head = await describeHead(reader);
  if (!readAs) return plainDocument(reader, opening, { kind: 'raw', head });
  const array = fileArray(reader, readAsSpec(readAs, reader.sizeBytes), readAs.skipBytes);
  return plainDocument(reader, opening, { kind: 'raw', array, head });
}

async function openNpy(reader: RandomReader, opening: Opening): Promise<OpenDocument> {
  try {
    const readHead = (lengthBytes: number) => reader.readAt(0, lengthBytes);
    const header = await readNpyHeader(readHead, reader.sizeBytes, opening.path);
    const extent = npyExtent(header, reader.sizeBytes, opening.path);
    const array = fileArray(reader, extent, extent.startByte);
    const python = readingScript({ formatId: 'npy', path: opening.path });
    return plainDocument(reader, opening, { kind: 'npy', array, python });
  } catch (problem) {
    return plainDocument(reader, opening, { kind: 'unreadable', problem, head: await describeHead(reader) });
  }
}

async function openNpz(reader: RandomReader, opening: Opening): Promise<OpenDocument> {
  if (opening.member !== undefined) {
    const { array, close } = await openMember(opening.path, opening.member);
    const python = readingScript({ formatId: 'npz', path: opening.path, name: opening.member });
    return plainDocument(reader, opening, { kind: 'npz', array, close, python });
  }
  try {
    return plainDocument(reader, opening, { kind: 'npz', members: await readNpzFacts(opening.path) });
  } catch (problem) {
    return plainDocument(reader, opening, { kind: 'unreadable', problem, head: await describeHead(reader) });
  }
}
