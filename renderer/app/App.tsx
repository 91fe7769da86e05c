import { type ReactNode, useState } from 'react';
import { type Client, createClient } from '../data/client.js';
import { ClientProvider } from '../data/client-context.js';
import type { Link } from '../data/connect.js';
import { type Connection, ConnectionContext } from '../data/connection.js';
import { useFollowedQueue } from '../data/queue/use-queue.js';
import { FormatProvider } from '../format/format-context.js';
import { LiveRegionProvider } from '../ui/LiveRegion.js';
import { ToastProvider } from '../ui/Toasts.js';
import { TooltipProvider } from '../ui/Tooltip.js';
import { CommandProvider } from './commands/command-context.js';
import { useExportFailures } from './documents/use-documents.js';
import { ArrivalsProvider } from './drop/arrivals-context.js';
import { EscapeProvider } from './escape-context.js';
import { NavigationProvider } from './navigation-context.js';
import { SettingsProvider, useSettings } from './settings-context.js';
import { ErrorBoundary } from './shell/ErrorBoundary.js';
import { Shell } from './shell/Shell.js';
import { SubjectProvider } from './subject-context.js';

/** The window's page, connected to a host. */
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

/** The contexts that every view needs: the host, and the state of the window. */
export function WindowProviders({ client, connection, children }: ProvidersProps) {
  return (
    <ClientProvider client={client}>
      <ConnectionContext value={connection}>
        <TooltipProvider>
          <ToastProvider>
            <LiveRegionProvider>
              <SettingsProvider>
                <UnitsProvider>
                  <WindowState>{children}</WindowState>
                </UnitsProvider>
              </SettingsProvider>
            </LiveRegionProvider>
          </ToastProvider>
        </TooltipProvider>
      </ConnectionContext>
    </ClientProvider>
  );
}

/** Formats numbers in the units of the settings. */
function UnitsProvider({ children }: { readonly children: ReactNode }) {
  return <FormatProvider units={useSettings().settings.units}>{children}</FormatProvider>;
}

/** State that lives as long as the window. */
function WindowState({ children }: { readonly children: ReactNode }) {
  useFollowedQueue();
  useExportFailures();
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
