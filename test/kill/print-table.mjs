/**
 * Prints counts below their heads, and their sums.
 *
 * @param {readonly string[]} heads
 * @param {readonly (readonly [name: string, ...counts: number[]])[]} rows
 */
export function printTable(heads, rows) {
  const sums = heads.slice(1).map((_, column) => rows.reduce((sum, row) => sum + Number(row[column + 1]), 0));
  for (const [name = '', ...counts] of [heads, ...rows, ['total', ...sums]]) {
    say(String(name).padEnd(26) + counts.map((count) => String(count).padStart(10)).join(''));
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
