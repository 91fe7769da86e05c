import {
  type CompressedSource,
  compressedFileSource,
  compressedStreamSource,
} from '../engine/pack/compressed/compressed-source.js';
import { STANDARD_STREAM, STDIN_NAME, standardInput } from './standard-streams.js';

/** A container to be read from its start to its end: a file, or standard input for `-`. */
export async function openContainerSource(input: string, signal: AbortSignal): Promise<CompressedSource> {
  if (input === STANDARD_STREAM) return compressedStreamSource(standardInput(signal), STDIN_NAME);
  return compressedFileSource(input);
}
