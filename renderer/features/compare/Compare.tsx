import { useEffect, useState } from 'react';
import { wordsOfDtypeText } from '../../../shared/format/numpy/dtype-words.js';
import { useCompare, useCompareStore } from '../../app/comparison/use-compare.js';
import { useShownSubject } from '../../app/subject-context.js';
import { useCall } from '../../data/use-query.js';
import { SegmentedControl } from '../../ui/SegmentedControl.js';
import styles from './compare.module.css';
import { FormatsPage } from './formats/FormatsPage.js';
import { useReadModel } from './model/use-read-model.js';
import { PlanCard } from './plan/PlanCard.js';
import { Reading } from './read/Reading.js';
import { RunStrip } from './run/RunStrip.js';
import { RunsMenu } from './runs/RunsMenu.js';
import { useCompareDrop } from './runs/use-compare-drop.js';
import { useCompareCommands } from './use-compare-commands.js';

type Tab = 'codecs' | 'formats';

/** Measures codecs, filters and levels on the user's data, shows the results as charts, advises one and applies it. */
export function Compare() {
  const [tab, setTab] = useState<Tab>('codecs');
  return (
    <div className={styles.page}>
      <h1 className="unseen">Compare</h1>
      <div className={styles.bar}>
        <SegmentedControl
          label="What is compared"
          size="small"
          value={tab}
          onChange={setTab}
          segments={[
            { value: 'codecs', label: 'Codecs in memory' },
            { value: 'formats', label: 'Formats end to end' },
          ]}
        />
        {tab === 'codecs' && <RunsMenu />}
      </div>
      {tab === 'codecs' ? <Codecs /> : <FormatsPage />}
    </div>
  );
}

function Codecs() {
  const { run, target, pins } = useCompare();
  const store = useCompareStore();
  const model = useReadModel();
  const { value: facts } = useCall('compare.facts');
  useEffect(() => {
    if (facts) {
      const missing = facts.missingCodecs.map(({ codec }) => codec);
      store.setMachine(facts.cores, missing);
    }
  }, [store, facts]);
  useCompareDrop();
  const views = useCompareCommands(model);
  const pinned = (['a', 'b'] as const).flatMap((letter) => {
    const row = model?.byKey.get(pins[letter] ?? '');
    return row ? [`${letter.toUpperCase()} pinned: ${row.name}`] : [];
  });
  const title = run?.data.name ?? target?.name;
  useShownSubject({
    ...(title !== undefined && { title }),
    status: [
      ...(title === undefined ? [] : [title]),
      ...(run?.data.dtype ? [wordsOfDtypeText(run.data.dtype)] : []),
      ...pinned,
    ],
  });
  return (
    <div className={styles.grid}>
      <PlanCard facts={facts} />
      <RunStrip />
      {model && <Reading model={model} views={views} machine={facts?.machine} />}
    </div>
  );
}
