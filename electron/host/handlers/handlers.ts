import type { CallName } from '../../../shared/contract/calls.js';
import type { InspectCall } from '../../inspect/inspect-service.js';
import { appHandlers } from './app-handlers.js';
import { batchHandlers } from './batch-handlers.js';
import { compareHandlers } from './compare-handlers.js';
import { fileHandlers } from './file-handlers.js';
import type { Handlers } from './handler.js';
import { inspectHandlers } from './inspect-handlers.js';
import { jobHandlers } from './job-handlers.js';
import { recentHandlers } from './recent-handlers.js';

/** The handler of every call that the host handles itself: a call without a handler does not compile. */
export const handlers = {
  ...appHandlers,
  ...fileHandlers,
  ...recentHandlers,
  ...batchHandlers,
  ...jobHandlers,
  ...inspectHandlers,
  ...compareHandlers,
} satisfies Handlers<Exclude<CallName, InspectCall>>;
