import type { Contender } from './contender.js';
import { pythonSession } from './python-array.js';
import { findPython, type PythonInstallation } from './python-process.js';

const FIND = 'import joblib, numpy; print(joblib.__version__, numpy.__version__)';

const ABSENT = 'there is no python3 with joblib and numpy on this machine';

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
    if (python === undefined) return { library: 'joblib', unavailable: ABSENT };
    const [joblib, numpy] = python.printed.split(' ');
    return { library: `joblib ${joblib}, numpy ${numpy}` };
  },
  async open(array, { scratchFolder }) {
    found ??= findPython(FIND);
    const installation = await found;
    if (installation === undefined) throw new Error(ABSENT);
    const format = {
      imports: 'joblib',
      write: "joblib.dump(kept, command['path'], compress=('zlib', command['level']))",
      read: "back = joblib.load(command['path'])",
    };
    return pythonSession(installation.program, format, array, scratchFolder);
  },
};
