import type { Contender } from './contender.js';
import { type PythonFormat, pythonSession } from './python-array.js';
import { findPython } from './python-process.js';

/** A format that is written and read by a library of Python. */
export interface PythonContender {
  readonly facts: Pick<Contender, 'id' | 'label' | 'levels'> & { readonly published: string };
  /** A script that fails where the library is missing, and prints its version. */
  readonly find: string;
  /** The library from what was printed; undefined where it lacks what this format needs. Default: what was printed. */
  readonly library?: (printed: string) => string | undefined;
  readonly absent: string;
  readonly note?: string;
  readonly format: PythonFormat;
}

const NOTE = 'timed with the pipe to the running Python, about 0.1 ms';

/** Measured in a Python process that is already running; unavailable where no Python has the library. */
export function pythonContender(contender: PythonContender): Contender {
  const { facts, find, library = (printed) => printed, absent, note, format } = contender;
  return {
    ...facts,
    note: note === undefined ? NOTE : `${note}; ${NOTE}`,
    parallel: false,
    async inspect() {
      const python = await findPython(find);
      const found = python && library(python.printed);
      return found === undefined ? { library: 'none', unavailable: absent } : { library: found };
    },
    async open(array, { scratchFolder }) {
      const python = await findPython(find);
      if (python === undefined) throw new Error(absent);
      return pythonSession(python.program, format, array, scratchFolder);
    },
  };
}
