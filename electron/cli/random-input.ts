import { type Content, contentOf, fileContent, MAGIC_BYTES } from '../engine/arrays/array-or-bytes.js';
import { npyArray, type PlainArray } from '../engine/arrays/npy-array.js';
import { npzArray } from '../engine/arrays/plain-array.js';
import { openContainerFile } from '../engine/in-place/container-file.js';
import { openAddress } from '../engine/io/address-opener.js';
import { closingOnError } from '../engine/io/close-file.js';
import { openSourceReader } from '../engine/io/file-reader.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import { temporaryCopy } from '../engine/io/temporary-copy.js';
import { usageError } from './failures.js';
import { inputName, inputStream } from './input-streams.js';

/** An input that is read by position. The caller closes the reader. */
export interface RandomInput {
  /** By the first bytes; the name does not matter. */
  readonly content: Content;
  readonly reader: RandomReader;
}

/** Opens a file or an address; standard input, a pipe or a device is copied into a temporary file first. */
export async function openRandomInput(input: string, signal: AbortSignal): Promise<RandomInput> {
  const remote = await openAddress(input);
  if (remote) return withContent(remote);
  const stream = await inputStream(input, signal);
  if (!stream) {
    const content = await fileContent(input);
    const isArray = content === 'npy' || content === 'zip';
    return { content, reader: await (isArray ? openSourceReader(input) : openContainerFile(input)) };
  }
  return withContent(await temporaryCopy(stream, inputName(input)));
}

async function withContent(reader: RandomReader): Promise<RandomInput> {
  return closingOnError(reader, async () => {
    return { content: contentOf(await reader.readAt(0, Math.min(MAGIC_BYTES, reader.sizeBytes))), reader };
  });
}

/**
 * The array of a `.npy` file, or one of a `.npz` file; undefined for anything else. Closes the reader of the input when it throws;
 * the caller closes that of the array.
 */
export async function openPlainArray(
  { content, reader }: RandomInput,
  member: string | undefined,
): Promise<PlainArray | undefined> {
  if (content === 'zip') return npzArray(reader, member);
  return closingOnError(reader, async () => {
    if (member !== undefined) throw usageError(`--member is for .npz files, but '${reader.name}' is none`);
    return content === 'npy' ? await npyArray(reader) : undefined;
  });
}
