import { useMemo, useState } from 'react';
import { grouped } from '../../../../../shared/compare/words.js';
import type { TalkPage } from '../../../../../shared/contract/compare.js';
import { Card } from '../../../../ui/Card.js';
import { SegmentedControl } from '../../../../ui/SegmentedControl.js';
import { Cell, HeadCell, Row, Table } from '../../../../ui/Table.js';
import styles from '../formats.module.css';
import { scoreRows } from './talk-model.js';

/** The published ranking of 2014 and that of the last run here, with or without the ratio as a measure. */
export function TalkScores({ page }: { readonly page: TalkPage }) {
  const [withRatio, setWithRatio] = useState(true);
  const rows = useMemo(() => scoreRows(page, withRatio), [page, withRatio]);
  return (
    <Card
      title="Scores"
      subtitle={
        withRatio
          ? 'write, read, cold read and ratio; uncompressed formats left out'
          : 'write, read and cold read; uncompressed formats too'
      }
      actions={
        <SegmentedControl
          label="Measures that count"
          size="small"
          value={withRatio ? 'with' : 'without'}
          onChange={(value) => setWithRatio(value === 'with')}
          segments={[
            { value: 'with', label: 'With ratio' },
            { value: 'without', label: 'Without ratio' },
          ]}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.tall} tabIndex={0} aria-label="Scores, scrolls">
        <Table dense aria-label={`Scores ${withRatio ? 'with' : 'without'} ratio`}>
          <thead>
            <tr>
              <HeadCell>Format and level</HeadCell>
              <HeadCell numeric>Place 2014</HeadCell>
              <HeadCell numeric>Score 2014</HeadCell>
              <HeadCell numeric>Place here</HeadCell>
              <HeadCell numeric>Score here</HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ contender, published, publishedPlace, measured, measuredPlace }) => (
              <Row key={contender}>
                <Cell>
                  <span className="mono">{contender}</span>
                </Cell>
                <Cell numeric>{publishedPlace ?? '–'}</Cell>
                <Cell numeric>{scoreText(published)}</Cell>
                <Cell numeric>{measuredPlace ?? '–'}</Cell>
                <Cell numeric>{scoreText(measured)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </section>
    </Card>
  );
}

function scoreText(score: number | undefined): string {
  return score === undefined ? '–' : grouped(Math.round(score));
}
