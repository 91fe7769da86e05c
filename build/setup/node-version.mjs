/**
 * Imported first by every script that a user starts, so that an old Node prints one plain sentence instead of a syntax error
 * of some package. Use only syntax and built-ins here that every Node with ES modules has.
 */

/** Oldest Node that the tools here run on; package.json `engines` says the same. */
const oldest = { major: 20, minor: 19 };

/**
 * @param {string} version as in `process.versions.node`
 * @returns {boolean}
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

if (!isSupportedNode(process.versions.node)) {
  const wanted = `${oldest.major}.${oldest.minor}`;
  console.error(`Bloscpack Studio needs Node ${wanted} or newer, but this is Node ${process.versions.node}.`);
  process.exit(1);
}
