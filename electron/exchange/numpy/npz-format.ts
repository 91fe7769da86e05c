import { stat } from 'node:fs/promises';
import { joinArrayName } from '../../../shared/commands/array-name.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { contentOf } from '../../engine/arrays/array-or-bytes.js';
import { NpzArchive } from '../../engine/arrays/npz-reader.js';
import { NpzWriter } from '../../engine/arrays/npz-writer.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { readingBy } from '../array-file.js';
import type {
  ArrayFile,
  ArrayFormat,
  Dataset,
  DatasetEntry,
  DatasetsWriter,
  NewDataset,
  WriteOptions,
} from '../dataset.js';
import { requireChosen } from '../single-array.js';
import { NOT_COMPRESSED, specOf } from './numpy-source.js';
import { writeSource } from './write-source.js';

/** `.npz` files, as `np.savez` writes them. */
export const NPZ_FORMAT: ArrayFormat = {
  id: 'npz',
  label: '.npz',
  endings: ['.npz'],
  recognises: async ({ head }) => contentOf(head) === 'zip',
  ...readingBy(openNpz),
  create: async (path, options) => new NpzMembersWriter(path, await NpzWriter.create(path, options)),
};

async function openNpz(path: string): Promise<ArrayFile> {
  const archive = await NpzArchive.open(path);
  return {
    list: (options) => listMembers(archive, options),
    open: (name) => openMember(archive, path, name),
    close: () => archive.close(),
  };
}

async function* listMembers(
  archive: NpzArchive,
  { signal }: OperationOptions,
): AsyncGenerator<DatasetEntry, void, undefined> {
  for (const name of archive.names) {
    throwIfCancelled(signal);
    yield { name, ...(await specOrReason(archive, name)) };
  }
}

async function specOrReason(archive: NpzArchive, name: string): Promise<Omit<DatasetEntry, 'name'>> {
  try {
    const { dtype, shape, fortranOrder } = await archive.header(name);
    return { spec: { dtype, shape, order: fortranOrder ? 'F' : 'C' } };
  } catch (error) {
    if (isBloscpackError(error) && error.kind === 'format') return { spec: undefined, reason: error.message };
    throw error;
  }
}

async function openMember(archive: NpzArchive, path: string, name: string | undefined): Promise<Dataset> {
  const member = name ?? requireChosen(path, archive.names);
  const first = await archive.source(member);
  return {
    name: joinArrayName({ path, name: member }),
    spec: specOf(first),
    attributes: new Map(),
    chunks: NOT_COMPRESSED,
    read: (): Promise<PlainSource> => archive.source(member),
    requireUnchanged: () => archive.requireUnchanged(),
    close: async () => undefined,
  };
}

/** What numpy calls an array that was given no name. */
const UNNAMED = 'arr_0';

class NpzMembersWriter implements DatasetsWriter {
  readonly holdsMany = true;
  readonly #path: string;
  readonly #archive: NpzWriter;

  constructor(path: string, archive: NpzWriter) {
    this.#path = path;
    this.#archive = archive;
  }

  async write(array: NewDataset, source: PlainSource, options: WriteOptions): Promise<void> {
    const sink = this.#archive.member(array.name ?? UNNAMED);
    await writeSource(array, source, sink, options);
    await sink.finish();
  }

  async finish(): Promise<number> {
    await this.#archive.finish();
    return (await stat(this.#path)).size;
  }

  abort(): Promise<void> {
    return this.#archive.abort();
  }
}
