import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeName, encodeName } from '../../../electron/cli/raw-names.js';
import { arangeMember } from '../engine/arrays/zip-file.js';
import { runShell, scratchDirectory } from './run-blpk.js';

describe('a name', () => {
  test('of any bytes comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(Buffer.from(encodeName(decodeName(bytes))).equals(bytes)).toBe(true);
      }),
    );
  });

  test.each([
    ['UTF-8', Buffer.from('größe 大小 🎉'), 'größe 大小 🎉'],
    ['Latin-1', Buffer.from('groß', 'latin1'), 'gro\udcdf'],
    ['a character cut in two', Buffer.of(0xe5, 0xa4), '\udce5\udca4'],
    ['half a surrogate pair', Buffer.of(0xed, 0xa0, 0x80), '\udced\udca0\udc80'],
    ['too long a form', Buffer.of(0xc0, 0xaf), '\udcc0\udcaf'],
    ['a character whose second half looks like an escape', Buffer.from('\u{10080}'), '\u{10080}'],
    ['a mark of the byte order', Buffer.of(0xef, 0xbb, 0xbf, 0x61), '\ufeffa'],
  ])('of %s', (_, bytes, text) => {
    expect(decodeName(bytes)).toBe(text);
    expect(Buffer.from(encodeName(text)).equals(bytes)).toBe(true);
  });
});

describe.skipIf(process.platform !== 'linux')('files whose names are not UTF-8', () => {
  const cwd = scratchDirectory();
  const raw = (name: string) => Buffer.concat([Buffer.from(`${cwd}/`), Buffer.from(name, 'latin1')]);
  const { bytes: npy } = arangeMember('a.npy', 1000);

  test('are packed, looked at, changed and unpacked like any others', () => {
    writeFileSync(raw('groß.npy'), npy);
    const script = `
      f=$(printf 'gro\\337'); set -e
      blpk pack "$f.npy"; blpk info "$f.blp" > /dev/null; blpk verify "$f.blp" > /dev/null
      blpk append "$f.blp" "$f.npy"; blpk meta set "$f.blp" a=1; blpk -f compress "$f.npy"
      blpk recompress --in-place -c zstd "$f.blp" > /dev/null; blpk slice "$f.blp" 1000: "$f.slice"
      blpk -f unpack "$f.blp" "$f.2.npy"; blpk decompress "$f.npy.blp" "$f.3.npy"; blpk info --json "$f.blp"
      mkdir "d$f"; blpk pack "$f.npy" "d$f/x.blp"; cd "d$f"; blpk verify x.blp > /dev/null`;
    const { out, err } = runShell(script, cwd);
    expect(err).not.toContain('error');
    expect(JSON.parse(out)).toMatchObject({ file: 'gro\udcdf.blp', metadata: { shape: [2000], a: 1 } });
    for (const name of ['groß.3.npy', 'groß.slice']) expect(readFileSync(raw(name)).equals(npy), name).toBe(true);
    const names = readdirSync(cwd, { encoding: 'buffer' }).map((name) => name.toString('latin1'));
    expect(names.sort()).toEqual([
      'dgroß',
      ...['2.npy', '3.npy', 'blp', 'npy', 'npy.blp', 'slice'].map((end) => `groß.${end}`),
    ]);
  });

  test('are named in messages without breaking the terminal', () => {
    const { err } = runShell('blpk verify "$(printf \'no\\337.blp\')"', cwd);
    expect(err).toBe("blpk: error: file 'no\\udcdf.blp' does not exist!\n");
  });

  test('leave nothing behind when they cannot be written', () => {
    const script = 'blpk compress "$(printf \'gro\\337.npy\')" "$(printf \'none\\337/x.blp\')"';
    expect(runShell(script, cwd).err).toContain('none\\udcdf/x.blp');
    expect(readdirSync(join(cwd)).some((name) => name.includes('.partial'))).toBe(false);
  });
});
