/** The thread that compares codecs, a separate bundle. */
import { errorTransport } from '../../../../shared/errors/contract-error.js';
import { serveThread } from '../../../threads/serve-thread.js';
import { CompareSession } from './compare-session.js';
import type { CompareService } from './service.js';

serveThread<CompareService>(errorTransport, (report) => {
  const session = new CompareSession(report);
  return {
    calls: {
      preview: ({ input, plan }) => session.preview(input, plan),
      bandwidth: ({ folder }) => session.bandwidth(folder),
      start: (order) => session.start(order),
      control: ({ run, what }) => session.control(run, what),
    },
    streams: {},
    end: () => session.end(),
  };
});
