/** The thread that compares codecs, a separate bundle. */
import { errorTransport } from '../../../../shared/errors/contract-error.js';
import { keepRawNames } from '../../../engine/io/raw-names.js';
import { serveThread } from '../../../threads/thread-server.js';
import type { CompareService } from './compare-service.js';
import { CompareSession } from './compare-session.js';

keepRawNames();
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
