import {
  type RefCallback,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useFormat } from '../../../../format/format-context.js';
import { classNames } from '../../../../ui/class-names.js';
import { useSelection } from '../../model/selection.js';
import { drawMap } from './draw-map.js';
import { MapCard } from './MapCard.js';
import styles from './map.module.css';
import {
  type ChunkWindow,
  cellAt,
  cellOfChunk,
  chunksOfCell,
  columnLabels,
  type MapLayout,
  panWindow,
  placeOfCell,
  rowLabels,
  zoomWindow,
} from './map-layout.js';
import { type MapScale, type Statistic, subjects } from './map-scale.js';
import type { ShownMap } from './map-values.js';
import { useMapKeys } from './use-map-keys.js';

interface Props {
  readonly shown: ShownMap;
  readonly scale: MapScale;
  readonly statistic: Statistic;
  /** Chunks of the whole file. */
  readonly total: number;
  /** The chunks to be shown; `shown` may be of others until they are loaded. */
  readonly range: ChunkWindow;
  /** Shows other chunks. */
  readonly onWindow: (shown: ChunkWindow) => void;
}

/**
 * Every chunk of the file, or of a part of it, as cells on a canvas. One Tab stop; arrows move the selection by cells, Enter opens
 * the chunk's data, + - 0 and the wheel zoom. The table below shows the same as text.
 */
export function ChunkMap({ shown, scale, statistic, total, range, onWindow }: Props) {
  const { layout, values, what } = shown;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useShownTheme();
  const format = useFormat();
  const { selection, select } = useSelection();
  const [hovered, setHovered] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are the theme's, and `shown` is new when its values are
  useEffect(() => {
    if (canvas.current) drawMap(canvas.current, { layout, values, scale, statistic });
  }, [shown, scale, statistic, theme]);
  const onKeyDown = useMapKeys({ shown, scale, total, range, onWindow });
  const plot = useWheel((event, x, y) => {
    const cell = cellAt(layout, x, y);
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (sideways) onWindow(panWindow(range, total, (event.deltaX || event.deltaY) / 1000));
    else if (cell !== undefined) {
      onWindow(zoomWindow(range, total, chunksOfCell(layout, cell).start, 2 ** (event.deltaY / 200)));
    }
  });
  const cellUnder = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }) => {
    const box = canvas.current?.getBoundingClientRect();
    return box && cellAt(layout, clientX - box.left, clientY - box.top);
  };
  const selectedCell = selection.chunkIndex === undefined ? undefined : cellOfChunk(layout, selection.chunkIndex);
  const hoveredCell = hovered !== undefined && hovered < layout.cells ? hovered : undefined;
  return (
    <>
      <MapAxes layout={layout} />
      <div
        ref={plot}
        className={styles.plot}
        role="application"
        aria-roledescription="map of chunks"
        aria-label={`${format.countOf(layout.end - layout.start, 'chunk')} by ${subjects[what].label}; the table below shows the same as text`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map handles keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setHovered(cellUnder(event))}
        onPointerLeave={() => setHovered(undefined)}
        onPointerDown={(event) => {
          const cell = cellUnder(event);
          if (event.button === 0 && cell !== undefined) {
            select({ chunkIndex: chunksOfCell(layout, cell).start }, 'map');
          }
        }}
      >
        <canvas
          ref={canvas}
          style={{ width: layout.columns * layout.cellWidth, height: layout.rows * layout.cellHeight }}
        />
        {hoveredCell !== undefined && <CellRing layout={layout} cell={hoveredCell} hovered />}
        {selectedCell !== undefined && <CellRing layout={layout} cell={selectedCell} />}
        {hoveredCell !== undefined && <MapCard shown={shown} scale={scale} cell={hoveredCell} />}
      </div>
    </>
  );
}

interface RingProps {
  readonly layout: MapLayout;
  readonly cell: number;
  readonly hovered?: boolean;
}

/** Around the cell of the selected chunk, or the one under the pointer. */
function CellRing({ layout, cell, hovered = false }: RingProps) {
  const { x, y, width, height } = placeOfCell(layout, cell);
  return (
    <i
      className={classNames(styles.ring, hovered && styles.hovered)}
      style={{ left: x, top: y, width: Math.max(3, width - 1), height: Math.max(3, height - 1) }}
    />
  );
}

interface AxesProps {
  readonly layout: MapLayout;
}

/** The index of a cell's first chunk is the sum of the labels of its row and column. */
function MapAxes({ layout }: AxesProps) {
  const format = useFormat();
  return (
    <>
      {layout.chunksPerCell > 1 && (
        <span className={`${styles.corner} micro`} title={`${format.count(layout.chunksPerCell)} chunks a cell`}>
          {format.count(layout.chunksPerCell)} a cell
        </span>
      )}
      <div className={styles.columns} aria-hidden="true">
        {columnLabels(layout).map(({ at, chunks }) => (
          <span key={chunks} className="micro" style={{ left: at }}>
            {chunks === 0 ? '0' : `+${format.count(chunks)}`}
          </span>
        ))}
      </div>
      <div className={styles.rows} aria-hidden="true">
        {rowLabels(layout).map(({ at, chunks }) => (
          <span key={chunks} className="micro" style={{ top: at }}>
            {format.count(chunks)}
          </span>
        ))}
      </div>
    </>
  );
}

type OnWheel = (event: WheelEvent, x: number, y: number) => void;

/** Handles the wheel over an element without scrolling, which the listeners of React cannot prevent. Returns the element's ref. */
function useWheel(onWheel: OnWheel): RefCallback<HTMLElement> {
  const latest = useRef(onWheel);
  useLayoutEffect(() => {
    latest.current = onWheel;
  });
  return useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const listen = (event: WheelEvent) => {
      if (event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      latest.current(event, event.clientX - left, event.clientY - top);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, []);
}

/** The theme of the page: what is drawn on a canvas is drawn again when it changes. */
function useShownTheme(): string {
  return useSyncExternalStore(onThemeChange, () => document.documentElement.dataset.theme ?? '');
}

function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
