import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { groupDigits } from '../structure/node-words.js';
import plots from './plots.module.css';
import { approximate, digitsOf, minDigits, shortened } from './statistics-text.js';
import type { StatisticsState } from './use-statistics.js';

interface Props {
  readonly computed: StatisticsState;
  /** Values and bytes that the whole array has. */
  readonly whole: { readonly values: number; readonly bytes: number };
}

/** Statistics of a sample or of the whole array. */
export function StatisticsPanel({ computed, whole }: Props) {
  const format = useFormat();
  const { statistics, done, basis } = computed;
  if (!statistics && done === undefined) return null;
  const nanShare = statistics && statistics.values > 0 ? statistics.nan / statistics.values : 0;
  const noun = statistics && statistics.values >= statistics.of ? 'of all values are' : 'of this sample is';
  return (
    <section className={plots.section} aria-label="Statistics" aria-busy={done !== undefined}>
      <header className={plots.head}>
        <h3>Statistics</h3>
        {nanShare > 0 && (
          <span className="dim cut">
            {percentText(nanShare)} {noun} NaN
          </span>
        )}
      </header>
      {statistics && <Figures statistics={statistics} />}
      <div className={plots.basis}>
        {basis === 'whole' && done !== undefined ? (
          <>
            <ProgressBar label="Statistics of the whole array" fraction={done} />
            <p className={plots.caption}>
              Whole array, {format.percent(done)} read.{' '}
              <Button kind="link" onClick={computed.useSample}>
                Stop
              </Button>
            </p>
          </>
        ) : (
          statistics && (
            <p className={plots.caption}>
              {basisWords(statistics, format.count)}{' '}
              {basis === 'sample' && statistics.values < whole.values && (
                <>
                  <Button kind="link" onClick={computed.useWhole}>
                    Use the whole array
                  </Button>{' '}
                  reads {format.size(whole.bytes)}.
                </>
              )}
              {basis === 'whole' && (
                <Button kind="link" onClick={computed.useSample}>
                  Use a sample
                </Button>
              )}
            </p>
          )
        )}
      </div>
    </section>
  );
}

/** `5.1 %`. */
function percentText(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `Sample: every 16th row and column of rows 24,000 to 27,999, 250 chunks read.` */
function basisWords(
  { basis: ungrouped, values, of, chunksRead }: Statistics,
  count: (value: number) => string,
): string {
  const basis = groupDigits(ungrouped);
  const words = basis.charAt(0).toUpperCase() + basis.slice(1);
  const isSample = values < of && !/sample/i.test(basis);
  const prefix = isSample ? `Sample: ${basis}` : /^rows/i.test(basis) ? `Every value of ${basis}` : words;
  return chunksRead ? `${prefix}, ${count(chunksRead)} ${chunksRead === 1 ? 'chunk' : 'chunks'} read.` : `${prefix}.`;
}

/** Characters of a number; times have more. */
const mostDigits = 24;

function Figures({ statistics }: { readonly statistics: Statistics }) {
  const format = useFormat();
  const { min, max, mean, median, standardDeviation, distinct, medianOneIn, isRounded } = statistics;
  const { finite } = statistics;
  const digits = digitsOf(finite?.min ?? min, finite?.max ?? max);
  const about = (text: string | undefined, isAbout = isRounded) => text && (isAbout ? approximate(text) : text);
  const figures: readonly (readonly [label: string, value: string | undefined, exact?: string | undefined])[] = [
    ['Count', format.count(statistics.values)],
    ['Missing', statistics.missing === undefined ? undefined : format.count(statistics.missing)],
    ['NaN', format.count(statistics.nan)],
    ['Minimum', min],
    ['Maximum', max],
    ['Mean', shortened(mean, digits), mean],
    [
      medianOneIn ? `Median of 1 in ${format.count(medianOneIn)}` : 'Median',
      about(shortened(median, digits), isRounded || medianOneIn !== undefined),
      median,
    ],
    ['Std. deviation', about(shortened(standardDeviation, minDigits)), standardDeviation],
    ['Inf', format.count(statistics.inf)],
    ['Finite minimum', finite?.min],
    ['Finite maximum', finite?.max],
    ['Mean of finite', shortened(finite?.mean, digits), finite?.mean],
    ['Std. dev. of finite', shortened(finite?.standardDeviation, minDigits), finite?.standardDeviation],
    ['Zeros', statistics.zeros > 0 ? format.count(statistics.zeros) : undefined],
    ['Distinct', distinct === undefined ? undefined : format.count(distinct)],
  ];
  return (
    <dl className={plots.stats} data-wide={min !== undefined && min.length > mostDigits ? '' : undefined}>
      {figures.map(([label, value, exact]) =>
        value === undefined ? null : (
          <div key={label}>
            <dt className="micro">{label}</dt>
            <dd title={exact ?? value}>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
