import { readFileSync } from 'node:fs';

interface Folder {
  readonly files: Readonly<Record<string, Folder | File>>;
}

interface File {
  readonly size: number;
  /** Decimal, from the end of the header. */
  readonly offset: string;
}

/**
 * What is in an `app.asar`: path to content. Its header: a 16-byte pickle whose second and fourth numbers, 32-bit
 * little-endian, are the size of the rest of the header and the length of the JSON that follows.
 */
export function readArchive(path: string): ReadonlyMap<string, Buffer> {
  const content = readFileSync(path);
  const start = 8 + content.readUInt32LE(4);
  // Written by electron-builder.
  const header = JSON.parse(content.toString('utf8', 16, 16 + content.readUInt32LE(12))) as Folder;
  return new Map(
    listFiles(header, '').map(([name, { size, offset }]) => {
      const from = start + Number(offset);
      return [name, content.subarray(from, from + size)];
    }),
  );
}

function listFiles({ files }: Folder, prefix: string): readonly (readonly [string, File])[] {
  return Object.entries(files).flatMap(([name, entry]) =>
    'files' in entry ? listFiles(entry, `${prefix}${name}/`) : [[`${prefix}${name}`, entry] as const],
  );
}
