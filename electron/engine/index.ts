/**
 * The engine of Bloscpack Studio as a library: packing and unpacking with any pair of source and sink, numpy arrays, random access,
 * verifying, and the errors. The convenience functions (`packFileToFile`, ..) call `pack` and `unpack` with the common pairs. The
 * app itself imports the modules directly.
 */

export {
  ArgumentError,
  BloscpackError,
  CancelledError,
  ChecksumError,
  CodecError,
  type ErrorContext,
  type ErrorKind,
  FormatError,
  type FormatProblem,
  IoError,
  isBloscpackError,
} from '../../shared/format/errors.js';
export { type BloscpackHeader, parseHeader } from '../../shared/format/header.js';
export {
  JsonFloat,
  type JsonObject,
  type JsonValue,
  parseJson,
  printJson,
  toPlainJs,
} from '../../shared/format/json.js';
export type { ArrayOrder, ArraySpec } from '../../shared/format/numpy/array-metadata.js';
export type { Dtype } from '../../shared/format/numpy/dtype.js';
export { parseDtype } from '../../shared/format/numpy/dtype-parse.js';
export { dtypeDescrRepr, dtypeStr } from '../../shared/format/numpy/dtype-print.js';
export { parseSize, prettySize } from '../../shared/format/sizes.js';
export { type NdArray, type NdArrayOptions, ndarray, type TypedArray, typedArrayOf } from './arrays/ndarray.js';
export { NdArraySink, ndarraySource } from './arrays/ndarray-memory.js';
export { npyFileSink, npyFileSource } from './arrays/npy-file.js';
export {
  type PackedMember,
  type PackNpzOptions,
  type PackNpzResult,
  packNpzToDirectory,
  type UnpackNpzOptions,
  unpackFilesToNpz,
} from './arrays/npz-directory.js';
export {
  listNpz,
  NpzArchive,
  type NpzArrayMember,
  type NpzMember,
  type NpzOtherMember,
  npzMemberSource,
} from './arrays/npz-reader.js';
export { type NpzOptions, NpzWriter } from './arrays/npz-writer.js';
export { type ArraySlice, Container, type ContainerOptions } from './container/container.js';
export type { Metadata } from './container/decode-metadata.js';
export { append } from './in-place/append/append.js';
export type { AppendOptions, AppendResult } from './in-place/append/append-job.js';
export { type EditMetadataOptions, editMetadata } from './in-place/metadata/edit-metadata.js';
export type { RepairPlan } from './in-place/repair/plan-kinds.js';
export { type PlanRepairOptions, planRepair } from './in-place/repair/plan-repair.js';
export { type RepairOptions, type RepairReport, repair } from './in-place/repair/repair.js';
export type { ByteIterable } from './io/async-chunks.js';
export type { OutputOptions } from './io/atomic-file.js';
export { openFileReader } from './io/file-reader.js';
export { memoryReader } from './io/memory-reader.js';
export type { RandomReader } from './io/random-reader.js';
export type { OperationOptions, Progress } from './operation.js';
export { type BloscArgs, type BloscpackArgs, DEFAULT_CHUNK_SIZE, type MetadataArgs } from './pack/args.js';
export {
  type CompressedSink,
  compressedBytesSink,
  compressedFileSink,
  compressedStreamSink,
} from './pack/compressed/compressed-sink.js';
export {
  type CompressedInfo,
  type CompressedSource,
  compressedBytesSource,
  compressedFileSource,
  compressedStreamSource,
} from './pack/compressed/compressed-source.js';
export {
  type PackFileOptions,
  packBytesToBytes,
  packBytesToFile,
  packFileToFile,
  packNdarrayToBytes,
  packNdarrayToFile,
  packNpyToFile,
  type UnpackedBytes,
  type UnpackFileOptions,
  unpackBytesFromBytes,
  unpackBytesFromFile,
  unpackFileFromFile,
  unpackNdarrayFromBytes,
  unpackNdarrayFromFile,
  unpackNpyFromFile,
} from './pack/convenience.js';
export { type PackOptions, type PackResult, pack } from './pack/pack.js';
export { BytesSink, bytesSource } from './pack/plain/plain-bytes.js';
export { plainFileSink, plainFileSource } from './pack/plain/plain-file.js';
export type { PlainInfo, PlainSink } from './pack/plain/plain-sink.js';
export type { PlainSource } from './pack/plain/plain-source.js';
export { plainStreamSink } from './pack/plain/plain-stream.js';
export { type RecompressOptions, type RecompressResult, recompress, recompressInPlace } from './pack/recompress.js';
export { type UnpackResult, unpack } from './pack/unpack.js';
export type { Problem, ProblemKind, VerifyReport } from './verify/problems.js';
export { type VerifyOptions, verifyContainer } from './verify/verify-container.js';
