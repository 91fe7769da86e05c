import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readArchive } from './archive.js';
import { fusesOn } from './fuses.js';
import { PACKED_EXECUTABLES, pack } from './pack.js';

const released = ['embeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar', 'wasmTrapHandlers'];

it('packs an end-to-end flavour that differs in the one fuse that a debugger needs', async () => {
  const output = await pack({ platform: 'linux', target: ['--linux', 'dir'], e2e: true });
  const on = fusesOn(join(output, PACKED_EXECUTABLES.linux));
  expect(on.toSorted()).toEqual([...released, 'nodeCliInspect'].toSorted());
});

it('packs for Windows, with the digest of the archive in the program', async () => {
  const output = await pack({ platform: 'win32', target: ['--win', 'dir'] });
  const program = join(output, PACKED_EXECUTABLES.win32);
  expect(fusesOn(program)).toEqual(released);
  expect(readFileSync(program, 'latin1')).toMatch(/"file":"resources\\\\app\.asar","alg":"SHA256","value":"\w{64}"/i);
  expect(readArchive(join(output, 'win-unpacked/resources/app.asar')).has('dist/main.cjs')).toBe(true);
});

it('packs for macOS, with the digest of the archive and the file types in its property list', async () => {
  const output = await pack({ platform: 'darwin', target: ['--mac', 'dir'] });
  expect(fusesOn(join(output, PACKED_EXECUTABLES.darwin))).toEqual(released);
  const list = readFileSync(join(output, 'mac/Bloscpack Studio.app/Contents/Info.plist'), 'utf8');
  expect(list).toMatch(/<key>ElectronAsarIntegrity<\/key>.*<key>Resources\/app.asar<\/key>.*SHA256/s);
  const extensions = list.matchAll(/<key>CFBundleTypeExtensions<\/key>\s*<array>\s*<string>(\w+)<\/string>/g);
  expect(Array.from(extensions, ([, extension]) => extension)).toEqual(['blp', 'npy', 'npz']);
  expect(list).toMatch(/<key>CFBundleIdentifier<\/key>\s*<string>org.bloscpack.studio<\/string>/);
  expect(list).toMatch(/<key>CFBundleDisplayName<\/key>\s*<string>Bloscpack Studio<\/string>/);
  // What the menu bar shows.
  expect(list).toMatch(/<key>CFBundleName<\/key>\s*<string>Bloscpack Studio<\/string>/);
});
