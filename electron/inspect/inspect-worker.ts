/** The inspector's thread, a separate bundle. */
import { errorTransport } from '../../shared/errors/contract-error.js';
import { setAddressOpener } from '../engine/io/address-opener.js';
import { keepRawNames } from '../engine/io/raw-names.js';
import { serveThread } from '../threads/thread-server.js';
import type { InspectService } from './inspect-service.js';
import { Inspector } from './inspector.js';

keepRawNames();
serveThread<InspectService>(errorTransport, (emit) => {
  const inspector = new Inspector(emit);
  setAddressOpener(inspector.remoteFiles);
  return inspector;
});
