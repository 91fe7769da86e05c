import type { AppInfo } from '../../shared/contract/app.js';
import type { Client } from './client.js';
import { useClient } from './client-context.js';
import { useQuery } from './use-query.js';

const infos = new WeakMap<Client, AppInfo>();

/** What the host is; undefined until it has answered. It does not change, so that the window calls once for all views. */
export function useAppInfo(): AppInfo | undefined {
  const client = useClient();
  const known = infos.get(client);
  const { value } = useQuery(known ? undefined : 'app.info', async () => {
    const info = await client.call('app.info');
    infos.set(client, info);
    return info;
  });
  return known ?? value;
}
