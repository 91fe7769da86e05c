import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseElectron, DOUBLE } from './electron-under-test.js';

it('takes the stand-in when no real Electron is asked for', () => {
  expect(chooseElectron({})).toMatchObject({ kind: 'stand-in', path: DOUBLE });
});

it('fails without the real Electron that is asked for, instead of taking the stand-in', () => {
  const folder = join(import.meta.dirname, 'nothing-here');
  const chosen = () => chooseElectron({ E2E_REAL: '1', ELECTRON_OVERRIDE_DIST_PATH: folder });
  expect(chosen).toThrow(/E2E_REAL asks for a real Electron, but .*nothing-here has none/);
});

it('takes no stand-in for a real one', () => {
  const chosen = () => chooseElectron({ E2E_REAL: '1', ELECTRON_OVERRIDE_DIST_PATH: dirname(DOUBLE) });
  expect(chosen).toThrow('has the stand-in');
});
