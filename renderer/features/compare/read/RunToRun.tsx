import { useMemo } from 'react';
import type { Series } from '../../../../shared/compare/result.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { mibText } from '../charts/mib.js';
import type { ReadModel } from '../model/read-model.js';
import styles from './result-table.module.css';
import { type RunPair, runPairs } from './run-to-run.js';

interface Props {
  readonly model: ReadModel;
  /** The overlaid run. */
  readonly second: ReadModel;
}

/** Every setting that was measured in both runs, before and after, with factors. */
export function RunToRun({ model, second }: Props) {
  const pairs = useMemo(() => runPairs(model, second), [model, second]);
  if (pairs.length === 0) return null;
  return (
    <section className={styles.card} aria-label="Run to run" data-pane="">
      <div className={styles.tools}>
        <h2>Run to run</h2>
        <span className="dim cut">
          {model.run.name} → {second.run.name}, {pairs.length} settings in both
        </span>
      </div>
      <div className={styles.scroll}>
        <Table>
          <thead>
            <tr>
              <HeadCell>Setting</HeadCell>
              <HeadCell numeric>Ratio, ×</HeadCell>
              <HeadCell>Size</HeadCell>
              <HeadCell numeric>Compress, MiB/s</HeadCell>
              <HeadCell>Write</HeadCell>
              <HeadCell numeric>Decompress, MiB/s</HeadCell>
              <HeadCell>Read</HeadCell>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <PairRow key={pair.key} pair={pair} />
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}

function PairRow({ pair: { name, shown, other, size, write, read } }: { readonly pair: RunPair }) {
  const [before, after] = [shown.result, other.result];
  return (
    <Row>
      <Cell>{name}</Cell>
      <Cell numeric>
        {before.ratio.toFixed(2)} → {after.ratio.toFixed(2)}
      </Cell>
      <Cell>{size.words}</Cell>
      <SpeedCell before={before.compress} after={after.compress} />
      <Cell>{write.words}</Cell>
      <SpeedCell before={before.decompress} after={after.decompress} />
      <Cell>{read.words}</Cell>
    </Row>
  );
}

/** The medians; the title has the quartiles. */
function SpeedCell({ before, after }: { readonly before: Series; readonly after: Series }) {
  const quartiles = ({ q1, q3 }: Series) => `${mibText(q1)} to ${mibText(q3)}`;
  return (
    <Cell numeric title={`Quartiles: ${quartiles(before)}, then ${quartiles(after)} MiB/s`}>
      {mibText(before.median)} → {mibText(after.median)}
    </Cell>
  );
}
