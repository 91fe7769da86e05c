import { availableParallelism, hostname } from 'node:os';
import type { AppInfo } from '../../../shared/contract/app.js';
import { codecVersions } from '../../engine/native-library.js';
import type { Handlers } from './handler.js';

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, AppInfo['platform']>>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'win32',
};

export const appHandlers = {
  'app.info': ({ ports, settings, recents }) => ({
    version: ports.version,
    host: ports.hostKind,
    platform: PLATFORMS[process.platform] ?? 'other',
    cores: availableParallelism(),
    codecs: codecVersions().codecs,
    machine: hostname(),
    notices: [settings.notice, recents.notice].filter((notice) => notice !== undefined),
  }),
  'app.ping': () => null,
  'settings.get': ({ settings }) => settings.current,
  'settings.set': async ({ settings, events }, change) => {
    const changed = await settings.change(change);
    events.emit('settings.changed', { settings: changed });
    return changed;
  },
} satisfies Handlers<'app.info' | 'app.ping' | 'settings.get' | 'settings.set'>;
