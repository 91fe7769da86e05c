import { advise } from './advice.js';
import { captionLines } from './caption.js';
import { escapeHtml } from './escape-html.js';
import { type Goal, SCORES } from './goal.js';
import { CODEC_MARKS } from './palette.js';
import { type Failed, failedOf, measuredOf, type Run } from './result.js';
import { type MeasuredCodec, settingWords } from './setting.js';
import { type SummaryRow, summaryRows } from './summary-rows.js';
import { scatterSvg } from './svg-scatter.js';

/** The style of the page, which loads nothing else. */
const STYLE = `
body{font:13px/20px system-ui,sans-serif;color:#1d232b;background:#f6f7f9;margin:24px auto;max-width:1360px;padding:0 24px}
h1{font-size:18px;line-height:24px}h2{font-size:15px;margin:24px 0 8px}
.advice{font-size:15px;line-height:24px;background:#fff;border:1px solid #d5dae1;border-radius:8px;padding:16px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(480px,1fr));gap:16px}
figure{margin:0;background:#fff;border:1px solid #d5dae1;border-radius:8px;padding:16px}svg{width:100%;height:auto}
table{border-collapse:collapse;width:100%;background:#fff;font-size:12px;font-variant-numeric:tabular-nums}
th,td{padding:4px 8px;text-align:right;border-bottom:1px solid #e3e7ec;white-space:nowrap}
th{font-size:11px;font-weight:600;color:#5b6470}.text{text-align:left}.bad{color:#b42318}
.swatch{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.caption,.caution{color:#4a535f;font-size:12px;line-height:16px;margin:4px 0}
`;

/** Allows no scripts, no images and no network access, only the style above. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** A run as one self-contained HTML file: advice, charts, tables, and the environment of the measurement. */
export function reportHtml(run: Run, goal: Goal): string {
  const { sentence, cautions } = advise(run, goal);
  const title = escapeHtml(`Comparison: ${run.name}`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1>
<p class="advice">${escapeHtml(sentence)}</p>
${paragraphs('caution', cautions)}
${charts(run)}
<h2>Measured</h2>
${resultsTable(summaryRows(run, goal), goal)}
${failedTable(failedOf(run.results))}
<h2>Measured on</h2>
${paragraphs('caption', captionLines(run))}
</body></html>
`;
}

function paragraphs(name: string, lines: readonly string[]): string {
  return lines.map((line) => `<p class="${name}">${escapeHtml(line)}</p>`).join('\n');
}

function charts({ results }: Run): string {
  const measured = measuredOf(results);
  if (measured.length < 2) return '';
  const codecs = new Set(measured.map(({ setting }) => setting.codec));
  const legend = `<p class="caption">${[...codecs].map((codec) => `${swatch(codec)}${codec}`).join(' &emsp; ')} &emsp; ○ no shuffle, △ byte, ◇ bit shuffle, □ plain copy</p>`;
  const figures = (['compress', 'decompress'] as const).map(
    (direction) => `<figure>${scatterSvg(measured, direction)}</figure>`,
  );
  return `<h2>Ratio and speed</h2>${legend}<div class="charts">${figures.join('')}</div>`;
}

function swatch(codec: MeasuredCodec): string {
  return `<span class="swatch" style="background:${CODEC_MARKS[codec].light}"></span>`;
}

function resultsTable(rows: readonly SummaryRow[], goal: Goal): string {
  const head = ['#', 'Setting', 'Ratio', 'Compress', 'Decompress', SCORES[goal.kind].words, 'Memory', 'Frontier of'];
  const cells = (row: SummaryRow): readonly string[] => [
    escapeHtml(row.place),
    `${swatch(row.setting.codec)}${escapeHtml(row.name)}`,
    ...[row.ratio, row.compress, row.decompress, row.score, row.memory, row.frontier].map(escapeHtml),
  ];
  return table(head.map(escapeHtml), rows.map(cells));
}

function failedTable(failed: readonly Failed[]): string {
  if (failed.length === 0) return '';
  const rows = failed.map(({ setting, failed: { reason } }) => [
    '✗',
    `<span class="bad">${escapeHtml(settingWords(setting))}</span>`,
    `<span class="bad">${escapeHtml(reason)}</span>`,
  ]);
  return `<h2>Failed</h2>${table(['', 'Setting', 'Reason'], rows)}`;
}

/** Cells are escaped HTML; the second column is left-aligned text. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'td' | 'th'): string =>
    `<tr>${cells.map((cell, index) => `<${tag}${index === 1 ? ' class="text"' : ''}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table>`;
}
