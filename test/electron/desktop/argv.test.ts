import { describe, expect, it } from 'vitest';
import { filesFromArgv } from '../../../electron/desktop/argv.js';

const packaged = { cwd: '/home/ann', defaultApp: false } as const;
const fromSources = { cwd: '/home/ann', defaultApp: true } as const;

describe('filesFromArgv', () => {
  it.each([
    ['nothing but the program', packaged, ['/opt/studio'], []],
    ['an absolute path', packaged, ['/opt/studio', '/data/a.npy'], ['/data/a.npy']],
    ['a path relative to the working directory', packaged, ['/opt/studio', '../ann/b/a.npy'], ['/home/ann/b/a.npy']],
    [
      'spaces and other scripts',
      packaged,
      ['/opt/studio', 'días de lluvia/été.npy'],
      ['/home/ann/días de lluvia/été.npy'],
    ],
    ['a file URI, as Linux launchers give it', packaged, ['/opt/studio', 'file:///data/a%20b.npy'], ['/data/a b.npy']],
    ['a file URI in capitals', packaged, ['/opt/studio', 'FILE:///data/a.npy'], ['/data/a.npy']],
    ['a URI on another host', packaged, ['/opt/studio', 'file://elsewhere/data/a.npy'], []],
    ['an encoded separator', packaged, ['/opt/studio', 'file:///data%2fa.npy'], []],
    ['a NUL byte', packaged, ['/opt/studio', 'a\0.npy'], []],
    [
      'switches of Chromium anywhere',
      packaged,
      ['/opt/studio', '--no-sandbox', 'a.npy', '--type=x'],
      ['/home/ann/a.npy'],
    ],
    ['the serial number of macOS', packaged, ['/opt/studio', '-psn_0_12345'], []],
    ['an AppImage, whose own path comes first', packaged, ['/tmp/.mount/studio', '/data/a.blp'], ['/data/a.blp']],
    ['the archive of the app', packaged, ['/opt/studio', '/opt/resources/app.asar', 'a.npy'], ['/home/ann/a.npy']],
    ['empty arguments', packaged, ['/opt/studio', '', 'a.npy'], ['/home/ann/a.npy']],
    ['electron with the folder of the app', fromSources, ['electron', '.', 'a.npy'], ['/home/ann/a.npy']],
    [
      'electron with switches before the app',
      fromSources,
      ['electron', '--inspect=0', '/src/app', 'a.npy'],
      ['/home/ann/a.npy'],
    ],
  ])('reads %s', (_what, how, argv, files) => {
    expect(filesFromArgv({ ...how, argv }, 'linux')).toEqual(files);
  });

  const windows = { cwd: 'C:\\work\\ann', defaultApp: false } as const;
  it.each([
    ['a path with its drive', 'D:\\data\\a b.npy', 'D:\\data\\a b.npy'],
    ['a relative path', '..\\bo\\a.npy', 'C:\\work\\bo\\a.npy'],
    ['a path from the root of the drive', '\\data\\a.npy', 'C:\\data\\a.npy'],
    ['slashes', 'D:/data/a.npy', 'D:\\data\\a.npy'],
    ['a share', '\\\\server\\share\\a.npy', '\\\\server\\share\\a.npy'],
    ['a long path', '\\\\?\\D:\\data\\a.npy', '\\\\?\\D:\\data\\a.npy'],
    ['a file URI', 'file:///D:/data/a%20b.npy', 'D:\\data\\a b.npy'],
    ['a file URI of a share', 'file://server/share/a.npy', '\\\\server\\share\\a.npy'],
  ])('reads %s on Windows', (_what, argument, path) => {
    expect(filesFromArgv({ ...windows, argv: ['studio.exe', argument] }, 'win32')).toEqual([path]);
  });
});
