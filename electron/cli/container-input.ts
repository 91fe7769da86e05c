import {
  type CompressedSource,
  compressedFileSource,
  compressedStreamSource,
} from '../engine/pack/compressed/compressed-source.js';
import { inputName, inputStream } from './input-streams.js';

/** A container to be read from its start to its end: a file, or standard input for `-`, a pipe or a device. */
export async function openContainerSource(input: string, signal: AbortSignal): Promise<CompressedSource> {
  const stream = await inputStream(input, signal);
  return stream ? compressedStreamSource(stream, inputName(input)) : compressedFileSource(input);
}
