import type { MemberFacts } from '../../../../shared/contract/files.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { SizeText } from '../../../ui/SizeText.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { useDocument } from '../model/document-context.js';
import { useOpenMember } from '../model/open-member.js';
import styles from './overview.module.css';

/** The arrays of a file that holds several; each opens in a separate tab. */
export function Members() {
  const { members, kind } = useDocument().overview;
  if (!members) return null;
  const title = kind === 'npz' ? 'Arrays of the archive' : 'Arrays of the file';
  return (
    <section className={styles.block}>
      <h2>{title}</h2>
      <Table aria-label={title}>
        <thead>
          <Row>
            <HeadCell>Name</HeadCell>
            <HeadCell>Type</HeadCell>
            <HeadCell>Shape</HeadCell>
            <HeadCell numeric>Size</HeadCell>
          </Row>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow key={member.name} member={member} />
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function MemberRow({ member: { name, array, sizeBytes, problem } }: { readonly member: MemberFacts }) {
  const open = useOpenMember();
  const format = useFormat();
  return (
    <Row>
      <Cell>
        {array ? (
          <Button kind="link" onClick={() => open(name)}>
            {name}
          </Button>
        ) : (
          name
        )}
      </Cell>
      <Cell className={array ? undefined : styles.memberProblem}>
        {array?.dtype ?? <span className="soft">{problem}</span>}
      </Cell>
      <Cell>{array && format.shape(array.shape)}</Cell>
      <Cell numeric>
        <SizeText sizeBytes={sizeBytes} />
      </Cell>
    </Row>
  );
}
