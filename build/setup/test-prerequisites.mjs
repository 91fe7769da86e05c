import { aptInstall, aptInstallListed, mayUseApt } from './apt.mjs';
import { isOnPath } from './package-managers.mjs';
import { announce, run } from './run.mjs';

/** The environment with another allocator instead of malloc, as in Electron. */
const preloading = { ...process.env, LD_PRELOAD: 'libjemalloc.so.2' };

/**
 * What some tests need beyond the build. It is optional: without it, those tests are skipped with the reason.
 *
 * @type {readonly { isInstalled: () => boolean, packages: readonly string[] }[]}
 */
const tools = [
  {
    isInstalled: () => isOnPath('chromium-headless-shell') || isOnPath('chromium'),
    packages: ['chromium-headless-shell'],
  },
  {
    isInstalled: () => run('/usr/bin/python3', ['-c', 'import blosc, numpy']).ok,
    packages: ['python3-blosc', 'python3-numpy'],
  },
  { isInstalled: () => run('/usr/bin/python3', ['-c', 'import joblib, numpy']).ok, packages: ['python3-joblib'] },
  {
    isInstalled: () => run('/usr/bin/python3', ['-c', 'import h5py, tables']).ok && isOnPath('h5dump'),
    packages: ['python3-h5py', 'python3-tables', 'hdf5-tools'],
  },
  {
    // What opens reference files.
    isInstalled: () => run('/usr/bin/python3', ['-c', 'import zarr, fsspec, aiohttp, xarray, dask.array']).ok,
    packages: [
      'python3-zarr',
      'python3-fsspec',
      'python3-aiohttp',
      'python3-requests',
      'python3-xarray',
      'python3-dask',
    ],
  },
  {
    // A real S3 server.
    isInstalled: () => ['radosgw', 'ceph', 'ceph-mon', 'ceph-osd'].every((name) => isOnPath(name)),
    packages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-mgr', 'ceph-common'],
  },
  { isInstalled: () => isOnPath('clang-format'), packages: ['clang-format'] },
  {
    // The dynamic linker prints a warning if it cannot preload the library, and continues.
    isInstalled: () => process.platform !== 'linux' || run('true', [], { env: preloading }).output === '',
    packages: ['libjemalloc2'],
  },
];

/** @returns {string[]} Debian's names of what is missing */
export function missingTestTools() {
  return tools.filter(({ isInstalled }) => !isInstalled()).flatMap((tool) => tool.packages);
}

/** Installs missing packages if allowed; on failure prints a message and continues. */
export function installTestTools() {
  const packages = missingTestTools();
  if (packages.length === 0 || !mayUseApt()) return;
  announce(`installing ${packages.join(', ')} with apt, for the tests (some minutes, once)`);
  if (aptInstall(packages).ok) return;
  // Another release may lack one of them: that should cost its own tests only.
  for (const tool of tools) if (!tool.isInstalled()) aptInstallListed(tool.packages);
  announce(`apt could not install ${missingTestTools().join(', ')}; the tests that need them are skipped`);
}
