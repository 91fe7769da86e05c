/** A worker thread of the pool, a bundle of its own. */
import { errorTransport } from '../../../shared/errors/contract-error.js';
import { keepRawNames } from '../../engine/io/raw-names.js';
import { serveThread } from '../../threads/thread-server.js';
import type { JobService } from './job-service.js';
import { runJob } from './run-job.js';

keepRawNames();
serveThread<JobService>(errorTransport, (report) => ({
  calls: { run: ({ spec, control, ...order }) => runJob(spec, { ...order, control: new Int32Array(control), report }) },
  streams: {},
}));
