/**
 * How fluid the app is: drives it in Chromium as its user does, and prints each figure beside a reference of the same run.
 * Nothing fails here; what these figures rest on is counted by the tests in `test/e2e`.
 *
 *   npm run bench:ui [-- --rounds 5 --only jobs,files,'huge containers','many files']
 */
import { join } from 'node:path';
import { runnerImport } from 'vite';

// The add-on's own search goes out from a folder that a module has only in Vitest or in a bundle.
process.env.BLOSCPACK_NATIVE ??= join(import.meta.dirname, '../../../dist/native/bloscpack.node');
const { module } = await runnerImport(join(import.meta.dirname, 'bench-ui.ts'), { configFile: false });
await module.benchUi();
