import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A package whose code is in something that is handed on. `license` and `author` are as in its manifest, empty where that does not
 * say; `texts` are its licence files and notices, in the order of their names.
 *
 * @typedef {{ name: string, version: string, license: string, author: string, texts: string[] }} BundledPackage
 */

/** The folder of the package that a module belongs to. */
const PACKAGE_FOLDER = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * A plugin that writes which packages a bundle has code of, as JSON, a list of BundledPackage.
 *
 * @param {string} listPath
 * @returns {import('vite').Plugin}
 */
export function listPackages(listPath) {
  return {
    name: 'list-packages',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
      const folders = new Set(modules.flatMap((id) => PACKAGE_FOLDER.exec(id)?.[0] ?? []));
      mkdirSync(dirname(listPath), { recursive: true });
      writeFileSync(listPath, `${JSON.stringify([...folders].sort().map(readPackage), undefined, 2)}\n`);
    },
  };
}

/**
 * @param {string} folder
 * @returns {BundledPackage}
 */
export function readPackage(folder) {
  const manifest = join(folder, 'package.json');
  const {
    name = folder,
    version = '',
    license = '',
    author = '',
  } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, version, license, author: author.name ?? author, texts };
}
