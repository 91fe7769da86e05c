import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFileTarget } from '../../../../electron/engine/io/byte-target.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { describeTarget } from './target-conformance.js';

describeTarget('file', async () => {
  const path = join(scratchFolder(), 'output');
  return {
    open: (overwrite) => openFileTarget(path, { overwrite }),
    content: async () => (existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined),
  };
});
