/**
 * Functions for the common pairs of source and sink, named after the reference's functions (`pack_file_to_file` and so on). They
 * take the options of `pack` or `unpack`. An output file gets its name only when it is complete, and replaces an existing file
 * only with `overwrite`. They throw what `pack`, `unpack` and their sources and sinks throw.
 */
import type { JsonValue } from '../../../shared/format/json.js';
import { type NdArray, ndarray } from '../arrays/ndarray.js';
import { NdArraySink, ndarraySource } from '../arrays/ndarray-memory.js';
import { npyFileSink, npyFileSource } from '../arrays/npy-file.js';
import type { OutputOptions } from '../io/atomic-file.js';
import type { OperationOptions } from '../operation.js';
import { compressedBytesSink, compressedFileSink } from './compressed/compressed-sink.js';
import {
  type CompressedSource,
  compressedBytesSource,
  compressedFileSource,
  jsonOf,
} from './compressed/compressed-source.js';
import { type PackOptions, type PackResult, pack } from './pack.js';
import { BytesSink, bytesSource } from './plain/plain-bytes.js';
import { plainFileSink, plainFileSource } from './plain/plain-file.js';
import type { PlainSource } from './plain/plain-source.js';
import { type UnpackResult, unpack } from './unpack.js';

export interface PackFileOptions extends PackOptions, OutputOptions {}
export interface UnpackFileOptions extends OperationOptions, OutputOptions {}

/** Plain bytes and the metadata stored with them. */
export interface UnpackedBytes {
  readonly bytes: Uint8Array;
  /** Undefined when there are none, or when they are not JSON. */
  readonly metadata: JsonValue | undefined;
}

/** Compresses a file into a container file. */
export async function packFileToFile(
  plainPath: string,
  containerPath: string,
  options: PackFileOptions = {},
): Promise<PackResult> {
  return packToFile(await plainFileSource(plainPath), containerPath, withSourceRights(options, plainPath));
}

/** Decompresses a container file into a file. */
export async function unpackFileFromFile(
  containerPath: string,
  plainPath: string,
  options: UnpackFileOptions = {},
): Promise<UnpackResult> {
  return unpack(
    await compressedFileSource(containerPath),
    plainFileSink(plainPath, withSourceRights(options, containerPath)),
    options,
  );
}

/** Compresses bytes in memory into a container file. */
export async function packBytesToFile(
  bytes: Uint8Array,
  containerPath: string,
  options: PackFileOptions = {},
): Promise<PackResult> {
  return packToFile(bytesSource(bytes), containerPath, options);
}

/** Decompresses a container file into memory. */
export async function unpackBytesFromFile(
  containerPath: string,
  options: OperationOptions = {},
): Promise<UnpackedBytes> {
  return unpackToBytes(await compressedFileSource(containerPath), options);
}

/** Compresses bytes into a container in memory. */
export async function packBytesToBytes(bytes: Uint8Array, options: PackOptions = {}): Promise<Uint8Array> {
  return packToBytes(bytesSource(bytes), options);
}

/** Decompresses a container in memory. */
export async function unpackBytesFromBytes(
  container: Uint8Array,
  options: OperationOptions = {},
): Promise<UnpackedBytes> {
  return unpackToBytes(compressedBytesSource(container), options);
}

/** Compresses an array into a container file. A bare typed array is an array of one dimension. */
export async function packNdarrayToFile(
  array: NdArray | ArrayBufferView,
  containerPath: string,
  options: PackFileOptions = {},
): Promise<PackResult> {
  return packToFile(ndarraySource(asNdarray(array)), containerPath, options);
}

/** Decompresses the array in a container file. ArgumentError when it holds none. */
export async function unpackNdarrayFromFile(containerPath: string, options: OperationOptions = {}): Promise<NdArray> {
  return unpackToNdarray(await compressedFileSource(containerPath), options);
}

/** Compresses an array into a container in memory. A bare typed array is an array of one dimension. */
export async function packNdarrayToBytes(
  array: NdArray | ArrayBufferView,
  options: PackOptions = {},
): Promise<Uint8Array> {
  return packToBytes(ndarraySource(asNdarray(array)), options);
}

/** Decompresses the array in a container in memory. ArgumentError when it holds none. */
export async function unpackNdarrayFromBytes(container: Uint8Array, options: OperationOptions = {}): Promise<NdArray> {
  return unpackToNdarray(compressedBytesSource(container), options);
}

/** Compresses the array of a `.npy` file into a container file; dtype, shape and order become its metadata. */
export async function packNpyToFile(
  npyPath: string,
  containerPath: string,
  options: PackFileOptions = {},
): Promise<PackResult> {
  return packToFile(await npyFileSource(npyPath), containerPath, withSourceRights(options, npyPath));
}

/** Decompresses the array in a container file into a `.npy` file. ArgumentError when it holds none. */
export async function unpackNpyFromFile(
  containerPath: string,
  npyPath: string,
  options: UnpackFileOptions = {},
): Promise<UnpackResult> {
  return unpack(
    await compressedFileSource(containerPath),
    npyFileSink(npyPath, withSourceRights(options, containerPath)),
    options,
  );
}

/** The output gets owner, mode and times of its source, unless `options.from` is set. */
function withSourceRights<Options extends OutputOptions>(options: Options, source: string): Options {
  return { ...options, from: options.from ?? { paths: [source], times: true } };
}

/** Closes the source also when the sink cannot be opened; afterwards `pack` closes it. */
async function packToFile(source: PlainSource, path: string, options: PackFileOptions): Promise<PackResult> {
  const sink = await compressedFileSink(path, options).catch(async (error: unknown) => {
    await source.close?.();
    throw error;
  });
  return pack(source, sink, options);
}

async function packToBytes(source: PlainSource, options: PackOptions): Promise<Uint8Array> {
  const { sink, bytes } = compressedBytesSink();
  await pack(source, sink, options);
  return bytes();
}

async function unpackToBytes(source: CompressedSource, options: OperationOptions): Promise<UnpackedBytes> {
  const sink = new BytesSink();
  const { metadata } = await unpack(source, sink, options);
  return { bytes: sink.bytes(), metadata: jsonOf(metadata) };
}

async function unpackToNdarray(source: CompressedSource, options: OperationOptions): Promise<NdArray> {
  const sink = new NdArraySink();
  await unpack(source, sink, options);
  return sink.array();
}

function asNdarray(data: NdArray | ArrayBufferView): NdArray {
  return ArrayBuffer.isView(data) ? ndarray(data) : data;
}
