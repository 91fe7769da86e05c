import type { CompareFacts, CompareSource } from '../../../shared/contract/compare.js';
import type { ArrayFacts, FileFacts } from '../../../shared/contract/files.js';
import { effectiveTypesize } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { wordsOfDtypeText } from '../../../shared/format/numpy/dtype-words.js';
import { typesizesToTry } from '../../../shared/format/numpy/typesizes.js';

/** The data to measure, with the facts that the plan needs. */
export interface Target {
  readonly source: CompareSource;
  /** As shown on the screen: `t2m.npy`, `stations.npz · tmax`, `t2m.blp · chunk 12`. */
  readonly name: string;
  readonly dtype?: string;
  /** Bytes of one item of the array; 8 for bytes without a dtype, as in bloscpack. */
  readonly typesize: number;
  /** The typesizes to measure, `typesize` among them; see `typesizesToTry`. */
  readonly typesizes: readonly number[];
  /** Undefined where the size is only known after opening the data. */
  readonly plainBytes?: number;
  /** The file that holds the data, to which the advice can be applied. */
  readonly file?: FileFacts;
}

export type DatasetFacts = CompareFacts['datasets'][number];

const UNKNOWN_TYPESIZE = 8;

/** A file, or one array of a `.npz`: the first that can be read when none is named. `probed` is the typesize of bytes. */
export function targetOfFile(file: FileFacts, member?: string, probed?: number): Target {
  const { id, name, kind, sizeBytes, array, members, container } = file;
  const chosen = members?.find((one) => (member === undefined ? one.problem === undefined : one.name === member));
  const facts = chosen ? chosen.array : array;
  const plainBytes = chosen?.sizeBytes ?? (kind === 'container' ? container?.plainBytes : sizeBytes);
  return {
    source: { kind: 'file', id, ...(chosen && { member: chosen.name }) },
    name: chosen ? `${name} · ${chosen.name}` : name,
    ...typesizesOf(facts, probed),
    ...(facts && { dtype: facts.dtype }),
    ...(plainBytes !== undefined && kind !== 'folder' && { plainBytes }),
    file,
  };
}

/** One chunk of a container, decompressed. */
export function targetOfChunk(file: FileFacts, chunkIndex: number, member?: string): Target {
  const { container, array, name, id } = file;
  const plainBytes = container?.chunkSizeBytes;
  return {
    source: { kind: 'file', id, chunkIndex, ...(member !== undefined && { member }) },
    name: `${name} · chunk ${chunkIndex}`,
    ...typesizesOf(array),
    ...(array && { dtype: array.dtype }),
    ...(plainBytes !== undefined && { plainBytes }),
    file,
  };
}

export function targetOfDataset(dataset: DatasetFacts, plainBytes: number): Target {
  const { name, title, dtype } = dataset;
  const typesize = itemsizeOf(dtype) ?? UNKNOWN_TYPESIZE;
  return {
    source: { kind: 'dataset', name, plainBytes },
    name: title,
    dtype: wordsOfDtypeText(dtype),
    typesize,
    typesizes: [typesize],
    plainBytes,
  };
}

/** `probed`: the typesize of bytes without a dtype. */
function typesizesOf(array: ArrayFacts | undefined, probed = UNKNOWN_TYPESIZE): Pick<Target, 'typesize' | 'typesizes'> {
  if (!array) return { typesize: probed, typesizes: [probed] };
  const spec = { dtype: dtypeOfText(array.descr), shape: array.shape, order: array.order };
  return { typesize: effectiveTypesize(array.itemsize), typesizes: typesizesToTry(spec) };
}

/** Bytes of an item from numpy's name of its type: `int64`, `<f8`. */
function itemsizeOf(dtype: string): number | undefined {
  const [, bits] = /^(?:u?int|float|complex)(\d+)$/.exec(dtype) ?? [];
  const [, bytes] = /^[<>|=][a-z](\d+)$/i.exec(dtype) ?? [];
  return bits === undefined ? (bytes === undefined ? undefined : Number(bytes)) : Number(bits) / 8;
}
