import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executableIn } from '../../../build/electron-binary.mjs';
import { CHROMIUM } from '../../chromium.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The stand-in's executable. */
export const DOUBLE = join(root, 'test/electron/double/electron');

export interface ElectronUnderTest {
  readonly kind: 'real' | 'stand-in';
  readonly path: string;
  /** Why nothing can run here; only of the stand-in, for a real Electron is asked for and then has to be there. */
  readonly absent?: string;
}

/**
 * What the tests drive: the stand-in or, with `E2E_REAL=1`, the Electron that `npx install-electron` has installed or that
 * `ELECTRON_OVERRIDE_DIST_PATH` names. Throws when a real one is asked for and is not there: a run on the stand-in would
 * pass for one on Electron.
 */
export function chooseElectron(environment: NodeJS.ProcessEnv): ElectronUnderTest {
  if (environment.E2E_REAL) return { kind: 'real', path: realPath(environment.ELECTRON_OVERRIDE_DIST_PATH) };
  const standIn = { kind: 'stand-in', path: DOUBLE } as const;
  return existsSync(CHROMIUM) ? standIn : { ...standIn, absent: `there is no ${CHROMIUM}, which the stand-in drives` };
}

function realPath(override: string | undefined): string {
  const folder = override ?? join(root, 'node_modules/electron/dist');
  if (folder === dirname(DOUBLE)) throw new Error(`E2E_REAL asks for a real Electron, but ${folder} has the stand-in.`);
  const found = executableIn(folder);
  if (found === undefined)
    throw new Error(`E2E_REAL asks for a real Electron, but ${folder} has none: 'npm run test:electron' downloads it.`);
  return found.path;
}

export const electronUnderTest = chooseElectron(process.env);

export const isReal = electronUnderTest.kind === 'real';

/** The version that is pinned. */
export const pinnedVersion: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies
  .electron;

/** Chromium refuses to run as root with its sandbox on; the stand-in has none. */
export const maySandbox = !isReal || process.platform !== 'linux' || process.getuid?.() !== 0;
