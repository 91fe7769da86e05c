import type { HostContext } from '../host-context.js';
import type { Handlers } from './handler.js';

export const recentHandlers = {
  'recents.list': ({ recents }) => recents.list(),
  'recents.pin': async (context, { id, pinned }) => {
    await context.recents.pin(id, pinned);
    return tellRecents(context);
  },
  'recents.remove': async (context, { id }) => {
    await context.recents.remove(id);
    return tellRecents(context);
  },
} satisfies Handlers<'recents.list' | 'recents.pin' | 'recents.remove'>;

/** Tells every window the list as it is now. */
export async function tellRecents({ recents, events }: Pick<HostContext, 'recents' | 'events'>): Promise<null> {
  events.emit('recents.changed', { recents: await recents.list() });
  return null;
}
