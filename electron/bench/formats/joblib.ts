import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../engine/arrays/npy-head.js';
import type { Contender } from './contender.js';
import { findPython, type PythonInstallation, PythonProcess } from './python-process.js';
import { syncedFile } from './synced-file.js';

const FIND = 'import joblib, numpy; print(joblib.__version__, numpy.__version__)';

/**
 * Holds the array to write and the one that was read; a reply is sent after each command. joblib
 * returns arrays of the other byte order in the machine's own, which `give` reverts.
 */
const SCRIPT = `
import json, os, sys
import joblib, numpy
kept = back = None
def take(command):
    global kept
    kept = numpy.load(command['path'])
def write(command):
    joblib.dump(kept, command['path'], compress=('zlib', command['level']))
    with open(command['path'], 'r+b') as file:
        os.fsync(file.fileno())
def read(command):
    global back
    back = joblib.load(command['path'])
def give(command):
    back.astype(kept.dtype, copy=False).ravel(order='K').tofile(command['path'])
commands = {'take': take, 'write': write, 'read': read, 'give': give}
for line in sys.stdin:
    command = json.loads(line)
    try:
        commands[command['command']](command)
        answer = {}
    except Exception as error:
        answer = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps(answer), flush=True)
`;

let found: Promise<PythonInstallation | undefined> | undefined;

/** `joblib.dump(array, path, compress=('zlib', level))`, formerly called ZFile, in a Python process that is already running. */
export const zfile: Contender = {
  id: 'zfile',
  label: 'joblib, zlib',
  note: 'timed with the pipe to the running Python, about 0.1 ms',
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
    await python.send({ command: 'take', path: givenPath });
    await unlink(givenPath);
    return {
      write: (path, level) => python.send({ command: 'write', path, level }),
      async read(path) {
        await python.send({ command: 'read', path });
        return {
          async bytes() {
            await python.send({ command: 'give', path: givenPath });
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
