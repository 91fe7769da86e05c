import { refusal } from '../../../shared/errors/contract-error.js';
import { setAddressOpener } from '../../engine/io/address-opener.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { openAnyReader } from '../../remote/load-remote.js';
import type { JobRun } from '../queue/job-run.js';
import { ADDRESS_LOST } from '../queue/lost-address.js';

/** How long a cancelled job may wait for a server. */
const CONTROL_EVERY_MS = 200;

/**
 * Does the work of a job, whose source the engine may open at its address meanwhile: more than once, but it is the same version of the
 * file each time. Throws CallError('gone') when the address is not known any more. For a thread that runs one job at a time.
 */
export async function withRemoteSource<T>(run: JobRun, work: () => Promise<T>): Promise<T> {
  const { remote, spec, signal } = run;
  if (!spec.address) return work();
  if (!remote) throw refusal('gone', ADDRESS_LOST);
  const { address, privateAddresses } = remote;
  let opened: Promise<RandomReader> | undefined;
  const open = () =>
    openAnyReader(address, {
      isOfWindow: true,
      onWholeFile: () => run.log('the server sends no parts of files: all of it is downloaded into a temporary file'),
      signal,
      http: { privateAddresses },
    });
  setAddressOpener({
    isAddress: (name) => name === spec.sourcePath,
    async open() {
      opened ??= open();
      return { ...(await opened), async close() {} };
    },
  });
  // No chunk ends while a server is waited for.
  const control = setInterval(() => run.obey(), CONTROL_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(control);
    setAddressOpener(undefined);
    // That it could not be opened is the failure of the work.
    const reader = await opened?.catch(() => undefined);
    await reader?.close();
  }
}
