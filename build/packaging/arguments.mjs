/**
 * The arguments of electron-builder.
 *
 * @typedef {object} Packaging
 * @property {boolean} e2e the flavour for end-to-end tests, which differs only in that debuggers may attach to it
 * @property {readonly string[]} args passed on: targets and other options of electron-builder
 */

/** @type {Readonly<Record<string, readonly string[]>>} */
const platformFlags = {
  darwin: ['--mac', '-m', '--macos', '-o'],
  linux: ['--linux', '-l'],
  win32: ['--win', '-w', '--windows'],
};

/** On Linux the name becomes a folder below /opt and the start of an AppImage's name, where a space causes faults. */
const withoutSpace = '-c.productName=BloscpackStudio';

/**
 * Flipping a fuse breaks Electron's signature, and macOS on arm64 does not start programs with a broken one.
 * This signs again, without an identity; with a certificate, electron-builder signs once more.
 */
const adHocSigning = '-c.electronFuses.resetAdHocDarwinSignature=true';

/**
 * @param {Packaging} packaging
 * @param {string} host the platform of this machine, as Node names it
 * @returns {string[]} arguments of electron-builder's own command
 * @throws {Error} if `args` requests publishing, which electron-builder does by default on some CI machines
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
    // codesign exists only on macOS.
    ...(host === 'darwin' ? [adHocSigning] : []),
    ...(e2e ? flavour : []),
    ...args,
  ];
}

/**
 * The add-on is compiled for this machine: a package for another one would hold a library that cannot be loaded there.
 *
 * @param {readonly string[]} args
 * @param {{ platform: string, arch: string }} machine as Node names them
 * @returns {string | undefined} the argument that requests another platform or architecture
 */
export function foreignTarget(args, { platform, arch }) {
  const foreignFlags = Object.entries(platformFlags).flatMap(([name, flags]) => (name === platform ? [] : flags));
  const foreignArchs = ['--x64', '--arm64', '--ia32', '--armv7l', '--universal'].filter((flag) => flag !== `--${arch}`);
  return args.find((arg) => foreignFlags.includes(arg) || foreignArchs.includes(arg));
}
