/** Loads the stand-in's TypeScript without a build of its own, and starts the app that the arguments name. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('start.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'error',
});
await module.startElectron(process.argv.slice(2));
