import { createContext, type ReactNode, useContext } from 'react';
import type { Client } from './client.js';

const ClientContext = createContext<Client | undefined>(undefined);

interface Props {
  readonly client: Client;
  readonly children: ReactNode;
}

/** Once, around the app. */
export function ClientProvider({ client, children }: Props) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The host. Throws outside ClientProvider, which is a fault of the program. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient is called outside ClientProvider');
  return client;
}
