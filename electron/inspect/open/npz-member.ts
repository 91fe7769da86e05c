import { openPromise } from 'yauzl';
import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { type NpyExtent, npyExtent } from '../../engine/arrays/npy-head.js';
import { NpzArchive } from '../../engine/arrays/npz-reader.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openFileReader } from '../../engine/io/file-reader.js';
import { temporaryCopy } from '../../engine/io/temporary-copy.js';
import { fileArray } from './array-access.js';
import { copiedArray, type OpenedArray, requireRoom } from './copied-array.js';

/**
 * Opens one array of a `.npz` file: a stored one is read in place, a deflated one is inflated when its first value is
 * read.
 */
export async function openMember(path: string, name: string): Promise<OpenedArray> {
  const archive = await NpzArchive.open(path);
  return closingOnError(archive, async () => {
    const member = archive.list().find((candidate) => candidate.kind === 'array' && candidate.name === name);
    if (member === undefined) throw new ArgumentError(`the archive has no array '${name}'`);
    const extent = npyExtent(await archive.header(name), member.sizeBytes, `${path}:${member.fileName}`);
    if (member.compression !== 'stored' || member.encrypted) return inflatedMember(archive, name, extent);
    const dataStart = await memberStart(path, member.fileName);
    const reader = await openFileReader(path);
    await archive.close();
    return { array: fileArray(reader, extent, dataStart + extent.startByte), close: () => reader.close() };
  });
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

/** The whole `.npy` file is inflated once. */
function inflatedMember(archive: NpzArchive, name: string, extent: NpyExtent): OpenedArray {
  const copied = copiedArray(extent, extent.startByte, async () => {
    const source = await archive.source(name);
    await requireRoom(`'${name}' is compressed and`, source.sizeBytes ?? 0);
    return temporaryCopy(archive.file(name), source.name);
  });
  return {
    array: copied.array,
    async close() {
      await archive.close();
      await copied.close();
    },
  };
}
