import { Fragment, useMemo } from 'react';
import { captionLines } from '../../../../shared/compare/caption.js';
import { isTiny, type Run } from '../../../../shared/compare/result.js';
import { originOf } from '../../../../shared/compare/saved-run.js';
import type { CompareFacts } from '../../../../shared/contract/compare.js';
import { wordsOfDtypeText } from '../../../../shared/format/numpy/dtype-words.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { Notice } from '../../../ui/Notice.js';
import { ApplyButtons } from '../apply/ApplyButtons.js';
import { ChunkSizeChart } from '../charts/ChunkSizeChart.js';
import { LevelHeatmap } from '../charts/LevelHeatmap.js';
import { ParetoChart } from '../charts/ParetoChart.js';
import { ThroughputChart } from '../charts/ThroughputChart.js';
import { TimeBars } from '../charts/TimeBars.js';
import { TypesizeBars } from '../charts/TypesizeBars.js';
import page from '../compare.module.css';
import { type ReadModel, readModel } from '../model/read-model.js';
import type { ChartViews } from '../use-compare-commands.js';
import { AbPanel } from './AbPanel.js';
import { FrontierSlider } from './FrontierSlider.js';
import { GoalPanel } from './GoalPanel.js';
import { ResultTable } from './ResultTable.js';
import { RunToRun } from './RunToRun.js';
import styles from './read.module.css';

interface Props {
  readonly model: ReadModel;
  readonly views: ChartViews;
  /** This machine, once it is known. */
  readonly machine: CompareFacts['machine'] | undefined;
}

/** The results of a run: advice, charts and table, which share one selection. */
export function Reading({ model, views, machine }: Props) {
  const { pins, second, goal } = useCompare();
  const store = useCompareStore();
  const overlay = useMemo(() => second && readModel(second, goal), [second, goal]);
  const { isLog, onLog, asTable, onAsTable } = views;
  const shared = { model, pins, onPins: (next: typeof pins) => store.setPins(next), asTable, onAsTable };
  const drawable = model.rows.filter(({ isCopy }) => !isCopy).length;
  return (
    <>
      <section className={styles.advice} aria-label="Recommendation" data-pane="">
        <GoalPanel />
        <div>
          <AdviceText model={model} />
          <FrontierSlider model={model} pins={pins} onPins={shared.onPins} />
          <ApplyButtons model={model} pins={pins} />
        </div>
        <AbPanel model={model} pins={pins} onPins={shared.onPins} />
      </section>
      {machine && <ForeignNotices machine={machine} run={model.run} second={second} />}
      {isTiny(model.run.data) && (
        <div className={page.wide}>
          <Notice tone="info" title="Under 1 MiB: timings are dominated by overhead.">
            The ratios are exact; the speeds are only estimates.
          </Notice>
        </div>
      )}
      {drawable > 1 && (
        <>
          <ParetoChart {...shared} second={overlay} isLog={isLog} onLog={onLog} />
          <ThroughputChart {...shared} onOverlap={(overlap) => store.changeGoal({ overlap })} />
        </>
      )}
      <ResultTable model={model} pins={pins} onPins={shared.onPins} />
      {overlay && <RunToRun model={model} second={overlay} />}
      {drawable > 1 && (
        <>
          <TimeBars {...shared} />
          <TypesizeBars {...shared} />
          <LevelHeatmap {...shared} />
          <ChunkSizeChart {...shared} />
        </>
      )}
      <p className={page.caption}>{captionLines(model.run, wordsOfDtypeText).join(' ')}</p>
    </>
  );
}

interface ForeignProps {
  readonly machine: CompareFacts['machine'];
  readonly run: Run;
  readonly second: Run | undefined;
}

/** Says what of the page was measured on another machine, and that the overlaid run has other data. */
function ForeignNotices({ machine, run, second }: ForeignProps) {
  const foreign = [run, ...(second ? [second] : [])].flatMap((one) => {
    const origin = originOf(one, machine);
    return origin.kind === 'here' ? [] : [`${one.name} was ${origin.label}.`];
  });
  const differs = second !== undefined && second.data.sha256 !== run.data.sha256;
  if (foreign.length === 0 && !differs) return null;
  return (
    <div className={page.wide}>
      <Notice tone="info" title={foreign.length > 0 ? 'Not measured here.' : 'The overlaid run has other data.'}>
        {foreign.join(' ')}
        {differs && ` The overlaid run measured ${second.data.name}, not the same bytes: do not compare their ratios.`}
      </Notice>
    </div>
  );
}

/** A setting's name in a sentence: `zstd · 5 · bit shuffle`. */
const NAMES = /((?:blosclz|lz4hc|lz4|snappy|zlib|zstd) · \d · (?:no|byte|bit) shuffle)/;

/** The advice as text, with settings in bold. */
function AdviceText({ model }: { readonly model: ReadModel }) {
  const { sentence, cautions } = model.advice;
  return (
    <>
      <p className={styles.say} aria-live="polite">
        {sentence.split(NAMES).map((part, at) => {
          const key = `${at}${part}`;
          return NAMES.test(part) ? <b key={key}>{part}</b> : <Fragment key={key}>{part}</Fragment>;
        })}
      </p>
      {cautions.length > 0 && <p className={styles.cautions}>{cautions.join(' ')}</p>}
    </>
  );
}
