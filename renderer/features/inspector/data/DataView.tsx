import type { DataShape } from '../../../../shared/contract/inspect/data.js';
import { useQuery } from '../../../data/use-query.js';
import { Button } from '../../../ui/Button.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { useDocument } from '../model/document-context.js';
import { useView } from '../model/view.js';
import { DataWorkspace } from './DataWorkspace.js';
import styles from './data.module.css';

/** The values of a document: grid, plots, statistics. */
// biome-ignore lint/suspicious/noShadowRestrictedNames: named after its tab; the global DataView is not used here
export function DataView() {
  const { overview, client, version } = useDocument();
  const { document, array } = overview;
  const { show } = useView();
  const isArchive = overview.members !== undefined;
  const { value, error, retry } = useQuery<DataShape>(array && `${document} ${version}`, () =>
    client.call('inspect.data', { document }),
  );
  if (!array) {
    return (
      <EmptyState
        title="There is no array to show."
        action={
          <Button onClick={() => show('overview')}>{isArchive ? 'Choose an array' : 'Set dtype and shape'}</Button>
        }
      >
        {isArchive
          ? 'This file holds several arrays: choose one in the Overview.'
          : 'These are plain bytes: set their dtype and shape in the Overview to see them here.'}
      </EmptyState>
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
