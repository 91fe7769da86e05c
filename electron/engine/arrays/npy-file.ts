import type { FileHandle } from 'node:fs/promises';
import { openAddress } from '../io/address-opener.js';
import type { OutputOptions } from '../io/atomic-file.js';
import { closeFile, closingOnError } from '../io/close-file.js';
import { openRegularFile, type RegularFile, readFully } from '../io/file-reader.js';
import { type FileStamp, requireSameStamp, stampBeforeReading } from '../io/file-stamp.js';
import { fileBytes, plainFileSink } from '../pack/plain/plain-file.js';
import type { PlainSink } from '../pack/plain/plain-sink.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { type ContainerArray, containerArray, requireWholeArray } from './container-array.js';
import { npyReaderSource } from './npy-array.js';
import { type NpyExtent, npyExtent, readNpyHeader } from './npy-head.js';
import { npySourceFacts } from './npy-metadata.js';

/**
 * The array of a `.npy` file; its header becomes the metadata. Throws FormatError 'bad-npy' for other files and for more than one
 * array, 'bad-dtype' for Python objects, 'truncated' for a file that ends too early. Also opens addresses (`setAddressOpener`).
 */
export async function npyFileSource(path: string): Promise<PlainSource> {
  const remote = await openAddress(path);
  if (remote) return npyReaderSource(remote);
  return openedNpySource(await openRegularFile(path), path);
}

/** The same of a file that is open already. The source owns it from now on. */
export async function openedNpySource({ handle, sizeBytes }: RegularFile, path: string): Promise<PlainSource> {
  const { array, stamp } = await closingOnError(handle, () => openExtent(handle, sizeBytes, path));
  return {
    name: path,
    ...npySourceFacts(array, path),
    ...fileBytes(handle, path, array),
    requireUnchanged: () => requireSameStamp(handle, path, stamp),
    close: () => closeFile(handle),
  };
}

async function openExtent(
  handle: FileHandle,
  sizeBytes: number,
  path: string,
): Promise<{ readonly array: NpyExtent; readonly stamp: FileStamp }> {
  const stamp = await stampBeforeReading(handle);
  return { stamp, array: await readExtent(handle, sizeBytes, path) };
}

async function readExtent(handle: FileHandle, sizeBytes: number, path: string): Promise<NpyExtent> {
  const readHead = async (lengthBytes: number): Promise<Uint8Array> => {
    const head = new Uint8Array(lengthBytes);
    await readFully(handle, head, 0, path);
    return head;
  };
  return npyExtent(await readNpyHeader(readHead, sizeBytes, path), sizeBytes, path);
}

/**
 * Writes the array of a container as a `.npy` file, bit for bit the one that it was packed from. ArgumentError when the container
 * holds no array; FormatError('bad-metadata') when its metadata and data contradict each other.
 */
export function npyFileSink(path: string, options: OutputOptions = {}): PlainSink {
  let array: ContainerArray | undefined;
  let unchecked = false;
  let writtenBytes = 0;
  const sink = plainFileSink(path, { ...options, prefix: () => begun(array).npyHeader });
  return {
    name: path,
    get file() {
      // Without a known size the bytes are counted here, so native code must not write them directly.
      return unchecked ? undefined : sink.file;
    },
    async begin(info) {
      array = containerArray(info);
      unchecked = info.sizeBytes === undefined;
      await sink.begin(info);
    },
    async write(bytes) {
      writtenBytes += bytes.byteLength;
      await sink.write(bytes);
    },
    async finish() {
      if (unchecked) requireWholeArray(begun(array), writtenBytes);
      await sink.finish();
    },
    abort: () => sink.abort(),
  };
}

function begun(array: ContainerArray | undefined): ContainerArray {
  if (array === undefined) throw new TypeError('a .npy file sink was used before begin()');
  return array;
}
