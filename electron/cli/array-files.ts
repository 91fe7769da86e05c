import { type BloscpackError, isBloscpackError } from '../../shared/format/errors.js';
import type { JsonValue } from '../../shared/format/json.js';
import { type ArraySpec, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../shared/format/numpy/dtype-print.js';
import { prettySizeWithBytes } from '../../shared/format/sizes.js';
import { npyArray } from '../engine/arrays/npy-array.js';
import { NpzArchive, type NpzMember } from '../engine/arrays/npz-reader.js';
import { throwIfCancelled } from '../engine/operation.js';
import { shapeText } from './array-text.js';
import { usageError } from './failures.js';
import type { RandomInput } from './random-input.js';

/** The array of a `.npy` file, or a member of a `.npz` file. */
export interface ArrayFacts {
  /** The member's; undefined for a `.npy` file. */
  readonly name?: string;
  /** Undefined where it cannot be read, and for a member that is no array. */
  readonly spec?: ArraySpec;
  /** Why it cannot be read. */
  readonly problem?: string;
  readonly member?: NpzMember;
}

/** All arrays of a `.npy` or `.npz` file, from their headers alone, or the one that `wanted` names. The reader stays open. */
export async function readArrayFacts(
  { content, reader }: RandomInput,
  wanted: string | undefined,
): Promise<readonly ArrayFacts[]> {
  if (content === 'npy') {
    if (wanted !== undefined) throw usageError(`--member is for .npz files, but '${reader.name}' is none`);
    return [{ spec: (await npyArray(reader)).spec }];
  }
  const archive = await NpzArchive.open({ ...reader, close: async () => undefined });
  try {
    if (wanted !== undefined) await archive.header(wanted);
    const facts: ArrayFacts[] = [];
    // One after the other: each takes memory to inflate its start, and there may be 65,535.
    for (const member of archive.list()) {
      if (wanted === undefined || nameOf(member) === wanted) facts.push(await memberFacts(archive, member));
    }
    return facts;
  } finally {
    await archive.close();
  }
}

async function memberFacts(archive: NpzArchive, member: NpzMember): Promise<ArrayFacts> {
  const facts = { name: nameOf(member), member };
  if (member.kind === 'other') return facts;
  try {
    const { dtype, shape, fortranOrder } = await archive.header(member.name);
    return { ...facts, spec: { dtype, shape, order: fortranOrder ? 'F' : 'C' } };
  } catch (error) {
    return { ...facts, problem: damageOf(error).message };
  }
}

function nameOf(member: NpzMember): string {
  return member.kind === 'array' ? member.name : member.fileName;
}

/** The error itself if the file's content is the reason; throws any other. */
function damageOf(error: unknown): BloscpackError {
  if (isBloscpackError(error) && error.kind === 'format') return error;
  throw error;
}

/** `'x': dtype '<f8', shape (4, 6), order C, 192.0B (192B), deflated to 120.0B (120B)`. */
export function arrayLine(file: string, { name, spec, problem, member }: ArrayFacts): string {
  const what = spec
    ? `dtype ${dtypeDescrRepr(spec.dtype)}, shape ${shapeText(spec.shape)}, order ${spec.order}, ${prettySizeWithBytes(arrayNbytes(spec))}`
    : (problem ?? 'no array');
  const how = member?.compression === 'deflated' ? `, deflated to ${prettySizeWithBytes(member.storedBytes)}` : '';
  return `'${name ?? file}': ${what}${how}`;
}

export function arrayRecord({ name, spec, problem, member }: ArrayFacts): { readonly [key: string]: JsonValue } {
  return {
    ...(name !== undefined && { name }),
    ...(spec && {
      dtype: dtypeDescrRepr(spec.dtype),
      shape: spec.shape,
      order: spec.order,
      plain_bytes: arrayNbytes(spec),
    }),
    ...(member && { compression: member.compression, stored_bytes: member.storedBytes }),
    ...(problem !== undefined && { error: problem }),
  };
}

/** The check of a `.npy` or `.npz` file. */
export interface ArrayCheck {
  readonly members: number;
  readonly readable: number;
  /** One message for each damaged array. */
  readonly damage: readonly string[];
  /** Whether the format has a checksum. */
  readonly hasChecksum: boolean;
}

/**
 * Reads all arrays of a `.npz` file and compares them with their CRC-32; of a `.npy` file, which has no checksum, it compares the size
 * with the header. Closes the reader. Throws what is no damage: read errors, and arrays that are not supported.
 */
export async function checkArrays({ content, reader }: RandomInput, signal: AbortSignal): Promise<ArrayCheck> {
  if (content === 'npy') {
    const damage = await damageIn(() => npyArray(reader)).finally(() => reader.close());
    return { members: 1, readable: 1 - damage.length, damage, hasChecksum: false };
  }
  const archive = await NpzArchive.open(reader);
  try {
    const damage: string[] = [];
    for (const name of archive.names) damage.push(...(await damageIn(() => readAll(archive, name, signal))));
    await archive.requireUnchanged();
    return {
      members: archive.names.length,
      readable: archive.names.length - damage.length,
      damage,
      hasChecksum: true,
    };
  } finally {
    await archive.close();
  }
}

async function readAll(archive: NpzArchive, name: string, signal: AbortSignal): Promise<void> {
  for await (const _ of archive.file(name)) throwIfCancelled(signal);
}

async function damageIn(read: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await read();
    return [];
  } catch (error) {
    return [damageOf(error).message];
  }
}
