import { openRemoteReader } from '../../../../electron/remote/open-remote.js';
import { describeReader } from '../../engine/io/reader-conformance.js';
import { fastRetries } from '../fast-retries.js';
import { served, startRangeServer } from '../range-server.js';

describeReader('HTTP', async (bytes) => {
  const { origin } = await startRangeServer({ '/x.blp': served(bytes) });
  return openRemoteReader(`${origin}/x.blp`, fastRetries);
});

describeReader('HTTP (server without ranges)', async (bytes) => {
  const server = await startRangeServer({ '/x.blp': served(bytes) });
  server.faults.push((request, response) => {
    delete request.headers.range;
    response.setHeader('accept-ranges', 'none');
    return false;
  });
  return openRemoteReader(`${server.origin}/x.blp`, fastRetries);
});
