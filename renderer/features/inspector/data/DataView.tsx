import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import { useQuery } from '../../../data/use-query.js';
import { Button } from '../../../ui/Button.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { WholeFile } from '../details/WholeFile.js';
import { useDocument } from '../model/document-context.js';
import { useView } from '../model/view.js';
import { canReadAs, ReadAs } from '../overview/ReadAs.js';
import { DataWorkspace } from './DataWorkspace.js';
import styles from './data.module.css';

interface Props {
  readonly tabKey: string;
}

/** The values of a document: grid, plots, statistics. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: named after its tab; the global DataView is not used here
export function DataView({ tabKey }: Props) {
  const { overview, client, version } = useDocument();
  const { document, array } = overview;
  const { value, error, retry } = useQuery<DataShape>(array && `${document} ${version}`, () =>
    client.call('inspect.data', { document }),
  );
  if (!array) {
    return (
      <>
        <NoArray tabKey={tabKey} />
        <WholeFile summary={undefined} />
      </>
    );
  }
  if (error) {
    return (
      <div className={styles.loading}>
        <ErrorView error={error} onRetry={retry} />
      </div>
    );
  }
  if (!value) {
    return (
      <div className={styles.loading}>
        <Skeleton label="Reading the array" lines={12} lineHeight={24} />
      </div>
    );
  }
  return <DataWorkspace key={`${document} ${value.dtype} ${value.shape.join()}`} data={value} />;
}

/** What can be done with a document that is no array itself. */
function NoArray({ tabKey }: Props) {
  const { overview } = useDocument();
  const { show } = useView();
  if (overview.members) {
    return (
      <EmptyState
        title="There is no array to show."
        action={<Button onClick={() => show('overview')}>Choose an array</Button>}
      >
        This file holds several arrays: choose one in the Overview.
      </EmptyState>
    );
  }
  if (!canReadAs(overview)) return <EmptyState title="There is no array to show." />;
  return (
    <div className={styles.loading}>
      <ReadAs tabKey={tabKey} />
    </div>
  );
}
