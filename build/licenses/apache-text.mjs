/** @typedef {import('./bundled-packages.mjs').BundledPackage} BundledPackage */

const APACHE = 'Apache-2.0';

/**
 * The text of the Apache licence, which is the same for all packages that have it, for one that brings none: that of another package,
 * of the same author where there is one. Undefined for other licences, and where no package brings the text.
 *
 * @param {BundledPackage} bundled
 * @param {readonly BundledPackage[]} packages
 * @returns {string | undefined}
 */
export function apacheTextOf({ license, author }, packages) {
  if (license !== APACHE) return undefined;
  const withText = packages.filter((other) => other.license === APACHE && other.texts.length > 0);
  return (withText.find((other) => other.author === author) ?? withText[0])?.texts[0];
}
