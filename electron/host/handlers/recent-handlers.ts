import type { HostContext } from '../host-context.js';
import type { Handlers } from './handler.js';

export const recentHandlers = {
  'recents.list': ({ recents }) => recents.list(),
  'recents.pin': async (context, { id, pinned }) => {
    await context.recents.pin(id, pinned);
    return emitRecents(context);
  },
  'recents.remove': async (context, { id }) => {
    await context.recents.remove(id);
    return emitRecents(context);
  },
  'recents.clear': async (context) => {
    await context.recents.clear();
    return emitRecents(context);
  },
} satisfies Handlers<'recents.list' | 'recents.pin' | 'recents.remove' | 'recents.clear'>;

/** Sends the current list to every window. */
export async function emitRecents({ recents, events }: Pick<HostContext, 'recents' | 'events'>): Promise<null> {
  events.emit('recents.changed', { recents: await recents.list() });
  return null;
}
