import { extname } from 'node:path';
import type { BatchRequest } from '../../../shared/contract/intake.js';

const CONTAINER_SUFFIX = '.blp';
const ARRAY_SUFFIX = '.npy';

type Templates = Pick<BatchRequest, 'nameTemplate' | 'plainTemplate'>;

/** The output's name for a file that is compressed: `{stem}` and `{ext}` (with its dot) of the template filled in. */
export function compressedName(sourceName: string, template: string): string {
  const { stem, ext } = splitName(sourceName);
  return fill(template, { '{stem}': stem, '{ext}': ext });
}

/**
 * The output's name for a container: the name from which the template was filled, or the name without `.blp`, filled into the
 * template for decompressed files. An array becomes a `.npy` file. Never the container's own name.
 */
export function decompressedName(containerName: string, { nameTemplate, plainTemplate }: Templates, isArray: boolean) {
  const original = unfill(containerName, nameTemplate) ?? withoutSuffix(containerName, CONTAINER_SUFFIX);
  const plain = plainTemplate === undefined ? original : compressedName(original, plainTemplate);
  if (plain === containerName || plain === '') return `${containerName}${isArray ? ARRAY_SUFFIX : '.raw'}`;
  return isArray && !plain.toLowerCase().endsWith(ARRAY_SUFFIX) ? `${plain}${ARRAY_SUFFIX}` : plain;
}

/** The output's name for the array of a file, or for one of several, that is converted to the format of this ending. */
export function convertedName(sourceName: string, ending: string, member?: string): string {
  const file = member === undefined ? '' : memberPlace(member).file;
  if (file !== '' && file !== '.' && file !== '..') return `${file.replace(/[\\:]/g, '_')}.${ending}`;
  const stem = withoutSuffix(withoutSuffix(sourceName, CONTAINER_SUFFIX), ARRAY_SUFFIX);
  return `${stem.replace(OTHER_ENDINGS, '')}.${ending}`;
}

/** Of formats that are read. */
const OTHER_ENDINGS =
  /(?<=.)\.(zarr3?\.zip|zarr3?|h5|hdf5|npz|bcolz|parquet|arrows?|feather|joblib|pkl|pickle|csv|tsv)$/i;

/** The folder in which the arrays of a `.npz` archive become containers. */
export function archiveFolderName(archiveName: string): string {
  const { stem } = splitName(archiveName);
  return stem === archiveName ? `${archiveName}.arrays` : stem;
}

/** The file name of an archive's array. */
export function memberFileName(member: string): string {
  return `${member}${ARRAY_SUFFIX}`;
}

/** The folders of an array of another format, which are its groups, and the name of its file: `/group/x`. */
export function memberPlace(member: string): { readonly groups: readonly string[]; readonly file: string } {
  const parts = member.split('/').filter((part) => part !== '');
  return { groups: parts.slice(0, -1), file: parts.at(-1) ?? '' };
}

/** `name (2).npy.blp`: the number is inserted before all endings that the program adds. */
export function numberedName(name: string, number: number): string {
  const [, stem = name, endings = ''] = /^(.+?)((?:\.npy)?(?:\.blp)?|\.zarr\.zip|\.[^.]+)$/.exec(name) ?? [];
  return `${stem} (${number})${endings}`;
}

/** PATH_MAX, with its NUL; Windows counts UTF-16 code units. */
const MAX_PATH_BYTES = 4095;
const MAX_WINDOWS_PATH = 32_000;

export function isPathTooLong(path: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'win32' ? path.length > MAX_WINDOWS_PATH : Buffer.byteLength(path) > MAX_PATH_BYTES;
}

function splitName(name: string): { readonly stem: string; readonly ext: string } {
  const ext = extname(name);
  return { stem: name.slice(0, name.length - ext.length), ext };
}

type Placeholder = '{stem}' | '{ext}';

const PLACEHOLDERS = /\{stem\}|\{ext\}/g;

function fill(template: string, values: Readonly<Record<Placeholder, string>>): string {
  // The pattern matches only placeholders.
  return template.replace(PLACEHOLDERS, (placeholder) => values[placeholder as Placeholder]);
}

/** The name with which the template was filled; undefined when this name cannot come from the template. */
function unfill(name: string, template: string): string | undefined {
  const parts = template.split(/(\{stem\}|\{ext\})/);
  const patterns = { '{stem}': '(?<stem>.+)', '{ext}': '(?<ext>\\.[^.]*)?' } as const satisfies Record<
    Placeholder,
    string
  >;
  const once = (part: string): boolean => parts.filter((other) => other === part).length <= 1;
  if (!parts.includes('{stem}') || !once('{stem}') || !once('{ext}')) return undefined;
  const pattern = parts.map((part) => (isPlaceholder(part) ? patterns[part] : escaped(part))).join('');
  const groups = new RegExp(`^${pattern}$`, 's').exec(name)?.groups;
  return groups && `${groups.stem}${groups.ext ?? ''}`;
}

function isPlaceholder(part: string): part is Placeholder {
  return part === '{stem}' || part === '{ext}';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function withoutSuffix(name: string, suffix: string): string {
  return name.toLowerCase().endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}
