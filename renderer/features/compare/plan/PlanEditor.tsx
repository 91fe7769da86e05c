import type { ReactNode } from 'react';
import type { Plan } from '../../../../shared/compare/plan.js';
import { PRESET_NAMES } from '../../../../shared/compare/plan.js';
import { SHUFFLE_NAMES } from '../../../../shared/compare/setting.js';
import { binarySize } from '../../../../shared/compare/words.js';
import type { CompareFacts } from '../../../../shared/contract/compare.js';
import { CODECS } from '../../../../shared/format/codecs.js';
import { parseSizeText } from '../../../../shared/format/sizes.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { spellSize } from '../../../format/size-text.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import { ParsedField } from '../../../ui/ParsedField.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { Select } from '../../../ui/Select.js';
import { codecColour, FilterMark } from '../charts/Mark.js';
import styles from './plan.module.css';
import { parseNumbers } from './plan-words.js';

interface Props {
  readonly facts: CompareFacts | undefined;
}

const PRESET_LABELS = { quick: 'Quick', balanced: 'Balanced', full: 'Full' } as const;
const LEVELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const BUDGETS = [
  { value: 'none', label: 'No limit' },
  { value: '30', label: '30 s' },
  { value: '60', label: '1 min' },
  { value: '300', label: '5 min' },
  { value: '900', label: '15 min' },
  { value: '3600', label: '1 h' },
] as const;

/** The values of the plan: every combination of them is measured. */
export function PlanEditor({ facts }: Props) {
  const { plan } = useCompare();
  const store = useCompareStore();
  const change = (changes: Partial<Plan>) => store.changePlan(changes);
  const missing = new Map(facts?.missingCodecs.map(({ codec, reason }) => [codec, reason]));
  return (
    <div className={styles.matrix}>
      <Axis label="Preset">
        <SegmentedControl
          label="Preset"
          size="small"
          value={plan.preset}
          onChange={(preset) => preset !== 'custom' && store.applyPreset(preset)}
          segments={[
            ...PRESET_NAMES.map((value) => ({ value, label: PRESET_LABELS[value] })),
            { value: 'custom' as const, label: 'Custom', disabled: plan.preset !== 'custom' },
          ]}
        />
      </Axis>
      <Axis label="Codecs">
        {CODECS.map(({ name }) => {
          const reason = missing.get(name);
          return (
            <Checkbox
              key={name}
              checked={plan.codecs.includes(name) && reason === undefined}
              disabled={reason !== undefined}
              onChange={() => change({ codecs: toggled(plan.codecs, name) })}
            >
              <i className={styles.swatch} style={{ background: codecColour(name) }} />
              {name}
              {reason !== undefined && <span className="dim"> ({reason})</span>}
            </Checkbox>
          );
        })}
      </Axis>
      <Axis label="Filters">
        {SHUFFLE_NAMES.map((name) => (
          <Checkbox
            key={name}
            checked={plan.shuffles.includes(name)}
            onChange={() => change({ shuffles: toggled(plan.shuffles, name) })}
          >
            <FilterMark shuffle={name} /> {name}
          </Checkbox>
        ))}
      </Axis>
      <Axis label="Levels">
        {LEVELS.map((level) => (
          <Checkbox
            key={level}
            checked={plan.levels.includes(level)}
            onChange={() => change({ levels: inOrder(toggled(plan.levels, level)) })}
          >
            {`${level}`}
          </Checkbox>
        ))}
      </Axis>
      <Axis label="Sizes and threads">
        <SizesField
          label="Chunk sizes"
          values={plan.chunkSizesBytes}
          min={1}
          onChange={(chunkSizesBytes) => change({ chunkSizesBytes })}
        />
        <SizesField
          label="Block sizes"
          values={plan.blocksizesBytes}
          min={0}
          onChange={(blocksizesBytes) => change({ blocksizesBytes })}
        />
        <NumbersField
          label="Typesizes"
          values={plan.typesizes}
          max={255}
          onChange={(typesizes) => change({ typesizes })}
        />
        <NumbersField label="Threads" values={plan.threads} max={256} onChange={(threads) => change({ threads })} />
      </Axis>
      <Axis label="Time budget">
        <Select
          aria-label="Time budget"
          size="small"
          value={budgetValue(plan.budgetMs)}
          options={BUDGETS}
          onChange={(value) => store.setBudget(value === 'none' ? undefined : 1000 * Number(value))}
        />
        <span className="dim">
          Within a budget, repeats become fewer and shorter first; then the slowest settings are left out, never a
          codec.
        </span>
      </Axis>
    </div>
  );
}

function budgetValue(budgetMs: number | undefined): (typeof BUDGETS)[number]['value'] {
  return BUDGETS.find(({ value }) => Number(value) * 1000 === budgetMs)?.value ?? 'none';
}

function Axis({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles.axis}>
      <legend>{label}</legend>
      <div className={styles.values}>{children}</div>
    </fieldset>
  );
}

/** A list with an item added or removed. The last item is not removed, because an axis needs a value. */
function toggled<T>(values: readonly T[], item: T): readonly T[] {
  if (!values.includes(item)) return [...values, item];
  return values.length === 1 ? values : values.filter((value) => value !== item);
}

function inOrder(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}

interface ListFieldProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly onChange: (values: readonly number[]) => void;
}

function NumbersField({ label, values, onChange, max }: ListFieldProps & { readonly max: number }) {
  return (
    <span className={styles.list}>
      <span className="dim">{label}</span>
      <ParsedField
        aria-label={label}
        size="small"
        value={values}
        onChange={onChange}
        print={(shown) => shown.join(', ')}
        parse={(text) => parseNumbers(text, 1, max)}
      />
    </span>
  );
}

const MAX_BYTES = 2_147_483_631;

function SizesField({ label, values, onChange, min }: ListFieldProps & { readonly min: number }) {
  const parse = (text: string) => {
    const sizes = text.split(/[,;]+/).map((word) => (word.trim() === 'auto' ? 0 : parseSizeText(word)));
    const good = sizes.flatMap((size) => (size !== undefined && size >= min && size <= MAX_BYTES ? size : []));
    return good.length === sizes.length && good.length > 0 && good.length <= 32
      ? inOrder([...new Set(good)])
      : undefined;
  };
  return (
    <span className={styles.list}>
      <span className="dim">{label}</span>
      <ParsedField
        aria-label={label}
        size="small"
        value={values}
        onChange={onChange}
        print={(shown) => shown.map((size) => (size === 0 ? 'auto' : spellSize(size))).join(', ')}
        parse={parse}
        title={values.map((size) => (size === 0 ? 'Blosc chooses' : binarySize(size))).join(', ')}
      />
    </span>
  );
}
