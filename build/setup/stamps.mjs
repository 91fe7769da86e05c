import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A build step is current if its outputs exist and its stamp has the fingerprint of its present inputs.
 * Contents are compared, not times, which git and copying change; the sources are small enough for that.
 */

/**
 * @param {string} root the folder that `inputs` are relative to
 * @param {readonly string[]} inputs files and folders; what does not exist counts as empty
 * @param {(path: string) => boolean} [matters] which files in those folders count, by path relative to `root`
 * @returns {string} a digest of names and contents, of this platform and of this architecture
 */
export function fingerprint(root, inputs, matters = () => true) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const files = inputs.flatMap((input) => listFiles(root, input).filter((file) => file === input || matters(file)));
  for (const file of files.sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} stampPath
 * @param {string} wanted the fingerprint of the present inputs
 * @param {readonly string[]} outputs paths
 * @returns {boolean}
 */
export function isCurrent(stampPath, wanted, outputs) {
  if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== wanted) return false;
  return outputs.every((output) => existsSync(output));
}

/**
 * @param {string} stampPath
 * @param {string} value the fingerprint of the inputs that were built
 */
export function writeStamp(stampPath, value) {
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, value);
}

/**
 * @param {string} root
 * @param {string} path relative to `root`, with forward slashes
 * @returns {string[]} the file itself, or every file below the folder
 */
function listFiles(root, path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute).flatMap((name) => listFiles(root, `${path}/${name}`));
}
