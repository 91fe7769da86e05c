import { refusal } from '../../../shared/errors/contract-error.js';
import { type AddressOpener, setAddressOpener } from '../../engine/io/address-opener.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { loadS3, openAnyReader } from '../../remote/load-remote.js';
import type { RemoteOptions } from '../../remote/open-remote.js';
import type { JobRun } from '../queue/job-run.js';
import { remoteOutputOf } from '../queue/job-spec.js';
import { ADDRESS_LOST } from '../queue/lost-address.js';

/** How long a cancelled job may wait for a server. */
const CONTROL_EVERY_MS = 200;

/**
 * Does the work of a job, whose source and output the engine may open at their addresses meanwhile: the source more than once, but it is
 * the same version of the file each time. Throws CallError('gone') when the address of the source is not known any more. For a thread
 * that runs one job at a time.
 */
export async function withRemoteFiles<T>(run: JobRun, work: () => Promise<T>): Promise<T> {
  const output = remoteOutputOf(run.spec);
  if (!run.spec.address && output === undefined) return work();
  const source = run.spec.address ? new SharedSource(run) : undefined;
  setAddressOpener(openerOf(run, source, output));
  // No chunk ends while a server is waited for.
  const control = setInterval(() => run.applyControl(), CONTROL_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(control);
    setAddressOpener(undefined);
    await source?.close();
  }
}

function openerOf(run: JobRun, source: SharedSource | undefined, output: string | undefined): AddressOpener {
  const { sourcePath } = run.spec;
  return {
    isAddress: (name) => (source && name === sourcePath) || name === output,
    open: (name) => (source && name === sourcePath ? source.open() : openAnyReader(name, optionsOf(run))),
    create: (name, { overwrite }) => loadS3().createS3Object(name, { overwrite, signal: run.signal }),
  };
}

function optionsOf(run: JobRun): RemoteOptions {
  return {
    isOfWindow: true,
    onWholeFile: () => run.log('the server sends no parts of files: all of it is downloaded into a temporary file'),
    signal: run.signal,
    http: { privateAddresses: run.allowsPrivateAddresses },
  };
}

/** The source of a job, which is opened at most once. */
class SharedSource {
  readonly #run: JobRun;
  readonly #address: string;
  #opened: Promise<RandomReader> | undefined;

  constructor(run: JobRun) {
    if (run.address === undefined) throw refusal('gone', ADDRESS_LOST);
    this.#run = run;
    this.#address = run.address;
  }

  async open(): Promise<RandomReader> {
    this.#opened ??= openAnyReader(this.#address, optionsOf(this.#run));
    return { ...(await this.#opened), async close() {} };
  }

  async close(): Promise<void> {
    // That it could not be opened is the failure of the work.
    const reader = await this.#opened?.catch(() => undefined);
    await reader?.close();
  }
}
