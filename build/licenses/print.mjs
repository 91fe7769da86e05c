import { apacheTextOf } from './apache-text.mjs';

/**
 * What packages with the licence MIT say that bring no text of it.
 *
 * @param {string} author
 */
const mitText = (author) => `MIT License

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/**
 * All texts, each once, under the packages that it is of; by name.
 *
 * @param {readonly import('./bundled-packages.mjs').BundledPackage[]} packages a package of one version may be there twice
 * @returns {string}
 */
export function printLicenses(packages) {
  /** @type {Map<string, Set<string>>} */
  const titlesByText = new Map();
  const byName = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const bundled of byName) {
    const { name, version, license, texts } = bundled;
    const text = texts.join('\n\n') || (apacheTextOf(bundled, packages) ?? mitText(bundled.author));
    const titles = titlesByText.get(text) ?? new Set();
    titlesByText.set(text, titles.add(`${name} ${version} (${license})`));
  }
  return [...titlesByText].map(([text, titles]) => `===== ${[...titles].join(', ')}\n\n${text}\n`).join('\n');
}
