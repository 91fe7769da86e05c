import { useId, useMemo, useState } from 'react';
import { captionLines } from '../../../../shared/compare/caption.js';
import { colourAt } from '../../../ui/colour-maps.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { type Pins, pinAsA, pinAsB, pinOf } from '../model/pins.js';
import { ChartFrame } from './ChartFrame.js';
import { ChartSurface } from './ChartSurface.js';
import styles from './chart.module.css';
import {
  facetColumns,
  type HeatCell,
  type HeatFacet,
  type Heatmap,
  type HeatValue,
  heatmapOf,
  heatTable,
} from './heatmap-model.js';
import type { ChartProps } from './ParetoChart.js';
import { PinBadge } from './PinBadge.js';
import { type Arrow, useMarkWalk, WALK_HELP } from './use-mark-walk.js';

const VALUES = {
  ratio: { label: 'Ratio', words: 'ratio, uncompressed ÷ stored' },
  compress: { label: 'Write', words: 'compress, MiB/s' },
  decompress: { label: 'Read', words: 'decompress, MiB/s' },
  total: { label: 'Effective', words: 'effective over one write and the reads, MiB/s' },
} as const satisfies Record<HeatValue, { readonly label: string; readonly words: string }>;

const NAMES_PX = 66;
const CELL_HEIGHT_PX = 24;
const LEAST_CELL_PX = 32;
const MOST_CELL_PX = 64;
const HEAD_PX = 40;
const GAP_PX = 12;
const SIDE_PX = 16;
/** Above this share of the map, dark words can be read on it. */
const LIGHT_FROM = 0.55;

/** Whether the level matters: every codec and level in its own cell, a map for each filter. Nothing for one level. */
export function LevelHeatmap({ model, pins, onPins, asTable, onAsTable }: ChartProps) {
  const [what, setWhat] = useState<HeatValue>('ratio');
  const heatmap = useMemo(() => heatmapOf(model, what), [model, what]);
  const onKeyDown = useMarkWalk(
    {
      next: (active, arrow) => heatmap && nextCell(heatmap, active, arrow),
      words: (key) => `${model.byKey.get(key)?.name}, ${cellText(valueOf(heatmap, key), what)}`,
    },
    pins,
    onPins,
  );
  if (!heatmap) return null;
  const { facets, levels, common } = heatmap;
  const { words } = VALUES[what];
  const columnsIn = (width: number) =>
    facetColumns(facets.length, levels.length, width - 2 * SIDE_PX, NAMES_PX + GAP_PX, LEAST_CELL_PX);
  const facetHeight = HEAD_PX + (facets[0]?.lines.length ?? 0) * CELL_HEIGHT_PX;
  return (
    <ChartFrame
      title="Level by codec"
      label={`Heat map of ${words}, ${levels.length} levels, ${facets.length} filters`}
      wide={facets.length * levels.length > 9}
      asTable={asTable}
      onAsTable={onAsTable}
      table={heatTable(heatmap)}
      caption={captionLines(model.run)}
      note={`${words}; the best level of each codec is outlined, hatched was not measured or failed.${common && ` All: ${common}.`}`}
      switches={
        <SegmentedControl
          label="Value"
          size="small"
          value={what}
          onChange={setWhat}
          segments={Object.entries(VALUES).map(([value, { label }]) => ({ value: value as HeatValue, label }))}
        />
      }
    >
      <ChartSurface
        label={`Level by codec: ${bestWords(heatmap, what)}`}
        help={WALK_HELP}
        onKeyDown={onKeyDown}
        height={(width) => Math.ceil(facets.length / columnsIn(width)) * (facetHeight + GAP_PX)}
      >
        {(width) => {
          const columns = columnsIn(width);
          const facetWidth = (width - 2 * SIDE_PX) / columns;
          return facets.map((facet, at) => (
            <g
              key={facet.shuffle}
              transform={`translate(${SIDE_PX + (at % columns) * facetWidth} ${Math.floor(at / columns) * (facetHeight + GAP_PX)})`}
            >
              <Facet
                facet={facet}
                levels={levels}
                width={facetWidth - GAP_PX}
                what={what}
                pins={pins}
                onPins={onPins}
              />
            </g>
          ));
        }}
      </ChartSurface>
    </ChartFrame>
  );
}

interface FacetProps extends Pick<ChartProps, 'pins' | 'onPins'> {
  readonly facet: HeatFacet;
  readonly levels: readonly number[];
  readonly width: number;
  readonly what: HeatValue;
}

