import { sep } from 'node:path';

/**
 * A plugin that fails when a bundle has code of one of these folders; types are no code.
 *
 * @param {readonly string[]} folders absolute
 * @returns {import('vite').Plugin}
 */
export function leaveOut(folders) {
  return {
    name: 'leave-out',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
      const inside = modules.find((id) => folders.some((folder) => id.replaceAll('/', sep).startsWith(folder + sep)));
      if (inside === undefined) return;
      const [importer = 'its entry'] = this.getModuleInfo(inside)?.importers ?? [];
      this.error(`this bundle must not hold ${inside}, which ${importer} imports: see build/bundles.mjs`);
    },
  };
}
