import { ChevronLeft, ChevronRight, Maximize2, Minimize2, PanelRight } from 'lucide-react';
import { useCommand } from '../../../app/commands/command-context.js';
import { useCompareRequest } from '../../../app/comparison/use-compare.js';
import { inspectorViews } from '../../../app/documents/document-store.js';
import { ErrorBoundary } from '../../../app/shell/ErrorBoundary.js';
import { Icon } from '../../../ui/Icon.js';
import { IconButton } from '../../../ui/IconButton.js';
import { BytesView } from '../bytes/BytesView.js';
import { ChunksView } from '../chunks/ChunksView.js';
// biome-ignore lint/suspicious/noShadowRestrictedNames: named after its tab
import { DataView } from '../data/DataView.js';
import { hasChunks, statedChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { useView, viewTitles } from '../model/view.js';
import { OverviewView } from '../overview/OverviewView.js';
import { StructurePane } from '../structure/StructurePane.js';
import styles from './inspector.module.css';
import { usePaneSizes } from './pane-sizes.js';
import { Separator } from './Separator.js';
import { useSlots } from './slots.js';
import { ViewTabs } from './ViewTabs.js';

/** Structure, view and details, side by side. */
export function Panes({ tabKey }: { readonly tabKey: string }) {
  const { sizes, open, change, setOpen } = usePaneSizes();
  const { view } = useView();
  const { setDetails, setToolbar } = useSlots();
  const maximise = () => change({ maximised: !sizes.maximised });
  useViewKeys();
  useCommand('inspector.structure', () => setOpen('structure', !open.structure));
  useCommand('inspector.details', () => setOpen('details', !open.details));
  useCommand('inspector.maximise', maximise);
  return (
    <div className={styles.panes}>
      {open.structure ? (
        <>
          <section
            className={styles.pane}
            aria-label="Structure"
            data-pane=""
            data-side="left"
            style={{ width: sizes.structure }}
          >
            <StructurePane isWide={sizes.structure >= 400} onCollapse={() => setOpen('structure', false)} />
          </section>
          <Separator
            pane="structure"
            width={sizes.structure}
            onWidth={(structure) => change({ structure })}
            onCollapse={() => setOpen('structure', false)}
          />
        </>
      ) : (
        !sizes.maximised && <Strip title="Structure" side="left" onOpen={() => setOpen('structure', true)} />
      )}
      <section className={styles.pane} data-grow="" aria-label={viewTitles[view]} data-pane="">
        <h2 className="unseen">{viewTitles[view]}</h2>
        <div className={styles.paneHead}>
          <ViewTabs />
          <div ref={setToolbar} className={styles.toolbar} />
          <IconButton
            icon={sizes.maximised ? Minimize2 : Maximize2}
            label={sizes.maximised ? 'Put the regions back' : 'Maximise the view'}
            size="small"
            onClick={maximise}
          />
        </div>
        <div
          className={styles.view}
          id="inspector-view"
          role="tabpanel"
          aria-labelledby={`inspector-tab-${view}`}
          tabIndex={-1}
        >
          {inspectorViews.map((one) => one === view && <View key={one} tabKey={tabKey} />)}
        </div>
      </section>
      {open.details ? (
        <>
          <Separator
            pane="details"
            width={sizes.details}
            onWidth={(details) => change({ details })}
            onCollapse={() => setOpen('details', false)}
          />
          <section
            className={styles.pane}
            aria-label="Details"
            data-pane=""
            data-side="right"
            style={{ width: sizes.details }}
          >
            <div ref={setDetails} className={styles.detailsPane} />
            <div className={styles.detailsTools}>
              <IconButton
                icon={PanelRight}
                label="Collapse details"
                size="small"
                onClick={() => setOpen('details', false)}
              />
            </div>
          </section>
        </>
      ) : (
        !sizes.maximised && <Strip title="Details" side="right" onOpen={() => setOpen('details', true)} />
      )}
    </div>
  );
}

function View({ tabKey }: { readonly tabKey: string }) {
  const { view } = useView();
  return (
    <ErrorBoundary>
      {view === 'overview' && <OverviewView tabKey={tabKey} />}
      {view === 'data' && <DataView tabKey={tabKey} />}
      {view === 'chunks' && <ComparableChunks />}
      {view === 'bytes' && <BytesView />}
    </ErrorBoundary>
  );
}

/** The chunks, whose menus can open Compare. */
function ComparableChunks() {
  const { overview } = useDocument();
  const compare = useCompareRequest();
  const { id, address } = overview.file;
  const onCompare = address === undefined ? (chunkIndex: number) => compare({ id, chunkIndex }) : undefined;
  return <ChunksView onCompare={onCompare} />;
}

interface StripProps {
  readonly title: string;
  readonly side: 'left' | 'right';
  readonly onOpen: () => void;
}

/** A region that is collapsed. */
function Strip({ title, side, onOpen }: StripProps) {
  return (
    <button type="button" className={styles.strip} data-side={side} aria-label={`Show ${title}`} onClick={onOpen}>
      <Icon of={side === 'left' ? ChevronRight : ChevronLeft} />
      <span>{title}</span>
    </button>
  );
}

/** The commands of all views of a document. */
function useViewKeys(): void {
  const { show } = useView();
  const { overview } = useDocument();
  const { selection, select } = useSelection();
  const count = statedChunks(overview);
  const step = (by: number) => {
    const next = selection.chunkIndex === undefined ? 0 : selection.chunkIndex + by;
    if (next >= 0 && (count === undefined || next < count)) select({ chunkIndex: next }, 'details');
  };
  useCommand('inspector.overview', () => show('overview'));
  useCommand('inspector.data', () => show('data'));
  useCommand('inspector.chunks', () => show('chunks'));
  useCommand('inspector.bytes', () => show('bytes'));
  useCommand('inspector.next-chunk', () => step(1), hasChunks(overview));
  useCommand('inspector.previous-chunk', () => step(-1), hasChunks(overview));
}
