import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { archiveOutputs } from '../../../../electron/host/batch/output-archive.js';
import { scratchFolder } from '../../../scratch-folder.js';

type Context = Parameters<typeof archiveOutputs>[0];

test('an output that is gone breaks the stream, and not the program', async () => {
  const path = join(scratchFolder(), 'gone.blp');
  // Only what the archive asks for.
  const context = {
    queue: { view: () => ({ jobs: [{ batchId: null, output: { id: 'one' } }] }) },
    registry: { find: () => path },
  } as unknown as Context;
  const { body } = archiveOutputs(context, { batchId: null } as Parameters<typeof archiveOutputs>[1]);
  await expect(buffer(body as AsyncIterable<Uint8Array>)).rejects.toMatchObject({ code: 'ENOENT' });
});
