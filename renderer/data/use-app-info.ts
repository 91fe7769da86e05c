import { useEffect, useState } from 'react';
import type { AppInfo } from '../../shared/contract/app.js';
import type { Client } from './client.js';
import { useClient } from './client-context.js';

const answers = new WeakMap<Client, AppInfo>();

/** What the host is; undefined until it has answered. It does not change, so that the window asks once for all views. */
export function useAppInfo(): AppInfo | undefined {
  const client = useClient();
  const [info, setInfo] = useState(() => answers.get(client));
  useEffect(() => {
    if (answers.has(client)) return;
    let stale = false;
    client.call('app.info').then(
      (answer) => {
        answers.set(client, answer);
        if (!stale) setInfo(answer);
      },
      // A host that does not answer is told of by the window itself.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [client]);
  return info;
}
