import { expect, test } from 'vitest';
import { standardInput } from '../../../electron/cli/standard-streams.js';
import { CancelledError } from '../../../shared/format/errors.js';

test('standard input is not read when the signal was aborted before the first read', async () => {
  const controller = new AbortController();
  const pieces = standardInput(controller.signal)[Symbol.asyncIterator]();
  controller.abort();
  await expect(pieces.next()).rejects.toThrow(CancelledError);
});
