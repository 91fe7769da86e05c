import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ArgumentError } from '../../../shared/format/errors.js';
import { arrayMetadata, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { arrayOrBytesFile } from '../../engine/arrays/array-or-bytes.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { npzMemberSource } from '../../engine/arrays/npz-reader.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { plainFileSource } from '../../engine/pack/plain/plain-file.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from './job-service.js';

/** The uncompressed side of a job that compresses. It can be opened again, to compare with it. */
export interface PlainInput {
  readonly kind: SourceFacts['kind'];
  readonly source: PlainSource;
}

/** Opens the input of a compression. The user's settings decide its kind, else the first bytes, never the name. */
export async function openPlainInput(spec: JobSpec): Promise<PlainInput> {
  const { sourcePath, address, member, raw, otherFormat } = spec;
  if (address) return { kind: 'npy', source: await npyFileSource(sourcePath) };
  if (otherFormat) return { kind: 'arrays', source: await otherFormatSource(sourcePath, member) };
  if (member !== undefined) return { kind: 'npz', source: await npzMemberSource(sourcePath, member) };
  if (raw) return { kind: 'raw', source: await typedRawSource(sourcePath, raw) };
  const source = await arrayOrBytesFile(sourcePath);
  return { kind: source.metadata === undefined ? 'raw' : 'npy', source };
}

/** The readers of all formats are large: they are loaded with the first such job. */
async function otherFormatSource(path: string, name: string | undefined): Promise<PlainSource> {
  const { openPlainArray } = await import('../../exchange/plain-array.js');
  return openPlainArray(path, name);
}

/**
 * A `.npy` file is added as an array if the container holds one; otherwise as its bytes, like any other file. Named without
 * its folder, since errors that the user reads name the source.
 */
export async function appendedSource(path: string, toArray: boolean): Promise<PlainSource> {
  const source = await (toArray ? arrayOrBytesFile(path) : plainFileSource(path));
  return { ...source, name: basename(path) };
}

/** Raw bytes as an array. All bytes after the skipped ones must belong to it, so that none are silently lost. */
async function typedRawSource(path: string, raw: NonNullable<JobSpec['raw']>): Promise<PlainSource> {
  const dtype = dtypeOfText(raw.descr);
  const arrayBytes = itemCount(raw.shape, 'bad-npy') * dtype.itemsize;
  const source = await plainFileSource(path, { startByte: raw.skipBytes });
  if (source.sizeBytes === arrayBytes) {
    const { shape, order } = raw;
    return { ...source, itemsize: dtype.itemsize, metadata: { ...arrayMetadata({ dtype, shape, order }) } };
  }
  await source.close?.();
  const shape = raw.shape.join(', ');
  throw new ArgumentError(
    `an array of shape (${shape}) and type ${raw.descr} has ${arrayBytes} bytes, but '${path}' has ${source.sizeBytes} after byte ${raw.skipBytes}`,
    { file: path, expected: arrayBytes, found: source.sizeBytes ?? 0 },
  );
}

export async function sizeBytesOf(path: string): Promise<number> {
  return (await withIoErrors('read', path, () => stat(path))).size;
}
