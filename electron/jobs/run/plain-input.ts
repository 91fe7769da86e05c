import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ArgumentError, IoError } from '../../../shared/format/errors.js';
import { arrayMetadata, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { npzMemberSource } from '../../engine/arrays/npz-archive.js';
import { openRegularFile } from '../../engine/io/file-reader.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { plainFileSource } from '../../engine/pack/plain/plain-file.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from './service.js';

/** The uncompressed side of a job that compresses. It can be opened again, to compare with it. */
export interface PlainInput {
  readonly kind: SourceFacts['kind'];
  readonly source: PlainSource;
}

const NPY_MAGIC = '\x93NUMPY';

/** Opens what is to be compressed. Told by the first bytes, not by the name; what the user said goes before both. */
export async function openPlainInput(spec: JobSpec): Promise<PlainInput> {
  const { sourcePath, member, raw } = spec;
  if (member !== undefined) return { kind: 'npz', source: await npzMemberSource(sourcePath, member) };
  if (raw) return { kind: 'raw', source: await typedRawSource(sourcePath, raw) };
  if (await isNpy(sourcePath)) return { kind: 'npy', source: await npyFileSource(sourcePath) };
  return { kind: 'raw', source: await plainFileSource(sourcePath) };
}

/**
 * A `.npy` file stands for its array where there is one to add it to; elsewhere for its bytes, like any other file. Named without
 * its folder, since errors that the user reads name the source.
 */
export async function appendedSource(path: string, toArray: boolean): Promise<PlainSource> {
  const source = await (toArray && (await isNpy(path)) ? npyFileSource(path) : plainFileSource(path));
  return { ...source, name: basename(path) };
}

async function isNpy(path: string): Promise<boolean> {
  const { handle } = await openRegularFile(path);
  try {
    const head = Buffer.alloc(NPY_MAGIC.length);
    const { bytesRead } = await withIoErrors('read', path, () => handle.read(head, 0, head.byteLength, 0));
    return head.toString('latin1', 0, bytesRead) === NPY_MAGIC;
  } finally {
    await handle.close();
  }
}

/** Raw bytes as an array. All bytes after the skipped ones must belong to it, or some would be lost without a word. */
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

/** Size and time of change of a file: compared later, they say whether it was changed meanwhile. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export async function stampOf(path: string): Promise<FileStamp> {
  const { size, mtimeMs } = await withIoErrors('read', path, () => stat(path));
  return { sizeBytes: size, modifiedMs: mtimeMs };
}

/** Throws IoError('ESTALE') when the file is not what it was: old and new content may have been mixed. */
export async function requireUnchanged(path: string, before: FileStamp): Promise<void> {
  const now = await stampOf(path);
  if (now.sizeBytes === before.sizeBytes && now.modifiedMs === before.modifiedMs) return;
  throw new IoError('ESTALE', `'${path}' was changed while it was being compressed`, { file: path });
}
