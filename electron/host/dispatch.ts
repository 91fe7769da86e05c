import { z } from 'zod';
import { type CallName, calls } from '../../shared/contract/calls.js';
import type { Result } from '../../shared/contract/result.js';
import { type ByteAnswer, type StreamName, streams } from '../../shared/contract/streams.js';
import { type CallError, refusal, toContractError } from '../../shared/errors/contract-error.js';
import { withRoots } from '../engine/io/roots.js';
import { INSPECT_CALLS, type InspectCall, type InspectService } from '../inspect/inspect-service.js';
import type { CallRequest } from '../threads/service.js';
import { archiveOutputs } from './batch/output-archive.js';
import { exportRun } from './bench/run-export.js';
import { handlers } from './handlers/handlers.js';
import type { HostContext } from './host-context.js';

/** A wrong request may have a million faults. */
const MAX_ISSUES = 10;

/** The calls and streams of the contract, of any transport. */
export interface Dispatcher {
  /** Checks and handles a call. Never rejects: failures are in the result. */
  dispatch(name: string, request: unknown): Promise<Result<unknown>>;
  /**
   * Starts a stream; settles when its first bytes have arrived. Never rejects. The body has back-pressure; leaving it or
   * aborting stops the work. Later failures are thrown by the body.
   */
  stream(name: string, request: unknown, signal: AbortSignal): Promise<Result<ByteAnswer>>;
}

/** Files are opened only below the registry's roots. */
export function createDispatcher(context: HostContext): Dispatcher {
  const { inspector, runs, registry } = context;
  const enveloped = <T>(work: () => T | Promise<T>) => withRoots(registry.roots, () => toResult(work));
  return {
    dispatch: (name, request) =>
      enveloped(() => {
        if (!isCallName(name)) throw unknownCall(name);
        const checked = check(name, calls[name].request, request);
        // Both maps pair each name with its own request, which the compiler does not infer for a variable name.
        if (isInspectCall(name)) return inspector.call(name, checked as CallRequest<InspectService, typeof name>);
        const handler = handlers[name] as (context: HostContext, request: unknown) => unknown;
        return handler(context, checked);
      }),
    stream: (name, request, signal) =>
      enveloped(async () => {
        if (!isStreamName(name)) throw unknownCall(name);
        if (name === 'compare.export') return exportRun(runs, check(name, streams[name], request));
        if (name === 'jobs.archive') return archiveOutputs(context, check(name, streams[name], request));
        return inspector.stream(name, check(name, streams[name], request), signal);
      }),
  };
}

async function toResult<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toContractError(error) };
  }
}

function check<Schema extends z.ZodType>(name: string, schema: Schema, request: unknown): z.output<Schema> {
  const checked = schema.safeParse(request);
  if (checked.success) return checked.data;
  throw refusal(
    'bad-request',
    `The request of '${name}' is wrong: ${z.prettifyError(new z.ZodError(checked.error.issues.slice(0, MAX_ISSUES)))}`,
  );
}

function unknownCall(name: string): CallError {
  return refusal('unknown-call', `There is no call '${name.slice(0, 100)}'.`);
}

/** Own keys only: `constructor` is no call. */
function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

function isInspectCall(name: CallName): name is InspectCall {
  return (INSPECT_CALLS as readonly CallName[]).includes(name);
}

function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name);
}
