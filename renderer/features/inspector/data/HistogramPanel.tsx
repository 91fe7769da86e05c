import { Lock, LockOpen, Table2 } from 'lucide-react';
import { useState } from 'react';
import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useSize } from '../chunks/use-size.js';
import { HistogramPlot } from './HistogramPlot.js';
import { NumbersDialog } from './NumbersDialog.js';
import plots from './plots.module.css';
import type { ColouringControl } from './use-colouring.js';
import { useSavePlot } from './use-save-plot.js';
import type { StatisticsState } from './use-statistics.js';
import type { ValueNotation } from './value-notation.js';

interface Props {
  readonly computed: StatisticsState;
  readonly control: ColouringControl;
  /** Whether there is a heatmap whose colours the limits are. */
  readonly hasColours: boolean;
}

/** How often values occur, and the limits of the colours. */
export function HistogramPanel({ computed, control, hasColours }: Props) {
  const format = useFormat();
  const save = useSavePlot();
  const [attach, { width }] = useSize();
  const [asTable, setAsTable] = useState(false);
  const [isLog, setIsLog] = useState(false);
  const histogram = computed.statistics?.histogram;
  const numbers = histogram && histogramRows(histogram, control.notation);
  const rows = numbers?.map(([from = '', to = '', count = 0]) => [`${from}`, `${to}`, format.count(Number(count))]);
  return (
    <section className={plots.section} aria-label="Histogram">
      <header className={plots.head}>
        <h3>Histogram</h3>
        <span className={plots.push} />
        <Checkbox checked={isLog} onChange={setIsLog} title="Logarithmic counts: rare values beside frequent ones">
          Log
        </Checkbox>
        {hasColours && (
          <>
            <Button kind="ghost" size="small" onClick={control.makeSymmetric}>
              Symmetric
            </Button>
            <IconButton
              icon={control.locked ? Lock : LockOpen}
              size="small"
              label={control.locked ? 'Limits are kept across slices' : 'Keep limits across slices'}
              aria-pressed={control.locked}
              onClick={() => control.setLocked(!control.locked)}
            />
          </>
        )}
        <IconButton
          icon={Table2}
          size="small"
          label="Show as table"
          disabled={!rows}
          onClick={() => setAsTable(true)}
        />
      </header>
      <div ref={attach} className={plots.body}>
        {computed.error && <ErrorView error={computed.error} onRetry={computed.retry} />}
        {histogram ? (
          <HistogramPlot width={width} histogram={histogram} isLog={isLog} control={control} hasColours={hasColours} />
        ) : computed.statistics ? (
          <p className="dim">There are no finite numbers to count.</p>
        ) : (
          !computed.error && <Skeleton label="Counting values" lines={1} lineHeight={104} />
        )}
      </div>
      {rows && (
        <NumbersDialog
          open={asTable}
          onClose={() => setAsTable(false)}
          title="Histogram"
          heads={['From', 'To', 'Values']}
          rows={rows}
          onSave={() => save.csv('histogram', ['from', 'to', 'values'], numbers ?? [])}
        />
      )}
    </section>
  );
}

function histogramRows(
  { edges, counts }: NonNullable<Statistics['histogram']>,
  { exact }: ValueNotation,
): readonly (readonly (string | number)[])[] {
  const edge = (at: number) => exact(edges[at] ?? Number.NaN);
  return counts.map((count, bin) => [edge(bin), edge(bin + 1), count]);
}
