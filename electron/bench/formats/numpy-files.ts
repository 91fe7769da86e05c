import { readFile } from 'node:fs/promises';
import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../engine/arrays/npy-head.js';
import { npzMemberSource } from '../../engine/arrays/npz-reader.js';
import { NpzWriter } from '../../engine/arrays/npz-writer.js';
import { type Contender, type ContenderSession, loaded } from './contender.js';
import { FilledSink } from './filled-sink.js';
import { pythonSession } from './python-array.js';
import { findPython } from './python-process.js';
import { syncedFile } from './synced-file.js';

const PIECE_BYTES = 2 ** 20;

/** The uncompressed array after numpy's header: the baseline of all others. */
export const npy: Contender = {
  id: 'npy',
  label: 'NPY',
  levels: [0],
  parallel: false,
  published: 'npy',
  inspect: async () => ({ library: 'this program' }),
  async open(array) {
    return {
      async write(path) {
        const file = await syncedFile(path);
        await file.append(npyHeaderFor(array));
        await file.append(array.bytes);
        await file.commit();
      },
      // The header has the same length as when it was written; the data after it are compared byte for byte.
      read: async (path) => loaded((await readFile(path)).subarray(npyHeaderFor(array).byteLength)),
      close: async () => undefined,
    };
  },
};

const MEMBER = 'arr_0';
const FIND = 'import numpy, zlib; print(numpy.__version__, zlib.ZLIB_RUNTIME_VERSION)';

/**
 * `np.savez_compressed`: zip with deflate, by numpy itself where there is a Python with it. Elsewhere by this program, whose zlib is
 * that of Node: it is faster than the usual one and its files are larger, so that the two are not the same contender.
 */
export const npz: Contender = {
  id: 'npz',
  label: 'NPZ, deflate',
  levels: [1],
  parallel: false,
  published: 'npz',
  async inspect() {
    const python = await findPython(FIND);
    const level = 'deflate at its default level, 6, as numpy has it; the figures of 2014 call that level 1';
    if (python === undefined) {
      const note = `${level}; there is no python3 with numpy here: Node's zlib makes about 15 % larger files than numpy's`;
      return { library: `this program, zlib ${process.versions.zlib}`, note };
    }
    const [numpy, zlib] = python.printed.split(' ');
    return { library: `numpy ${numpy}, zlib ${zlib}`, note: `${level}; timed with the pipe to the running Python` };
  },
  async open(array, { scratchFolder }) {
    const python = await findPython(FIND);
    return python === undefined ? ownSession(array) : pythonSession(python.program, NUMPY, array, scratchFolder);
  },
};

/** To an open file: numpy adds a suffix to a name that has none. */
const NUMPY = {
  imports: 'numpy',
  write: `with open(command['path'], 'wb') as file: numpy.savez_compressed(file, ${MEMBER}=kept)`,
  read: `back = numpy.load(command['path'])['${MEMBER}']`,
} as const;

function ownSession(array: NdArray): ContenderSession {
  const metadata = { ...arrayMetadata(array) };
  return {
    async write(path) {
      const archive = new NpzWriter(await syncedFile(path), 'deflated');
      const member = archive.member(MEMBER);
      await member.begin({ sizeBytes: array.bytes.byteLength, metadata });
      for (let at = 0; at < array.bytes.byteLength; at += PIECE_BYTES) {
        await member.write(array.bytes.subarray(at, at + PIECE_BYTES));
      }
      await member.finish();
      await archive.finish();
    },
    async read(path) {
      const source = await npzMemberSource(path, MEMBER);
      const sink = new FilledSink(array.bytes.byteLength);
      try {
        for await (const piece of source.pieces()) await sink.write(piece);
      } finally {
        await source.close?.();
      }
      return loaded(sink.bytes);
    },
    close: async () => undefined,
  };
}
