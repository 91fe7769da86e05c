import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { SANDBOX_PARAMETERS } from '../double/page-side.js';
import { bridgeMembers } from '../real/bridge-members.js';
import { dist } from './desktop-app.js';

const anyRequire = /\brequire\(\s*["']([^"']+)["']\s*\)/g;
const electronImport = /(?:\brequire\(|\bfrom\s*|\bimport\(?\s*)\s*["']electron(?:\/\w+)?["']/;
const nodeModules = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

describe('the preload bundle', () => {
  it('requires nothing but electron', () => {
    expect(requiredBy('preload.cjs')).toEqual(['electron']);
  });

  it('runs in the sandbox, and exposes one object of functions', () => {
    const exposed: [string, Record<string, unknown>][] = [];
    const electron = {
      contextBridge: { exposeInMainWorld: (key: string, api: Record<string, unknown>) => exposed.push([key, api]) },
      ipcRenderer: {},
      webUtils: {},
    };
    const sandboxRequire = (name: string) => {
      if (name === 'electron') return electron;
      throw new Error(`module not found: ${name}`);
    };
    const source = `(function (${SANDBOX_PARAMETERS.join(', ')}) {${textOf('preload.cjs')}\n})`;
    const run: (...sandbox: unknown[]) => void = runInNewContext(source, {});
    run(sandboxRequire, { type: 'renderer', sandboxed: true }, {}, { exports: {} });
    const [[key, api] = ['', {}]] = exposed;
    expect(key).toBe('bloscpack');
    expect(Object.values(api).every((member) => typeof member === 'function')).toBe(true);
    expect(Object.keys(api).sort()).toEqual(bridgeMembers);
  });
});

describe('the main bundle', () => {
  it('requires only electron and what Node has', () => {
    expect(requiredBy('main.cjs').filter((name) => name !== 'electron' && !nodeModules.has(name))).toEqual([]);
  });
});

describe.each(['worker.cjs', 'inspect.cjs', 'compare.cjs', 'contenders.cjs', 'engine.cjs', 'blpk.cjs', 'serve.cjs'])(
  'the bundle %s',
  (name) => {
    it('runs without Electron', () => {
      expect(textOf(name)).not.toMatch(electronImport);
    });
  },
);

const renderer = join(dist, 'renderer');

describe.skipIf(!existsSync(renderer))(
  `the page${existsSync(renderer) ? '' : ' (SKIPPED: dist/renderer is not built)'}`,
  () => {
    it('uses neither Electron nor Node', () => {
      const scripts = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.js'),
      );
      expect(scripts).not.toEqual([]);
      for (const script of scripts) {
        const text = readFileSync(join(renderer, script), 'utf8');
        expect(text, script).not.toMatch(electronImport);
        expect(text, script).not.toMatch(/\b(?:require\(|from\s*)["']node:/);
      }
    });

    it('has no inline script or style in its HTML', () => {
      const html = readFileSync(join(renderer, 'index.html'), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i);
    });
  },
);

/** The code of a bundle, with that of its parts where it is in parts. */
function textOf(name: string): string {
  const [own = ''] = readdirSync(dist).filter((found) =>
    new RegExp(`^${name.replace('.cjs', '')}-[0-9a-f]{16}$`).test(found),
  );
  const parts = own === '' ? [] : readdirSync(join(dist, own)).filter((part) => part.endsWith('.cjs'));
  const files = [name, ...parts.map((part) => join(own, part))];
  return files.map((file) => readFileSync(join(dist, file), 'utf8')).join('\n');
}

function requiredBy(name: string): readonly string[] {
  return [...new Set([...textOf(name).matchAll(anyRequire)].map(([, required = '']) => required))];
}
