import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import type { Query } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useCopy } from '../../../ui/use-copy.js';
import { DetailsSlot } from '../details/DetailsSlot.js';
import { useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';
import { CellDetailsView } from './CellDetailsView.js';
import styles from './cell-details.module.css';
import { type DataState, drawnValues, partPrefix } from './data-state.js';
import { LineChart } from './LineChart.js';
import { lineCaption } from './line-paths.js';
import { addressOf } from './plane-model.js';
import type { LoadedCell } from './use-cell.js';
import { type LineRequest, useLine } from './use-line.js';

interface Props {
  readonly data: DataShape;
  readonly state: DataState;
  readonly cell: Query<LoadedCell>;
}

/** The active cell, in the details region. */
export function CellPanel({ data, state, cell }: Props) {
  const copy = useCopy();
  const { select } = useSelection();
  const { show } = useView();
  const { index, field } = cell.value?.address ?? addressOf(data, state.plane, state.range.active);
  const dtype = data.fields[field ?? 0]?.dtype ?? data.dtype;
  const name = field === undefined ? '' : (data.fields[field]?.name ?? '');
  const showAt = (view: 'chunks' | 'bytes', chunkIndex?: number) => {
    select(
      { cell: { index, ...(field !== undefined && { field }) }, ...(chunkIndex !== undefined && { chunkIndex }) },
      'details',
    );
    show(view);
  };
  return (
    <DetailsSlot title="Cell" subtitle={`[${index.join(', ')}]${name && ` ${name}`}`}>
      {cell.error && <ErrorView error={cell.error} onRetry={cell.retry} />}
      {cell.value ? (
        <CellDetailsView
          details={cell.value.details}
          dtype={dtype}
          onChunk={(chunkIndex) => showAt('chunks', chunkIndex)}
          onBytes={() => showAt('bytes')}
          onCopy={copy}
        >
          <NearLine data={data} state={state} />
        </CellDetailsView>
      ) : (
        !cell.error && <Skeleton label="Reading the cell" lines={4} lineHeight={20} />
      )}
    </DetailsSlot>
  );
}

/** Values on both sides of the cell. */
const nearby = 200;

/** A small line chart of the column around the cell. */
function NearLine({ data, state }: Pick<Props, 'data' | 'state'>) {
  const format = useFormat();
  const { plane, range } = state;
  const { index, field } = addressOf(data, plane, range.active);
  const axis = plane.rowAxis;
  const at = axis === undefined ? 0 : (index[axis] ?? 0);
  const length = axis === undefined ? 0 : (data.shape[axis] ?? 0);
  const start = Math.max(0, Math.min(at - nearby, length - 2 * nearby));
  const end = Math.min(length, start + 2 * nearby);
  const isDrawable = data.fields[field ?? 0]?.drawable === true && length > 1;
  const request: LineRequest | undefined =
    axis === undefined || !isDrawable
      ? undefined
      : { axis, held: index, ...(field !== undefined && { field }), start, end, points: 2 * nearby };
  const drawn = drawnValues(data, state);
  const line = useLine(request, drawn);
  if (!request || !line.value) return null;
  const column = plane.columnAxis === undefined ? '' : format.count(index[plane.columnAxis] ?? 0);
  const title = field === undefined ? `Column ${column}`.trim() : (data.fields[field]?.name ?? '');
  return (
    <section className={styles.section}>
      <h3>
        {partPrefix(drawn)}
        {title}
        <span className={styles.span}>
          rows {format.count(start)} to {format.count(end - 1)}
        </span>
      </h3>
      <LineChart
        line={line.value}
        start={start}
        end={end}
        width={264}
        height={108}
        active={at}
        label={`${title}, rows ${start} to ${end - 1}`}
      />
      <p className="micro">{lineCaption(line.value, format.count)}</p>
    </section>
  );
}
