import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { openPromise } from 'yauzl';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { type NpyExtent, npyExtent } from '../../engine/arrays/npy-head.js';
import { NpzArchive } from '../../engine/arrays/npz-reader.js';
import { openFileReader } from '../../engine/io/file-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { temporaryCopy } from '../../engine/io/temporary-copy.js';
import type { ArrayAccess } from '../document.js';
import { fileArray } from './array-access.js';

/**
 * A deflated array has no random access: it is inflated into a temporary file, if so many bytes remain free on the disk.
 */
const SPARE_DISK_BYTES = 2 ** 30;

/** An array of an archive, and the function that closes it. */
export interface MemberArray {
  readonly array: ArrayAccess;
  close(): Promise<void>;
}

/**
 * Opens one array of a `.npz` file: a stored one is read in place, a deflated one is inflated when its first value is
 * read.
 */
export async function openMember(path: string, name: string): Promise<MemberArray> {
  const archive = await NpzArchive.open(path);
  try {
    const member = archive.list().find((candidate) => candidate.kind === 'array' && candidate.name === name);
    if (member === undefined) throw new ArgumentError(`the archive has no array '${name}'`);
    const extent = npyExtent(await archive.header(name), member.sizeBytes, `${path}:${member.fileName}`);
    if (member.compression !== 'stored' || member.encrypted) return inflatedMember(archive, name, extent);
    const dataStart = await memberStart(path, member.fileName);
    const reader = await openFileReader(path);
    await archive.close();
    return { array: fileArray(reader, extent, dataStart + extent.startByte), close: () => reader.close() };
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** The start of a stored member's bytes in the archive. */
async function memberStart(path: string, fileName: string): Promise<number> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== fileName) continue;
      return (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
    }
  } finally {
    zip.close();
  }
  throw new FormatError('bad-npz', `member '${fileName}' of '${path}' cannot be found again`, { file: path });
}

/** The whole `.npy` file is inflated once, into a file without a name, which is deleted when the document is closed. */
function inflatedMember(archive: NpzArchive, name: string, extent: NpyExtent): MemberArray {
  let inflated: Promise<RandomReader> | undefined;
  const whole = (): Promise<RandomReader> => {
    inflated ??= inflate(archive, name);
    return inflated;
  };
  const { spec, plainBytes, chunkAt } = fileArray(NOTHING_READ, extent, 0);
  return {
    array: {
      spec,
      plainBytes,
      chunkAt,
      readBytes: async (start, end, options) =>
        fileArray(await whole(), spec, extent.startByte).readBytes(start, end, options),
    },
    async close() {
      await archive.close();
      await inflated?.then((reader) => reader.close()).catch(() => undefined);
    },
  };
}

/** Stands for the file until it exists. */
const NOTHING_READ: RandomReader = {
  name: '',
  sizeBytes: 0,
  span: async () => new Uint8Array(0),
  readAt: async () => new Uint8Array(0),
  endsAt: async () => true,
  requireUnchanged: async () => {},
  close: async () => {},
};

async function inflate(archive: NpzArchive, name: string): Promise<RandomReader> {
  const source = await archive.source(name);
  const sizeBytes = source.sizeBytes ?? 0;
  await requireRoom(name, sizeBytes);
  return temporaryCopy(archive.file(name), source.name);
}

async function requireRoom(name: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const freeBytes = bavail * bsize;
  if (sizeBytes + SPARE_DISK_BYTES <= freeBytes) return;
  throw new ArgumentError(
    `'${name}' is compressed and has to be inflated to ${sizeBytes} bytes to be looked at, but the temporary folder has ${freeBytes} bytes free`,
    { expected: sizeBytes, found: freeBytes },
  );
}
