import { advise } from './advice.js';
import { captionLines } from './caption.js';
import type { Goal } from './goal.js';
import { SCORES } from './goal.js';
import { failedOf, type Run } from './result.js';
import { settingWords } from './setting.js';
import { summaryCells, summaryRows } from './summary-rows.js';

/** The run as Markdown: the advice, the table, failed settings, and the environment of the measurement. */
export function summaryMarkdown(run: Run, goal: Goal): string {
  const { sentence, cautions } = advise(run, goal);
  const head = ['#', 'Setting', 'Ratio', 'Compress', 'Decompress', 'Goal', 'Memory', 'Frontier of'];
  const rows = summaryRows(run, goal).map(summaryCells);
  const failed = failedOf(run.results).map(
    ({ setting, failed }) => `- ${escaped(settingWords(setting))}: failed, ${escaped(failed.reason)}`,
  );
  return `${[
    `## ${escaped(run.name)}`,
    [sentence, ...cautions].map(escaped).join(' '),
    [tableRow(head), tableRow(head.map(() => '---')), ...rows.map((row) => tableRow(row.map(escaped)))].join('\n'),
    ...(failed.length > 0 ? [failed.join('\n')] : []),
    `Goal: ${escaped(SCORES[goal.kind].words)}.`,
    captionLines(run).map(escaped).join('  \n'),
  ].join('\n\n')}\n`;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Escapes text from a file, so that it is not interpreted as Markdown. */
function escaped(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
}
