import { type ReactNode, useState } from 'react';
import { type Client, createClient } from '../api/client.js';
import { ClientProvider } from '../api/client-context.js';
import type { Link } from '../api/connect.js';
import type { Connection } from '../api/connection.js';
import { ConnectionContext } from '../api/connection-context.js';
import { QueueSumsProvider } from '../api/queue-sums-context.js';
import { SettingsProvider } from '../api/settings-context.js';
import { FormatProvider } from '../format/format-context.js';
import { LiveRegionProvider } from '../ui/LiveRegion.js';
import { ToastProvider } from '../ui/Toasts.js';
import { TooltipProvider } from '../ui/Tooltip.js';
import { CommandProvider } from './commands/command-context.js';
import { ArrivalsProvider } from './drop/arrivals-context.js';
import { EscapeProvider } from './escape-context.js';
import { NavigationProvider } from './navigation-context.js';
import { ErrorBoundary } from './shell/ErrorBoundary.js';
import { Shell } from './shell/Shell.js';
import { SubjectProvider } from './subject-context.js';

/** The whole window over a host. */
export function App({ transport, connection }: Link) {
  const [client] = useState(() => createClient(transport));
  return (
    <ErrorBoundary>
      <WindowProviders client={client} connection={connection}>
        <Shell />
      </WindowProviders>
    </ErrorBoundary>
  );
}

interface ProvidersProps {
  readonly client: Client;
  readonly connection: Connection;
  readonly children: ReactNode;
}

/** What every view may rely on: the host, and what the window knows by itself. */
export function WindowProviders({ client, connection, children }: ProvidersProps) {
  return (
    <ClientProvider client={client}>
      <ConnectionContext value={connection}>
        <TooltipProvider>
          <ToastProvider>
            <LiveRegionProvider>
              <SettingsProvider>
                <FormatProvider>
                  <QueueSumsProvider>
                    <WindowState>{children}</WindowState>
                  </QueueSumsProvider>
                </FormatProvider>
              </SettingsProvider>
            </LiveRegionProvider>
          </ToastProvider>
        </TooltipProvider>
      </ConnectionContext>
    </ClientProvider>
  );
}

/** What the window knows by itself, without the host. */
function WindowState({ children }: { readonly children: ReactNode }) {
  return (
    <NavigationProvider>
      <CommandProvider>
        <EscapeProvider>
          <SubjectProvider>
            <ArrivalsProvider>{children}</ArrivalsProvider>
          </SubjectProvider>
        </EscapeProvider>
      </CommandProvider>
    </NavigationProvider>
  );
}
