/**
 * Draws the program's icons from `build/icon.svg`: `build/icons/` for Linux, `icon.ico` for Windows, `icon.icns` for macOS.
 * For authoring only; the results are committed. Needs rsvg-convert and icotool (Debian: librsvg2-bin, icoutils).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const folder = join(root, 'build');
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128];

/** Type codes of the .icns format that hold a PNG, with its side in pixels; the last four are for displays of twice the density. */
const macTypes = /** @type {const} */ ([
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]);

/** @param {number} side in pixels */
const pngPath = (side) => join(folder, 'icons', `${side}x${side}.png`);

mkdirSync(join(folder, 'icons'), { recursive: true });
for (const side of linuxSizes) {
  execFileSync('rsvg-convert', ['-w', `${side}`, '-h', `${side}`, '-o', pngPath(side), join(folder, 'icon.svg')]);
}
// Bitmaps except for the largest: parts of Windows cannot show small PNG pictures.
const windowsArgs = ['--create', '--output', join(folder, 'icon.ico'), ...windowsSizes.map(pngPath)];
execFileSync('icotool', [...windowsArgs, `--raw=${pngPath(256)}`]);
writeFileSync(join(folder, 'icon.icns'), icns());

/**
 * Magic `icns`, length of the file, then for each picture its type, the length of the entry with these eight bytes, and the
 * PNG; lengths are big-endian.
 *
 * @returns {Buffer}
 */
function icns() {
  const entries = macTypes.map(([type, side]) => icnsBlock(type, readFileSync(pngPath(side))));
  return icnsBlock('icns', Buffer.concat(entries));
}

/**
 * @param {string} type
 * @param {Buffer} content
 * @returns {Buffer}
 */
function icnsBlock(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(content.length + head.length, 4);
  return Buffer.concat([head, content]);
}
