import type { Contender } from './contender.js';
import { pythonContender } from './python-contender.js';

/** `joblib.dump(array, path, compress=('zlib', level))`, formerly called ZFile. */
export const zfile: Contender = pythonContender({
  facts: { id: 'zfile', label: 'joblib, zlib', levels: [1, 3, 5, 7, 9], published: 'zfile' },
  find: "import joblib, numpy; print(f'joblib {joblib.__version__}, numpy {numpy.__version__}')",
  absent: 'there is no python3 with joblib and numpy on this machine',
  format: {
    imports: 'joblib',
    write: "joblib.dump(kept, command['path'], compress=('zlib', command['level']))",
    read: "back = joblib.load(command['path'])",
  },
});