function Facet({ facet, levels, width, what, pins, onPins }: FacetProps) {
  const hatch = useId();
  const cellWidth = Math.min(MOST_CELL_PX, (width - NAMES_PX) / levels.length);
  return (
    <>
      <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <path d="M0 0H5" stroke="var(--nan)" strokeWidth="2" />
      </pattern>
      <text y="14" className={styles.ink} fontWeight="600">
        {facet.shuffle === 'none' ? 'no shuffle' : `${facet.shuffle} shuffle`}
      </text>
      {levels.map((level, at) => (
        <text key={level} x={NAMES_PX + (at + 0.5) * cellWidth} y={HEAD_PX - 6} textAnchor="middle">
          {level}
        </text>
      ))}
      {facet.lines.map(({ codec, cells }, line) => (
        <g key={codec} transform={`translate(0 ${HEAD_PX + line * CELL_HEIGHT_PX})`}>
          <text y="16" className={styles.soft}>
            {codec}
          </text>
          {cells.map((cell, at) => (
            <g key={cell.level} transform={`translate(${NAMES_PX + at * cellWidth} 0)`}>
              <Cell cell={cell} width={cellWidth} what={what} hatch={hatch} pins={pins} onPins={onPins} />
            </g>
          ))}
        </g>
      ))}
    </>
  );
}

interface CellProps extends Pick<ChartProps, 'pins' | 'onPins'> {
  readonly cell: HeatCell;
  readonly width: number;
  readonly what: HeatValue;
  readonly hatch: string;
}

function Cell({ cell: { row, value, share, isBest }, width, what, hatch, pins, onPins }: CellProps) {
  const box = { x: 0.5, y: 0.5, width: width - 1, height: CELL_HEIGHT_PX - 1, rx: 2 };
  if (!row) return <rect {...box} fill={`url(#${hatch})`} stroke="var(--line)" />;
  const { key, name } = row;
  const ink = share > LIGHT_FROM ? '#161b22' : '#ffffff';
  return (
    <g
      className={styles.point}
      onPointerUp={({ shiftKey }) => onPins(shiftKey ? pinAsB(pins, key) : pinAsA(pins, key))}
    >
      <title>{`${name}: ${cellText(value, what)} ${VALUES[what].words}`}</title>
      <rect {...box} fill={colourAt('cividis', share)} />
      {isBest && (
        <rect
          x="2"
          y="2"
          width={width - 4}
          height={CELL_HEIGHT_PX - 4}
          rx="1.5"
          fill="none"
          stroke={ink}
          strokeWidth="1.5"
        />
      )}
      {pins.active === key && <rect {...box} fill="none" stroke="var(--focus)" strokeWidth="3" />}
      <text x={width / 2} y="16" textAnchor="middle" style={{ fill: ink, fontWeight: isBest ? 600 : 400 }}>
        {cellText(value, what)}
      </text>
      <PinBadge x={3} y={4} letter={pinOf(pins, key)} />
    </g>
  );
}

/** Two decimals for ratios, none for speeds that have three digits. */
function cellText(value: number, what: HeatValue): string {
  return value.toFixed(value >= 100 ? 0 : what === 'ratio' && value < 10 ? 2 : 1);
}

function bestWords({ facets }: Heatmap, what: HeatValue): string {
  return facets
    .flatMap(({ lines }) => lines.flatMap(({ cells }) => cells.filter(({ isBest }) => isBest)))
    .flatMap(({ row, value }) => (row ? [`${row.name} ${cellText(value, what)}`] : []))
    .join(', ');
}

function valueOf(heatmap: Heatmap | undefined, key: string): number {
  const cells = heatmap?.facets.flatMap(({ lines }) => lines.flatMap(({ cells: own }) => own)) ?? [];
  return cells.find(({ row }) => row?.key === key)?.value ?? Number.NaN;
}

/** The measured cell that an arrow leads to; lines of all facets stand below each other. */
export function nextCell({ facets }: Heatmap, active: Pins['active'], arrow: Arrow): string | undefined {
  const lines = facets.flatMap(({ lines: own }) => own.map(({ cells }) => cells.map(({ row }) => row?.key)));
  const line = lines.findIndex((keys) => active !== undefined && keys.includes(active));
  if (line < 0) return lines.flat().find((key) => key !== undefined);
  const at = lines[line]?.indexOf(active) ?? 0;
  const path =
    arrow === 'ArrowRight'
      ? lines[line]?.slice(at + 1)
      : arrow === 'ArrowLeft'
        ? lines[line]?.slice(0, at).toReversed()
        : (arrow === 'ArrowDown' ? lines.slice(line + 1) : lines.slice(0, line).toReversed()).map((keys) => keys[at]);
  return path?.find((key) => key !== undefined);
}
