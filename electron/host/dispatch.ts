import { z } from 'zod';
import { type CallName, calls } from '../../shared/contract/calls.js';
import type { Result } from '../../shared/contract/result.js';
import { type ByteAnswer, type StreamName, streams } from '../../shared/contract/streams.js';
import { type CallError, refusal, toContractError } from '../../shared/errors/contract-error.js';
import { archiveOutputs } from './batch/output-archive.js';
import { exportRun } from './bench/run-export.js';
import { handlers } from './handlers/handlers.js';
import type { HostContext } from './host-context.js';

/** A wrong request may have a million faults. */
const MAX_ISSUES = 10;

/** Checks and handles a call. Never rejects: failures are in the result. */
export function dispatchCall(context: HostContext, name: string, request: unknown): Promise<Result<unknown>> {
  return enveloped(() => {
    if (!isCallName(name)) throw unknownCall(name);
    const checked = check(name, calls[name].request, request);
    // The map pairs each schema with its handler, which the compiler does not infer for a variable name.
    const handler = handlers[name] as (context: HostContext, request: unknown) => unknown;
    return handler(context, checked);
  });
}

/**
 * Checks a stream request and starts the stream; settles when the first bytes have arrived. Never rejects.
 * Later failures, and an abort of `signal`, are thrown by the stream's body.
 */
export function dispatchStream(
  { inspection, runs, queue, registry }: Pick<HostContext, 'inspection' | 'runs' | 'queue' | 'registry'>,
  name: string,
  request: unknown,
  signal: AbortSignal,
): Promise<Result<ByteAnswer>> {
  return enveloped(async () => {
    if (!isStreamName(name)) throw unknownCall(name);
    if (name === 'compare.export') return exportRun(runs, check(name, streams[name], request));
    if (name === 'jobs.archive') return archiveOutputs({ queue, registry }, check(name, streams[name], request));
    return inspection.stream(name, check(name, streams[name], request), signal);
  });
}

async function enveloped<T>(work: () => T | Promise<T>): Promise<Result<T>> {
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

function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name);
}
