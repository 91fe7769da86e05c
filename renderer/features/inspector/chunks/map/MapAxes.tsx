import { useFormat } from '../../../../format/format-context.js';
import styles from './map.module.css';
import { columnLabels, type MapLayout, rowLabels } from './map-layout.js';

interface Props {
  readonly layout: MapLayout;
}

/** The index of a cell's first chunk is the sum of the labels of its row and column. */
export function MapAxes({ layout }: Props) {
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
