/**
 * How electron-builder is called.
 *
 * @typedef {object} Packaging
 * @property {boolean} e2e the flavour that end-to-end tests drive: debuggers may attach to it, in nothing else it differs
 * @property {readonly string[]} args handed on: targets and what else electron-builder knows
 */

/** @type {Readonly<Record<string, readonly string[]>>} */
const platformFlags = {
  darwin: ['--mac', '-m', '--macos', '-o'],
  linux: ['--linux', '-l'],
  win32: ['--win', '-w', '--windows'],
};

/** On Linux the name becomes a folder below /opt and the start of an AppImage's name, where a space is asking for trouble. */
const withoutSpace = '-c.productName=BloscpackStudio';

/**
 * Flipping a fuse breaks the signature that Electron comes with, and macOS on arm64 starts nothing whose signature is broken.
 * This signs again, in nobody's name; where there is a certificate, electron-builder signs once more with that.
 */
const signAgain = '-c.electronFuses.resetAdHocDarwinSignature=true';

/**
 * @param {Packaging} packaging
 * @param {string} host the platform this runs on, as Node names it
 * @returns {string[]} arguments of electron-builder's own command
 * @throws {Error} when `args` asks for publishing, which electron-builder also does unasked on some CI machines
 */
export function builderArguments({ e2e, args }, host) {
  const publish = args.find((arg) => /^(-p|--publish)(=|$)/.test(arg));
  if (publish) throw new Error(`Expected no ${publish}: packages are published by hand.`);
  const flavour = ['-c.electronFuses.enableNodeCliInspectArguments=true', '-c.directories.output=out/e2e'];
  const named = Object.keys(platformFlags).find((name) => platformFlags[name]?.some((flag) => args.includes(flag)));
  return [
    '--config',
    'electron-builder.yml',
    '--publish',
    'never',
    ...((named ?? host) === 'linux' ? [withoutSpace] : []),
    // codesign is a program of macOS.
    ...(host === 'darwin' ? [signAgain] : []),
    ...(e2e ? flavour : []),
    ...args,
  ];
}

/**
 * The add-on is compiled for this machine: a package for another one would hold a library that cannot be loaded there.
 *
 * @param {readonly string[]} args
 * @param {{ platform: string, arch: string }} machine as Node names them
 * @returns {string | undefined} the argument that asks for another platform or architecture
 */
export function foreignTarget(args, { platform, arch }) {
  const foreignFlags = Object.entries(platformFlags).flatMap(([name, flags]) => (name === platform ? [] : flags));
  const foreignArchs = ['--x64', '--arm64', '--ia32', '--armv7l', '--universal'].filter((flag) => flag !== `--${arch}`);
  return args.find((arg) => foreignFlags.includes(arg) || foreignArchs.includes(arg));
}
