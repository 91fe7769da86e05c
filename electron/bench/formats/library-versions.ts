/**
 * Versions of the bundled packages, which are not available at run time. A test compares them with package.json.
 */
export const LIBRARY_VERSIONS = {
  h5wasm: '0.8.11',
  hyparquet: '1.31.5',
  'hyparquet-writer': '0.17.0',
} as const;
