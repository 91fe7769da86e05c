import type { MemberFacts } from '../../../shared/contract/files.js';
import { chosenMembers, type IntakeRow } from '../../app/intake/intake-row.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useFormat } from '../../format/format-context.js';
import { Checkbox } from '../../ui/Checkbox.js';
import { SizeText } from '../../ui/SizeText.js';
import styles from './intake-item.module.css';
import { usePlannedFile } from './use-batch-plan.js';

interface Props {
  readonly row: IntakeRow;
  readonly members: readonly MemberFacts[];
}

/** The arrays of a file that holds several, with a checkbox each. */
export function MemberTicks({ row, members }: Props) {
  const store = useIntakeStore();
  const names = chosenMembers(row);
  const chosen = new Set(names);
  const { outputs } = usePlannedFile(row.id);
  const setChosen = (name: string, isChosen: boolean) => {
    const next = members.filter((member) => (member.name === name ? isChosen : chosen.has(member.name)));
    store.change(row.id, { members: next.map((member) => member.name) });
  };
  return (
    <fieldset className={styles.members} aria-label={`Arrays of ${row.facts.name}`}>
      {members.map((member) => (
        <MemberTick
          key={member.name}
          member={member}
          isChosen={chosen.has(member.name)}
          output={outputs.find((output) => output.member === member.name)?.label}
          onChange={(isChosen) => setChosen(member.name, isChosen)}
        />
      ))}
    </fieldset>
  );
}

interface TickProps {
  readonly member: MemberFacts;
  readonly isChosen: boolean;
  /** Name of its output, once the batch is planned. */
  readonly output: string | undefined;
  readonly onChange: (isChosen: boolean) => void;
}

function MemberTick({ member: { name, array, problem, sizeBytes }, isChosen, output, onChange }: TickProps) {
  const format = useFormat();
  const isOff = problem !== undefined;
  return (
    <div className={styles.member} data-off={isOff ? '' : undefined}>
      <Checkbox aria-label={name} checked={isChosen} disabled={isOff} onChange={onChange} />
      <span className="mono cut" title={name}>
        {name}
      </span>
      <span className="cut" title={array?.descr}>
        {array?.dtype}
      </span>
      {isOff ? (
        <span className={styles.memberProblem} title={problem}>
          {problem}
        </span>
      ) : (
        <span className="cut">{array && format.shape(array.shape)}</span>
      )}
      <span className={styles.size}>
        <SizeText sizeBytes={sizeBytes} />
      </span>
      <span className={styles.memberOutput} title={output}>
        {isChosen ? output && `→ ${output}` : 'left out'}
      </span>
    </div>
  );
}
