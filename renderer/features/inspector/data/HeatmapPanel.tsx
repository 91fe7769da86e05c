import { Ellipsis } from 'lucide-react';
import { useMemo } from 'react';
import type { Plane } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import { type ColourMapName, colourMaps } from '../../../ui/colour-maps.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { useSize } from '../chunks/use-size.js';
import type { CellPart } from './cell-range.js';
import { HeatmapPlot } from './HeatmapPlot.js';
import styles from './heatmap.module.css';
import { boxWithRatio } from './heatmap-geometry.js';
import { isWholePlane } from './plot-part.js';
import plots from './plots.module.css';
import type { ColouringControl } from './use-colouring.js';
import { useHeatmap } from './use-heatmap.js';
import { useSavePlot } from './use-save-plot.js';
import { type ValueScale, valueScales } from './value-scale.js';

interface Props {
  readonly plane: Plane;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly part: CellPart;
  /** Whether the part was chosen by zooming. */
  readonly isZoomed: boolean;
  readonly control: ColouringControl;
  readonly active: GridPlace;
  readonly onActive: (place: GridPlace) => void;
  readonly onPart: (part: CellPart | undefined) => void;
}

/** Room for the labels of the axes around the picture, in pixels. */
const margins = { left: 44, right: 12, top: 4, bottom: 22 } as const;
const plotHeight = 276;

/** A plane as a heatmap, with its options. */
export function HeatmapPanel({ plane, size, part, isZoomed, control, active, onActive, onPart }: Props) {
  const format = useFormat();
  const [attach, { width }] = useSize();
  const room = {
    x: margins.left,
    y: margins.top,
    width: Math.max(0, width - margins.left - margins.right),
    height: plotHeight - margins.top - margins.bottom,
  };
  const boxKey = `${room.width} ${JSON.stringify(part)} ${control.keepRatio} ${control.flipped}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key contains everything that changes the frame
  const frame = useMemo(
    () => ({ box: control.keepRatio ? boxWithRatio(room, part) : room, part, flipped: control.flipped }),
    [boxKey],
  );
  const { value: heatmap, error, isLoading, retry } = useHeatmap(plane, part, frame.box.width, frame.box.height);
  const steps = { row: plane.rowStep ?? 1, column: plane.columnStep ?? 1 };
  const words = partWords(part, size, steps, format.count);
  const save = useSavePlot();
  const entries: readonly MenuEntry[] = [
    ...menuEntries({ control, isZoomed, onPart }),
    { kind: 'separator' },
    ...([1, 2] as const).map(
      (scale): MenuEntry => ({
        kind: 'command',
        label: `Save as PNG, ${scale}×`,
        disabled: !heatmap,
        onSelect: () =>
          heatmap && save.heatmapPng({ heatmap, colouring: control.colouring, frame, title: words, steps }, scale),
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
            NaN
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
            height={plotHeight}
            frame={frame}
            heatmap={heatmap}
            colouring={control.colouring}
            size={size}
            steps={steps}
            active={active}
            label={`Heatmap of ${words}; arrows move the cell, plus and minus zoom, 0 undoes the zoom`}
            onActive={onActive}
            onPart={onPart}
          />
        )}
        {heatmap && !error && <p className={plots.caption}>{thinningWords(heatmap)}</p>}
      </div>
    </section>
  );
}

/** `rows 24,000 to 27,999, all columns`. */
export function partWords(
  part: CellPart,
  size: { rows: number; columns: number },
  steps: { row: number; column: number },
  count: (value: number) => string,
): string {
  if (isWholePlane(part, size)) return 'all rows and columns';
  const span = (name: string, start: number, end: number, all: number, step: number) =>
    end - start >= all ? `all ${name}` : `${name} ${count(start * step)} to ${count((end - 1) * step)}`;
  const rows = span('rows', part.rowStart, part.rowEnd, size.rows, steps.row);
  return `${rows}, ${span('columns', part.columnStart, part.columnEnd, size.columns, steps.column)}`;
}

function thinningWords({ rowStep, columnStep }: { rowStep: number; columnStep: number }): string {
  if (rowStep === 1 && columnStep === 1) return 'Every value drawn';
  const nth = (step: number, name: string) => (step === 1 ? `every ${name}` : `1 of ${step} ${name}s`);
  return `Drawn: ${nth(rowStep, 'row')}, ${nth(columnStep, 'column')}`;
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
      checked: control.scale === scale,
      onSelect: () => control.change({ scale }),
    }),
  );
  const { keepRatio, flipped } = control;
  return [
    ...maps,
    { kind: 'separator' },
    ...scales,
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
