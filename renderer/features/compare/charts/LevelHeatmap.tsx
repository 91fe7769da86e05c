import { useMemo, useState } from 'react';
import { captionLines } from '../../../../shared/compare/caption.js';
import { grouped } from '../../../../shared/compare/words.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { ChartFrame } from './ChartFrame.js';
import styles from './chart.module.css';
import { type HeatFacet, type HeatValue, heatFacets } from './heat-model.js';
import type { ChartProps } from './ParetoChart.js';

/** Number of colours of the sequential map, and the first one on which text is dark. */
const STOPS = 9;
const DARK_INK_FROM = 5;

/** Values by level and codec as coloured HTML tables; each cell prints its value. */
export function LevelHeatmap({ model, asTable, onAsTable }: ChartProps) {
  const [value, setValue] = useState<HeatValue>('ratio');
  const facets = useMemo(() => heatFacets(model, value), [model, value]);
  const levels = facets[0]?.rows.length ?? 0;
  if (levels < 2) return null;
  const known = facets.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? [])));
  const limits = { low: Math.log(Math.min(...known)), high: Math.log(Math.max(...known)) };
  return (
    <ChartFrame
      title="Level and codec"
      label="Level by codec"
      wide
      isTabular
      asTable={asTable}
      onAsTable={onAsTable}
      caption={captionLines(model.run)}
      table={{
        heads: ['Filter and level', ...(facets[0]?.codecs ?? [])],
        rows: facets.flatMap(({ shuffle, rows }) =>
          rows.map(({ level, cells }) => [`${shuffle} ${level}`, ...cells.map((cell) => cell ?? Number.NaN)]),
        ),
      }}
      switches={
        <SegmentedControl
          label="Value"
          size="small"
          value={value}
          onChange={setValue}
          segments={[
            { value: 'ratio', label: 'Ratio' },
            { value: 'compress', label: 'Write' },
            { value: 'decompress', label: 'Read' },
            { value: 'effective', label: 'Effective' },
          ]}
        />
      }
      note={`${value === 'ratio' ? 'Ratio, ×' : 'MiB/s'}; colour by the logarithm, best of each row outlined, hatched: not measured.`}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.heat} tabIndex={0} aria-label="Level by codec, one table a filter">
        {facets.map((facet) => (
          <Facet key={facet.shuffle} facet={facet} limits={limits} digits={value === 'ratio' ? 2 : 0} />
        ))}
      </section>
    </ChartFrame>
  );
}

interface FacetProps {
  readonly facet: HeatFacet;
  readonly limits: { readonly low: number; readonly high: number };
  readonly digits: number;
}

function Facet({ facet, limits, digits }: FacetProps) {
  const stopOf = (cell: number) => {
    const share = (Math.log(cell) - limits.low) / Math.max(1e-9, limits.high - limits.low);
    return Math.round(share * (STOPS - 1));
  };
  const text = (cell: number) => (digits === 0 ? grouped(Math.round(cell)) : cell.toFixed(digits));
  return (
    <table>
      <caption>{facet.shuffle === 'none' ? 'no shuffle' : `${facet.shuffle} shuffle`}</caption>
      <thead>
        <tr>
          <th scope="col">level</th>
          {facet.codecs.map((codec) => (
            <th key={codec} scope="col">
              {codec}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {facet.rows.map(({ level, cells, best }) => (
          <tr key={level}>
            <th scope="row">{level}</th>
            {cells.map((cell, at) =>
              cell === undefined ? (
                <td key={facet.codecs[at]} data-missing="">
                  <span className="unseen">not measured</span>
                </td>
              ) : (
                <td
                  key={facet.codecs[at]}
                  data-best={cell === best ? '' : undefined}
                  style={{
                    background: `var(--seq-${stopOf(cell)})`,
                    color: stopOf(cell) >= DARK_INK_FROM ? '#000' : '#fff',
                  }}
                >
                  {text(cell)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
