import { randomUUID } from 'node:crypto';
import { parseRun } from '../../../shared/compare/saved-run.js';
import { summaryOf } from '../bench/run-store.js';
import type { HostContext } from '../host-context.js';
import type { Handlers } from './handler.js';

type CompareCalls =
  | 'compare.facts'
  | 'compare.preview'
  | 'compare.start'
  | 'compare.control'
  | 'compare.rerun'
  | 'compare.runs'
  | 'compare.run'
  | 'compare.rename'
  | 'compare.remove'
  | 'compare.import'
  | 'compare.bandwidth'
  | 'compare.formats'
  | 'compare.stop-formats'
  | 'compare.talk';

export const compareHandlers = {
  'compare.facts': ({ formats }) => formats.facts(),
  'compare.preview': ({ comparisons }, request) => comparisons.preview(request),
  'compare.start': ({ comparisons }, request) => ({ run: comparisons.start(request) }),
  'compare.control': ({ comparisons }, request) => {
    comparisons.control(request);
    return null;
  },
  'compare.rerun': async ({ comparisons }, request) => ({ run: await comparisons.again(request) }),
  'compare.runs': ({ runs }) => runs.list(),
  'compare.run': ({ runs }, { run }) => runs.run(run),
  'compare.rename': async (context, { run, name }) => {
    await context.runs.rename(run, name);
    return emitRunsChanged(context);
  },
  'compare.remove': async (context, { run }) => {
    await context.runs.remove(run);
    return emitRunsChanged(context);
  },
  'compare.import': async (context, { text }) => {
    // A new id: the file's own may belong to a run that is stored here.
    const run = { ...parseRun(text), id: randomUUID() };
    await context.runs.save(run);
    emitRunsChanged(context);
    return summaryOf(run);
  },
  'compare.bandwidth': ({ comparisons }, request) => comparisons.bandwidth(request),
  'compare.formats': ({ formats }, request) => ({ run: formats.start(request) }),
  'compare.stop-formats': ({ formats }, { run }) => {
    formats.stop(run);
    return null;
  },
  'compare.talk': ({ formats }) => formats.talk(),
} satisfies Handlers<CompareCalls>;

function emitRunsChanged({ events }: Pick<HostContext, 'events'>): null {
  events.emit('compare.runs-changed', null);
  return null;
}
