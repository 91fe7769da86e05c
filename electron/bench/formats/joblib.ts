import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../engine/arrays/npy-head.js';
import type { Contender } from './contender.js';
import { findPython, type PythonInstallation, PythonProcess } from './python-process.js';
import { syncedFile } from './synced-file.js';

const FIND = 'import joblib, numpy; print(joblib.__version__, numpy.__version__)';

/**
 * Keeps the array that is written and the one that was read; an answer is sent when an order has been carried out. joblib
 * gives arrays of the other byte order back in the machine's own, which `give` undoes.
 */
const SCRIPT = `
import json, os, sys
import joblib, numpy
kept = back = None
def take(order):
    global kept
    kept = numpy.load(order['path'])
def write(order):
    joblib.dump(kept, order['path'], compress=('zlib', order['level']))
    with open(order['path'], 'r+b') as file:
        os.fsync(file.fileno())
def read(order):
    global back
    back = joblib.load(order['path'])
def give(order):
    back.astype(kept.dtype, copy=False).ravel(order='K').tofile(order['path'])
orders = {'take': take, 'write': write, 'read': read, 'give': give}
for line in sys.stdin:
    order = json.loads(line)
    try:
        orders[order['order']](order)
        answer = {}
    except Exception as error:
        answer = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps(answer), flush=True)
`;

let found: Promise<PythonInstallation | undefined> | undefined;

/** `joblib.dump(array, path, compress=('zlib', level))`, what was called ZFile, by joblib itself in a Python that waits. */
export const zfile: Contender = {
  id: 'zfile',
  label: 'joblib, zlib',
  note: 'timed with the pipe to the waiting Python, about 0.1 ms',
  levels: [1, 3, 5, 7, 9],
  parallel: false,
  published: 'zfile',
  async inspect() {
    found ??= findPython(FIND);
    const python = await found;
    if (python === undefined)
      return { library: 'joblib', unavailable: 'there is no python3 with joblib and numpy on this machine' };
    const [joblib, numpy] = python.printed.split(' ');
    return { library: `joblib ${joblib}, numpy ${numpy}` };
  },
  async open(array, { scratchFolder }) {
    found ??= findPython(FIND);
    const installation = await found;
    if (installation === undefined) throw new Error('there is no python3 with joblib and numpy on this machine');
    const python = new PythonProcess(installation.program, SCRIPT);
    const givenPath = join(scratchFolder, 'joblib-array');
    await hand(array, givenPath);
    await python.order({ order: 'take', path: givenPath });
    await unlink(givenPath);
    return {
      write: (path, level) => python.order({ order: 'write', path, level }),
      async read(path) {
        await python.order({ order: 'read', path });
        return {
          async bytes() {
            await python.order({ order: 'give', path: givenPath });
            const bytes = await readFile(givenPath);
            await unlink(givenPath);
            return bytes;
          },
        };
      },
      close: () => python.close(),
    };
  },
};

async function hand(array: NdArray, path: string): Promise<void> {
  const file = await syncedFile(path);
  await file.append(npyHeaderFor(array));
  await file.append(array.bytes);
  await file.commit();
}
