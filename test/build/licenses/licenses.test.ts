import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { licenseProblems } from '../../../build/licenses/check.mjs';
import { printLicenses } from '../../../build/licenses/print.mjs';
import { bundleForNode } from '../../../build/vite.node.mjs';

const root = join(import.meta.dirname, '../../..');

function one(license: string, texts: readonly string[] = ['the text']) {
  return { name: 'left', version: '1.2.3', license, author: 'A. Author', texts: [...texts] };
}

const lock = { packages: { 'node_modules/right/node_modules/left': { version: '1.2.3' } } };

describe('licenseProblems', () => {
  it.each(['MIT', 'BSD-3-Clause', '(MIT OR GPL-3.0-only)', 'MIT AND ISC'])('lets %s pass', (license) => {
    expect(licenseProblems([one(license)], lock)).toEqual([]);
  });

  it.each(['GPL-3.0-only', 'MPL-2.0', 'MIT AND GPL-2.0-only', 'UNLICENSED', '', 'SEE LICENSE IN LICENSE'])(
    'refuses %j',
    (license) => {
      const problem = `left 1.2.3 has the licence '${license}', which is not on the list of permissive ones`;
      expect(licenseProblems([one(license)], lock)).toEqual([problem]);
    },
  );

  it('takes the text of the Apache licence from another package, for one that brings none', () => {
    const [without, other] = [one('Apache-2.0', []), one('Apache-2.0', ['The Apache text'])];
    expect(licenseProblems([without], lock)).toEqual(["left 1.2.3 has the licence 'Apache-2.0' without its text"]);
    expect(licenseProblems([without, other], lock)).toEqual([]);
    expect(printLicenses([without])).not.toContain('The Apache text');
    expect(printLicenses([without, other])).toContain('The Apache text');
  });

  it('refuses a licence without its text, but for MIT, whose text is known', () => {
    expect(licenseProblems([one('ISC', [])], lock)).toEqual(["left 1.2.3 has the licence 'ISC' without its text"]);
    expect(licenseProblems([one('MIT', [])], lock)).toEqual([]);
  });

  it('refuses what package-lock.json does not have', () => {
    const other = {
      packages: { 'node_modules/left': { version: '1.2.4' }, 'node_modules/at-left': { version: '1.2.3' } },
    };
    expect(licenseProblems([one('MIT')], other)).toEqual([
      'left 1.2.3 is bundled, but package-lock.json does not have it',
    ]);
  });

  it('takes a licence that a person has read only as long as its text is the same', () => {
    const h5wasm = { ...one('SEE LICENSE IN LICENSE.txt'), name: 'h5wasm' };
    const locked = { packages: { 'node_modules/h5wasm': { version: '1.2.3' } } };
    const text = readFileSync(join(root, 'node_modules/h5wasm/LICENSE.txt'), 'utf8').trim();
    expect(licenseProblems([{ ...h5wasm, texts: [text] }], locked)).toEqual([]);
    expect(licenseProblems([{ ...h5wasm, texts: [`${text}.`] }], locked)).toHaveLength(1);
  });
});

describe('printLicenses', () => {
  it('prints a text once for all packages that have it, and that of MIT where a package brings none', () => {
    const packages = [one('ISC'), { ...one('MIT', []), name: 'bare' }, { ...one('MIT'), name: 'again' }];
    expect(printLicenses(packages).match(/^===== .*$/gm)).toEqual([
      '===== again 1.2.3 (MIT), left 1.2.3 (ISC)',
      '===== bare 1.2.3 (MIT)',
    ]);
    expect(printLicenses(packages)).toContain('Copyright (c) A. Author');
  });
});

describe('a bundle', () => {
  it('lists the packages whose code it has, with all their licence texts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bloscpack-licenses-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const write = (name: string, text: string): void => {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    };
    write(
      'node_modules/used/package.json',
      '{ "name": "used", "version": "2.0.0", "license": "ISC", "author": { "name": "B" } }',
    );
    write('node_modules/used/lib/index.js', 'export function used() { return new Date(); }');
    write('node_modules/used/LICENSE.md', 'be free\n');
    write('node_modules/used/COPYING', 'copy it\n');
    write('node_modules/used/package.json~', '');
    write('node_modules/unused/index.js', 'export const unused = 2;');
    write('entry.ts', "import { used } from 'used/lib/index.js';\nprocess.stdout.write(String(used()));");
    await bundleForNode({ entry: 'entry.ts', file: 'program.cjs' }, { root: folder, outDir: join(folder, 'out') });
    expect(JSON.parse(readFileSync(join(folder, 'out/licenses/program.cjs.json'), 'utf8'))).toEqual([
      { name: 'used', version: '2.0.0', license: 'ISC', author: 'B', texts: ['copy it', 'be free'] },
    ]);
  });

  it('of this program is in dist/LICENSES.txt, with the codecs and the program itself', () => {
    const all = readFileSync(join(root, 'dist/LICENSES.txt'), 'utf8');
    const titles = all.match(/^===== .*$/gm)?.join('\n') ?? '';
    for (const name of [
      'Bloscpack Studio',
      'blosc/',
      'lz4/',
      'snappy/',
      'zlib/',
      'zstd/',
      'node-addon-api',
      'commander',
      'zod',
    ]) {
      expect(titles).toContain(name);
    }
    for (const name of ['react-dom', 'radix', 'recharts', 'h5wasm', 'hyparquet']) expect(titles).toContain(name);
    expect(readFileSync(join(root, 'dist/renderer/licenses.txt'), 'utf8')).toBe(all);
  });
});
