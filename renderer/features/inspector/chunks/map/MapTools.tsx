import type { ReactNode } from 'react';
import { useFormat } from '../../../../format/format-context.js';
import { Button } from '../../../../ui/Button.js';
import { Select } from '../../../../ui/Select.js';
import { useDocument } from '../../model/document-context.js';
import styles from './map.module.css';
import { type Statistic, subjects } from './map-scale.js';
import type { MapSubject } from './map-values.js';

interface Props {
  readonly subject: MapSubject;
  readonly onSubject: (subject: MapSubject) => void;
  readonly binned: boolean;
  /** There is room for one cell a chunk. */
  readonly fitsOne: boolean;
  readonly onBinned: (binned: boolean) => void;
  readonly statistic: Statistic;
  readonly onStatistic: (statistic: Statistic) => void;
  /** Only a part of the file is shown. */
  readonly isPart: boolean;
  readonly total: number;
  readonly onAll: () => void;
  readonly legend: ReactNode;
}

// The keys of the table are the subjects.
const subjectOptions = (Object.keys(subjects) as MapSubject[]).map((value) => ({
  value,
  label: subjects[value].label,
}));
/** Only containers are verified. */
const arrayOptions = subjectOptions.filter(({ value }) => ['ratio', 'stored', 'codec'].includes(value));

const statisticOptions = [
  { value: 'min', label: 'lowest' },
  { value: 'mean', label: 'mean' },
  { value: 'max', label: 'highest' },
] as const satisfies readonly { readonly value: Statistic; readonly label: string }[];

/** Selects what the cells show, and how many chunks each stands for. */
export function MapTools(props: Props) {
  const { subject, binned, fitsOne, isPart, legend } = props;
  const format = useFormat();
  const { overview } = useDocument();
  const cellOptions = [
    { value: 'one', label: 'one a chunk', disabled: !fitsOne },
    { value: 'binned', label: 'binned' },
  ] as const;
  const isCategory = subject === 'codec' || subject === 'check';
  return (
    <div className={styles.tools}>
      <Choice label="Colour">
        <Select
          size="small"
          aria-label="Colour"
          value={subject}
          options={overview.container ? subjectOptions : arrayOptions}
          onChange={props.onSubject}
        />
      </Choice>
      <Choice label="Cells">
        <Select
          size="small"
          aria-label="Cells"
          value={binned ? 'binned' : 'one'}
          options={cellOptions}
          onChange={(value) => props.onBinned(value === 'binned')}
        />
      </Choice>
      {binned && !isCategory && (
        <Choice label="Of them">
          <Select
            size="small"
            aria-label="Which of a cell’s chunks"
            value={props.statistic}
            options={statisticOptions}
            onChange={props.onStatistic}
          />
        </Choice>
      )}
      {isPart && (
        <Button size="small" kind="ghost" onClick={props.onAll}>
          Show all {format.count(props.total)}
        </Button>
      )}
      {legend}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly children: ReactNode;
}

function Choice({ label, children }: ChoiceProps) {
  return (
    <div className={styles.choice}>
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
