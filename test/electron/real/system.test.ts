import { cpus, release, totalmem, version } from 'node:os';
import { expect } from 'vitest';
import { group } from './specs.js';

/** What tells which display server, desktop and sandbox a run on Linux had. */
const told = /^(DISPLAY|WAYLAND_DISPLAY|XDG_SESSION_TYPE|XDG_CURRENT_DESKTOP|ELECTRON_OZONE_PLATFORM_HINT|CI)$/;

/** Their reports say what machine the other specs ran on. */
group('System', (spec) => {
  spec('tells versions, machine and displays', {}, async ({ shared, notes }) => {
    const { app } = await shared();
    const found = await app.evaluate(({ app: electronApp, screen }) => ({
      versions: { ...process.versions },
      argv: process.argv,
      displays: screen.getAllDisplays().map(({ bounds, workArea }) => ({ bounds, workArea })),
      name: electronApp.getName(),
    }));
    notes.machine = { release: release(), version: version(), cpu: cpus()[0]?.model, memoryBytes: totalmem() };
    notes.environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => told.test(name)));
    notes.user = process.getuid?.() === 0 ? 'root' : 'not root';
    Object.assign(notes, found);
    expect(found.displays.length).toBeGreaterThan(0);
  });

  spec(
    'tells graphics, processes and their sandboxes',
    { standIn: 'no GPU process, no metrics of processes' },
    async ({ shared, notes }) => {
      const { app } = await shared();
      const found = await app.evaluate(async ({ app: electronApp }) => ({
        features: electronApp.getGPUFeatureStatus(),
        graphics: await electronApp.getGPUInfo('basic'),
        metrics: electronApp.getAppMetrics(),
        config: process.config.variables,
      }));
      Object.assign(notes, found);
      expect(found.metrics.map(({ type }) => type)).toContain('Browser');
    },
  );
});
