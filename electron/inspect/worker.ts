/** The inspector's thread, a separate bundle. */
import { errorTransport } from '../../shared/errors/contract-error.js';
import { serveThread } from '../threads/serve-thread.js';
import { Inspector } from './inspector.js';
import type { InspectService } from './service.js';

serveThread<InspectService>(errorTransport, (emit) => new Inspector(emit));
