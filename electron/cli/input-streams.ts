import { close, constants, createReadStream, openSync, open as openWithCallback, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { arrayOrBytesFile, arrayOrBytesStream, type WantsArray } from '../engine/arrays/array-or-bytes.js';
import { withIoErrors } from '../engine/io/io-error.js';
import { plainFileSource } from '../engine/pack/plain/plain-file.js';
import { asPlainSource, type PlainSource } from '../engine/pack/plain/plain-source.js';
import { reusedInput, STANDARD_STREAM, STDIN_NAME, standardInput, streamPieces } from './standard-streams.js';

/** What an input is called in messages. */
export function inputName(input: string): string {
  return input === STANDARD_STREAM ? STDIN_NAME : input;
}

/**
 * The bytes of an input that has no size and no positions: standard input, a pipe (process substitution has one), a device.
 * Undefined for anything else; opening it then reports whether it can be read.
 */
export async function inputStream(input: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | undefined> {
  if (input === STANDARD_STREAM) return standardInput(signal);
  const stats = await stat(input).catch(() => undefined);
  if (!stats || !isStream(stats)) return undefined;
  return streamPieces(stats.isFIFO() ? await openPipe(input, signal) : createReadStream(input), input, signal);
}

function isStream(stats: Stats): boolean {
  return stats.isFIFO() || stats.isCharacterDevice() || stats.isBlockDevice();
}

const openDescriptor = promisify(openWithCallback);

/** Opens a pipe and waits for its writer: without waiting it would look empty until a writer opens it. */
async function openPipe(path: string, signal: AbortSignal): Promise<Readable> {
  const release = (): void => {
    try {
      // Opening the pipe for writing and closing it ends the wait; this open does not block.
      close(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK), () => undefined);
    } catch {
      // The wait is already over.
    }
  };
  signal.addEventListener('abort', release, { once: true });
  try {
    const fd = await withIoErrors('read', path, () => openDescriptor(path, constants.O_RDONLY));
    return new Socket({ fd, readable: true, writable: false });
  } finally {
    signal.removeEventListener('abort', release);
  }
}

/** The bytes of any input. */
export async function openBytes(input: string, signal: AbortSignal): Promise<PlainSource> {
  const stream = input === STANDARD_STREAM ? reusedInput(signal) : await inputStream(input, signal);
  return stream ? { ...asPlainSource(stream), name: inputName(input) } : plainFileSource(input);
}

/** The array of an input that starts as a `.npy` file does, else its bytes. */
export async function openArrayOrBytes(
  input: string,
  signal: AbortSignal,
  wantsArray: WantsArray,
): Promise<PlainSource> {
  const stream = await inputStream(input, signal);
  return stream ? arrayOrBytesStream(stream, inputName(input), wantsArray) : arrayOrBytesFile(input, wantsArray);
}
