import { describe, expect, it } from 'vitest';
import { rooms } from '../../../build/imports/rooms.mjs';
import { violation } from '../../../build/imports/violations.mjs';

interface Row {
  readonly room: string;
  readonly file: string;
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
}

const features = ['compare', 'home', 'inspector', 'jobs', 'settings'];

function featureRow(name: string): Row {
  const others = features.filter((other) => other !== name);
  return {
    room: `renderer/features/${name}`,
    file: `renderer/features/${name}/parts/View.tsx`,
    allowed: [
      '../model.js',
      './view.module.css',
      '../../../app/place.js',
      '../../../data/client.js',
      '../../../format/counts.js',
      '../../../ui/Button.js',
      '../../../../shared/contract/calls.js',
      'react',
    ],
    forbidden: [
      ...others.map((other) => `../../${other}/View.js`),
      '../../../dev/dev-host.js',
      '../../../../electron/host/handlers.js',
      '../../../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  };
}

/** What each room may import, written by hand so that a mistake in the table is found. */
const rows: readonly Row[] = [
  {
    room: 'shared/format',
    file: 'shared/format/header.ts',
    allowed: ['./errors.js', './numpy/descr.js'],
    forbidden: ['../contract/calls.js', '../../native/index.js', 'node:fs', 'fs', 'yauzl', 'electron'],
  },
  {
    room: 'shared/commands',
    file: 'shared/commands/blpk-command.ts',
    allowed: ['./compression.js', '../format/codecs.js'],
    forbidden: ['../compare/plan.js', '../contract/jobs.js', 'node:fs', 'zod', 'electron'],
  },
  {
    room: 'shared/compare',
    file: 'shared/compare/advice.ts',
    allowed: ['./result.js', '../format/codecs.js'],
    forbidden: ['../contract/calls.js', '../../electron/engine/index.js', 'node:fs', 'zod', 'electron'],
  },
  {
    room: 'shared/contract',
    file: 'shared/contract/calls.ts',
    allowed: ['./result.js', 'zod'],
    forbidden: ['../format/header.js', '../../electron/engine/index.js', 'node:fs', 'yauzl', 'electron'],
  },
  {
    room: 'shared/errors',
    file: 'shared/errors/contract-error.ts',
    allowed: ['./remedies.js', '../format/errors.js', '../contract/result.js'],
    forbidden: ['../compare/plan.js', '../../electron/engine/index.js', 'node:fs', 'zod', 'electron'],
  },
  {
    room: 'native',
    file: 'native/index.ts',
    allowed: ['./load.js', 'node:fs', 'node:fs/promises', 'fs'],
    forbidden: ['../shared/format/errors.js', '../electron/engine/index.js', 'yauzl', 'electron'],
  },
  {
    room: 'electron/engine',
    file: 'electron/engine/io/file.ts',
    allowed: ['../index.js', '../../../shared/format/header.js', '../../../native/index.js', 'node:fs', 'yauzl'],
    forbidden: ['../../../shared/contract/calls.js', '../../jobs/queue.js', '../../cli/blpk.js', 'electron'],
  },
  {
    room: 'electron/threads',
    file: 'electron/threads/thread-client.ts',
    allowed: ['./thread-pool.js', 'node:worker_threads'],
    forbidden: ['../engine/index.js', '../../shared/format/errors.js', '../../native/index.js', 'yauzl', 'electron'],
  },
  {
    room: 'electron/inspect',
    file: 'electron/inspect/inspector.ts',
    allowed: ['../engine/index.js', '../../native/index.js', '../../shared/contract/calls.js', 'node:fs'],
    forbidden: ['../jobs/queue.js', '../host/handlers.js', '../bench/formats/hdf5.js', 'electron'],
  },
  {
    room: 'electron/jobs',
    file: 'electron/jobs/queue.ts',
    allowed: ['../engine/index.js', '../../shared/contract/calls.js', '../../shared/format/errors.js'],
    forbidden: ['../host/handlers.js', '../../native/index.js', '../../renderer/app.js', 'electron'],
  },
  {
    room: 'electron/bench',
    file: 'electron/bench/formats/hdf5.ts',
    allowed: [
      '../../engine/index.js',
      '../../../native/index.js',
      '../../../shared/format/errors.js',
      'node:fs',
      'h5wasm',
    ],
    forbidden: [
      '../../jobs/queue.js',
      '../../inspect/inspector.js',
      '../../host/handlers.js',
      '../../cli/blpk.js',
      'electron',
    ],
  },
  {
    room: 'electron/exchange',
    file: 'electron/exchange/refs/reference-file.ts',
    allowed: [
      '../../engine/container/container.js',
      '../../../native/index.js',
      '../../../shared/format/json.js',
      'node:path',
      'hash-wasm',
    ],
    forbidden: [
      '../../bench/formats/zarr.js',
      '../../cli/paths.js',
      '../../host/handlers.js',
      '../../inspect/inspector.js',
      '../../jobs/run/run-job.js',
      '../../remote/open-remote.js',
      'electron',
    ],
  },
  {
    room: 'electron/remote',
    file: 'electron/remote/s3/s3-target.ts',
    allowed: ['../../engine/io/byte-target.js', '../../../shared/format/errors.js', 'node:path', '@aws-sdk/client-s3'],
    forbidden: [
      '../../cli/paths.js',
      '../../exchange/convert/convert.js',
      '../../host/handlers.js',
      '../../inspect/inspector.js',
      '../../jobs/run/run-job.js',
      '../../../native/index.js',
      'electron',
    ],
  },
  {
    room: 'electron/host',
    file: 'electron/host/handlers.ts',
    allowed: ['../jobs/queue.js', '../engine/index.js', '../../shared/contract/calls.js'],
    forbidden: ['../web/server.js', '../desktop/window.js', '../../native/index.js', 'electron'],
  },
  {
    room: 'electron/desktop',
    file: 'electron/desktop/window.ts',
    allowed: ['../host/handlers.js', '../../shared/contract/calls.js', 'electron', 'electron/main'],
    forbidden: ['../engine/index.js', '../jobs/queue.js', '../../renderer/app.js'],
  },
  {
    room: 'electron/main.ts',
    file: 'electron/main.ts',
    allowed: ['./desktop/window.js', './host/handlers.js', '../shared/contract/calls.js'],
    forbidden: ['./engine/index.js', './web/server.js', 'electron'],
  },
  {
    room: 'electron/preload.ts',
    file: 'electron/preload.ts',
    allowed: ['../shared/contract/calls.js', 'electron'],
    forbidden: ['./host/handlers.js', './desktop/window.js', 'node:fs', 'yauzl'],
  },
  {
    room: 'electron/web',
    file: 'electron/web/server.ts',
    allowed: ['../host/handlers.js', '../../shared/contract/calls.js', 'node:http'],
    forbidden: ['../engine/index.js', '../desktop/window.js', 'electron'],
  },
  {
    room: 'electron/cli',
    file: 'electron/cli/blpk.ts',
    allowed: [
      '../engine/index.js',
      '../jobs/queue.js',
      '../web/server.js',
      '../../shared/format/errors.js',
      'commander',
    ],
    forbidden: ['../host/handlers.js', '../../native/index.js', '../desktop/window.js', 'electron'],
  },
  {
    room: 'renderer/data',
    file: 'renderer/data/use-query.ts',
    allowed: ['./client.js', './store/store.js', '../../shared/contract/calls.js', 'react'],
    forbidden: [
      '../format/counts.js',
      '../ui/Toasts.js',
      '../app/place.js',
      '../features/home/Home.js',
      '../../electron/host/handlers.js',
      '../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  {
    room: 'renderer/data/store',
    file: 'renderer/data/store/store.ts',
    allowed: ['./listeners.js', 'react'],
    forbidden: [
      '../client.js',
      '../../../shared/contract/calls.js',
      'zod',
      '../../../electron/host/handlers.js',
      '../../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  {
    room: 'renderer/format',
    file: 'renderer/format/sizes.ts',
    allowed: ['./counts.js', '../../shared/contract/settings.js', 'react'],
    forbidden: [
      '../data/client.js',
      '../ui/Kbd.js',
      '../app/place.js',
      '../features/home/Home.js',
      '../../electron/host/handlers.js',
      '../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  {
    room: 'renderer/ui',
    file: 'renderer/ui/Toasts.tsx',
    allowed: [
      './Button.js',
      '../data/store/store.js',
      '../format/counts.js',
      '../../shared/contract/result.js',
      'react',
    ],
    forbidden: [
      '../data/client.js',
      '../app/place.js',
      '../features/home/Home.js',
      '../../electron/host/handlers.js',
      '../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  {
    room: 'renderer/app',
    file: 'renderer/app/place.ts',
    allowed: [
      './shell/Shell.js',
      '../data/client.js',
      '../format/counts.js',
      '../ui/Button.js',
      '../../shared/contract/calls.js',
      'react',
    ],
    forbidden: [
      '../features/home/Home.js',
      '../dev/dev-host.js',
      '../../electron/host/handlers.js',
      '../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  {
    room: 'renderer/app/shell',
    file: 'renderer/app/shell/Shell.tsx',
    allowed: ['../place.js', '../../features/home/Home.js', '../../data/client.js', '../../ui/Button.js', 'react'],
    forbidden: [
      '../../dev/dev-host.js',
      '../../main.js',
      '../../../electron/host/handlers.js',
      '../../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  ...features.map(featureRow),
  {
    room: 'renderer/main.tsx',
    file: 'renderer/main.tsx',
    allowed: ['./app/App.js', './data/connect.js', 'react-dom/client'],
    forbidden: [
      './features/home/Home.js',
      './ui/Button.js',
      './dev/dev-host.js',
      '../shared/contract/calls.js',
      'electron',
    ],
  },
  {
    room: 'renderer/dev',
    file: 'renderer/dev/dev-host.ts',
    allowed: ['../data/memory-transport.js', '../app/App.js', '../../shared/contract/calls.js', 'react-dom/client'],
    forbidden: [
      '../features/home/Home.js',
      '../ui/Button.js',
      '../../electron/host/handlers.js',
      '../../native/index.js',
      'node:fs',
      'path',
      'electron',
    ],
  },
  {
    room: 'renderer/public',
    file: 'renderer/public/first-paint.js',
    allowed: [],
    forbidden: ['../app/App.js', '../../shared/contract/settings.js', 'react', 'node:fs', 'electron'],
  },
  {
    room: 'build',
    file: 'build/vite.node.mjs',
    allowed: ['./root.mjs', 'node:path', 'vite'],
    forbidden: ['../shared/format/errors.ts', '../electron/engine/index.ts', '../native/build.mjs', 'electron'],
  },
  {
    room: 'test',
    file: 'test/electron/engine/pack/pack.test.ts',
    allowed: [
      '../../../electron/engine/index.js',
      '../../../build/root.mjs',
      '../../fixtures.js',
      'electron',
      'node:fs',
      'vitest',
    ],
    forbidden: [],
  },
];

describe('import table', () => {
  it('has a row here for every room', () => {
    expect(rows.map(({ room }) => room)).toEqual(rooms.map(({ path }) => path));
  });

  describe.each(rows)('$room', ({ file, allowed, forbidden }) => {
    it.each(allowed)('may import %s', (specifier) => {
      expect(violation(file, { specifier, typeOnly: false })).toBeUndefined();
    });

    it.each(forbidden)('may not import %s', (specifier) => {
      expect(violation(file, { specifier, typeOnly: false })).toMatch(/ may (not import|import only types from) /);
    });
  });

  it('lets the contract import the types of the format, and no values of it', () => {
    const specifier = '../format/header.js';
    expect(violation('shared/contract/calls.ts', { specifier, typeOnly: true })).toBeUndefined();
    expect(violation('shared/contract/calls.ts', { specifier, typeOnly: false })).toBe(
      'shared/contract may import only types from shared/format',
    );
  });

  it('rejects a type from a forbidden room as well', () => {
    expect(violation('shared/format/header.ts', { specifier: 'electron', typeOnly: true })).toBeDefined();
    expect(violation('renderer/main.tsx', { specifier: '../electron/host/handlers.js', typeOnly: true })).toBe(
      'renderer/main.tsx may not import electron/host',
    );
  });

  it('does not match a folder whose name only starts like a room', () => {
    expect(violation('shared/format-next/header.ts', { specifier: './x.js', typeOnly: false })).toMatch(/in no room/);
    expect(violation('renderer/main.tsx', { specifier: '../shared-drawer/x.js', typeOnly: false })).toBe(
      'renderer/main.tsx may not import shared-drawer/x.js',
    );
  });

  it('has no room for a file beside the rooms of the renderer', () => {
    expect(violation('renderer/stray.ts', { specifier: './data/client.js', typeOnly: false })).toMatch(/in no room/);
  });

  it('resolves a detour through parent folders', () => {
    const specifier = '../format/../../electron/engine/index.js';
    expect(violation('shared/format/header.ts', { specifier, typeOnly: false })).toBe(
      'shared/format may not import electron/engine',
    );
  });
});
