import { Ellipsis } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { HeatmapReduction, Plane } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import { type ColourMapName, colourMaps } from '../../../ui/colour-maps.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { useSize } from '../chunks/use-size.js';
import { ColourBar } from './ColourBar.js';
import type { CellPart } from './cell-range.js';
import { partPrefix } from './data-state.js';
import { HeatmapPlot } from './HeatmapPlot.js';
import styles from './heatmap.module.css';
import { boxWithRatio } from './heatmap-geometry.js';
import { belowWords, partWords, pixelWords, readout, reductions } from './heatmap-words.js';
import plots from './plots.module.css';
import type { ColouringControl } from './use-colouring.js';
import { useHeatmap } from './use-heatmap.js';
import type { DrawnValues } from './use-line.js';
import { useSavePlot } from './use-save-plot.js';
import { type ValueScale, valueScales } from './value-scale.js';

interface Props {
  readonly plane: Plane;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly part: CellPart;
  readonly drawn: DrawnValues;
  /** Whether the part was chosen by zooming. */
  readonly isZoomed: boolean;
  readonly control: ColouringControl;
  readonly active: GridPlace;
  /** Pixels of the picture with its axes. */
  readonly height: number;
  readonly onActive: (place: GridPlace) => void;
  readonly onPart: (part: CellPart | undefined) => void;
}

/** Room for the labels of the axes around the picture, in pixels. */
const margins = { left: 62, right: 12, top: 4, bottom: 22 } as const;

/** A plane as a heatmap, with its options. */
export function HeatmapPanel({ plane, size, part, drawn, isZoomed, control, active, height, onActive, onPart }: Props) {
  const format = useFormat();
  const [attach, { width }] = useSize();
  const [hovered, setHovered] = useState<GridPlace>();
  const room = {
    x: margins.left,
    y: margins.top,
    width: Math.max(0, width - margins.left - margins.right),
    height: height - margins.top - margins.bottom,
  };
  const boxKey = `${room.width} ${height} ${JSON.stringify(part)} ${control.keepRatio} ${control.flipped}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key contains everything that changes the frame
  const frame = useMemo(
    () => ({ box: control.keepRatio ? boxWithRatio(room, part) : room, part, flipped: control.flipped }),
    [boxKey],
  );
  const {
    value: heatmap,
    error,
    isLoading,
    retry,
  } = useHeatmap(plane, part, drawn, {
    width: frame.box.width,
    height: frame.box.height,
    reduction: control.reduction,
  });
  const steps = { row: plane.rowStep ?? 1, column: plane.columnStep ?? 1 };
  const words = partPrefix(drawn) + partWords(part, size, steps, format.count);
  const save = useSavePlot();
  const entries: readonly MenuEntry[] = [
    ...menuEntries({ control, isZoomed, onPart }),
    { kind: 'separator' },
    ...([1, 2] as const).map(
      (scale): MenuEntry => ({
        kind: 'command',
        label: `Save as PNG, ${scale}×`,
        disabled: !heatmap || !control.isKnown,
        onSelect: () =>
          heatmap && save.heatmapPng({ heatmap, colouring: control.colouring, frame, title: words }, scale),
      }),
    ),
    {
      kind: 'command',
      label: 'Save the numbers as CSV',
      disabled: !heatmap,
      onSelect: () => heatmap && save.heatmapCsv(heatmap, steps),
    },
  ];
  return (
    <section className={plots.section} aria-label="Heatmap" aria-busy={isLoading}>
      <header className={plots.head}>
        <h3>Heatmap</h3>
        <span className="dim cut">{words}</span>
        {(heatmap?.nan ?? 0) > 0 && (
          <span className={styles.legend}>
            <i className={styles.nanSwatch} />
            {heatmap?.noNumber}
          </span>
        )}
        <span className={heatmap?.nan ? undefined : plots.push}>
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} label="Heatmap options" size="small" />}
            entries={entries}
          />
        </span>
      </header>
      <div ref={attach} className={plots.body}>
        {error ? (
          <ErrorView error={error} onRetry={retry} />
        ) : (
          <HeatmapPlot
            width={width}
            height={height}
            frame={frame}
            heatmap={heatmap}
            colouring={control.colouring}
            size={size}
            steps={steps}
            active={active}
            label={`Heatmap of ${words}; arrows move the cell, plus and minus zoom, 0 undoes the zoom`}
            onActive={onActive}
            onPart={onPart}
            onHover={setHovered}
          />
        )}
        <ColourBar control={control} />
        {heatmap && !error && (
          <p className={plots.caption}>
            {(hovered && readout(heatmap, hovered, steps, control)) ??
              `${pixelWords(heatmap)}${belowWords(heatmap, control)}`}
          </p>
        )}
      </div>
    </section>
  );
}

function menuEntries({ control, isZoomed, onPart }: Pick<Props, 'control' | 'isZoomed' | 'onPart'>): MenuEntry[] {
  const maps = (Object.keys(colourMaps) as ColourMapName[]).map(
    (map): MenuEntry => ({
      kind: 'command',
      label: colourMaps[map].label,
      checked: control.map === map,
      onSelect: () => control.change({ map }),
    }),
  );
  const scales = (Object.keys(valueScales) as ValueScale[]).map(
    (scale): MenuEntry => ({
      kind: 'command',
      label: valueScales[scale].label,
      checked: control.colouring.scale === scale,
      disabled: !control.notation.hasLogarithms,
      onSelect: () => control.change({ scale }),
    }),
  );
  const pixels = (Object.keys(reductions) as HeatmapReduction[]).map(
    (reduction): MenuEntry => ({
      kind: 'command',
      label: `Pixels show the ${reductions[reduction].noun}`,
      checked: control.reduction === reduction,
      onSelect: () => control.change({ reduction }),
    }),
  );
  const { keepRatio, flipped } = control;
  return [
    ...maps,
    { kind: 'separator' },
    ...scales,
    { kind: 'separator' },
    ...pixels,
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Square cells',
      checked: keepRatio,
      onSelect: () => control.change({ keepRatio: !keepRatio }),
    },
    {
      kind: 'command',
      label: 'First row at the bottom',
      checked: flipped,
      onSelect: () => control.change({ flipped: !flipped }),
    },
    { kind: 'command', label: 'Undo zoom', disabled: !isZoomed, onSelect: () => onPart(undefined) },
  ];
}
