/** The thread that measures formats, a separate bundle: no other thread loads the libraries of the contenders. */
import { serveThread } from '../../threads/thread-server.js';
import { CONTENDERS, contenderFacts } from './all-contenders.js';
import { type FormatsService, formatErrors } from './formats-service.js';
import { measureFormats } from './measure-formats.js';

serveThread<FormatsService>(formatErrors, (report) => ({
  calls: {
    measure: (run, signal) => measureFormats(run, report, signal),
    contenders: ({ nthreads }) => {
      const plan = { subjects: [], repeats: 1, layout: 'default', nthreads } as const;
      return Promise.all(CONTENDERS.map((contender) => contenderFacts(contender, plan)));
    },
  },
  streams: {},
}));
