import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../scratch-folder.js';
import { arangeMember } from '../engine/arrays/zip-file.js';
import { program, runShell } from './run-blpk.js';

describe.skipIf(process.platform !== 'linux')('files whose names are not UTF-8', () => {
  const cwd = scratchFolder();
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

  test('are found in folders, whose own names may be such too', () => {
    const script = `
      set -e; d=$(printf 'walked'); in=$(printf 'walked/in\\351'); mkdir -p "$in"
      cp "$(printf 'gro\\337.npy')" "$(printf 'walked/caf\\351.npy')"; cp "$(printf 'gro\\337.npy')" "$in/x.npy"
      blpk pack -r walked; blpk ls walked | wc -l; blpk digest walked | tee list | wc -l; blpk digest --check - < list; blpk ls "$in"`;
    const { out, err } = runShell(script, cwd);
    expect(err).not.toContain('error');
    expect(out.replaceAll(/ +/g, '')).toMatch(/^1\n2\nwalked::caf\\udce9:OK\nwalked::in\\udce9\/x:OK\n/);
  });

  test('and names with control characters do no harm to a terminal', () => {
    const script = `cp "$(printf 'gro\\337.npy')" "$(printf 'e\\033[31m.npy')"; blpk digest e*.npy | cat
      script -qec "${process.execPath} ${program} digest e*.npy" /dev/null`;
    const [raw = '', shown = ''] = runShell(script, cwd).out.trimEnd().split(/\r?\n/);
    expect(raw.slice(64)).toBe('  e\u001b[31m.npy');
    expect(shown.slice(64)).toBe('  e\\x1b[31m.npy');
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
