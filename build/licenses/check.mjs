import { createHash } from 'node:crypto';
import { apacheTextOf } from './apache-text.mjs';

/** Licences that ask for nothing but that their text is handed on, by their SPDX names. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
];

/**
 * Read by a person: permissive licences without a name, by the SHA-256 of the package's texts.
 *
 * @type {Record<string, string>}
 */
const REVIEWED = {
  // NIST's statement, and the BSD-style terms of the HDF5 library inside.
  h5wasm: 'e3faaec44e93a4352e5b8791a2770fb4636b7359f90b8a9c35b01928324ee65f',
};

/** @typedef {{ packages: Record<string, { version?: string }> }} Lock the content of package-lock.json */

/**
 * Why packages may not be handed on, in a sentence each; empty when all may.
 *
 * @param {readonly import('./bundled-packages.mjs').BundledPackage[]} packages
 * @param {Lock} lock
 * @returns {string[]}
 */
export function licenseProblems(packages, lock) {
  return packages.flatMap((bundled) => {
    const { name, version, license, texts } = bundled;
    const what = `${name} ${version}`;
    if (!isLocked(bundled, lock)) return [`${what} is bundled, but package-lock.json does not have it`];
    if (REVIEWED[name] !== undefined && REVIEWED[name] === digestOf(texts)) return [];
    if (!isPermissive(license))
      return [`${what} has the licence '${license}', which is not on the list of permissive ones`];
    if (texts.length === 0 && license !== 'MIT' && !apacheTextOf(bundled, packages))
      return [`${what} has the licence '${license}' without its text`];
    return [];
  });
}

/**
 * @param {import('./bundled-packages.mjs').BundledPackage} bundled
 * @param {Lock} lock
 */
function isLocked({ name, version }, lock) {
  const paths = Object.keys(lock.packages).filter((path) => `/${path}`.endsWith(`/node_modules/${name}`));
  return paths.some((path) => lock.packages[path]?.version === version);
}

/**
 * `A OR B` when one of them is, `A AND B` when both are; what mixes them is for a person to read.
 *
 * @param {string} license
 */
function isPermissive(license) {
  const expression = license.replace(/^\((.*)\)$/, '$1');
  const either = expression.split(' OR ');
  return either.length > 1
    ? either.some((name) => PERMISSIVE.includes(name))
    : expression.split(' AND ').every((name) => PERMISSIVE.includes(name));
}

/** @param {readonly string[]} texts */
function digestOf(texts) {
  return createHash('sha256').update(texts.join('\n')).digest('hex');
}
