import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { NdArray } from '../../engine/arrays/ndarray.js';
import { npyHeaderFor } from '../../engine/arrays/npy-head.js';
import type { ContenderSession } from './contender.js';
import { PythonProcess } from './python-process.js';
import { syncedFile } from './synced-file.js';

/** Python code of a format: statements with `kept` and `command`, and one that sets `back`. Each writes or reads `command['path']`. */
export interface PythonFormat {
  readonly imports: string;
  readonly write: string;
  readonly read: string;
}

/**
 * Holds the array to write and the one that was read; a reply is sent after each command. joblib
 * returns arrays of the other byte order in the machine's own, which `give` reverts.
 */
const scriptOf = ({ imports, write, read }: PythonFormat) => `
import json, os, sys
import ${imports}
import numpy
kept = back = None
def take(command):
    global kept
    kept = numpy.load(command['path'])
def write(command):
    ${write}
    with open(command['path'], 'r+b') as file:
        os.fsync(file.fileno())
def read(command):
    global back
    ${read}
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

/** A Python process that is already running and has the array in memory, so that only writing and reading are timed. */
export async function pythonSession(
  program: string,
  format: PythonFormat,
  array: NdArray,
  scratchFolder: string,
): Promise<ContenderSession> {
  const python = new PythonProcess(program, scriptOf(format));
  const givenPath = join(scratchFolder, `array-of-${format.imports}`);
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
}

async function hand(array: NdArray, path: string): Promise<void> {
  const file = await syncedFile(path);
  await file.append(npyHeaderFor(array));
  await file.append(array.bytes);
  await file.commit();
}
