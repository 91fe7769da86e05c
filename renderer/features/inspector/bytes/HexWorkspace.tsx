import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useCommand } from '../../../app/commands/command-context.js';
import { useFormat } from '../../../format/format-context.js';
import { hexOffset } from '../../../format/hex.js';
import { Checkbox } from '../../../ui/Checkbox.js';
import { ContextMenu } from '../../../ui/ContextMenu.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { LoadFrame } from '../../../ui/LoadFrame.js';
import { statedChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import styles from './bytes.module.css';
import { GoTo } from './GoTo.js';
import { placeWords } from './hex/byte-words.js';
import { useCursor } from './hex/cursor.js';
import type { ByteRange } from './hex/folds.js';
import { HexGrid } from './hex/HexGrid.js';
import { rowBytes } from './hex/hex-layout.js';
import { type ByteSource, type ByteSources, useByteSources } from './hex/use-byte-sources.js';
import { useFolding } from './hex/use-folding.js';
import { BytesDetails } from './inspect/BytesDetails.js';
import { useBytesMenu, useCopyBytes } from './inspect/bytes-menu.js';
import { type BytesMode, ModeSwitch } from './ModeSwitch.js';
import { Minimap } from './minimap/Minimap.js';
import type { MinimapScale } from './minimap/minimap-scale.js';
import { useBytesStatus } from './use-bytes-status.js';
import { useFindBytes } from './use-find-bytes.js';

interface Props {
  readonly source: ByteSource;
  readonly onMode: (mode: BytesMode) => void;
}

/** Bytes of the selection whose values and digits are shown. */
const readBytes = 32;

/** The whole file, or a chunk in a file of its own, in hex, a map of it, and what the selected bytes mean. */
export function HexWorkspace({ source, onMode }: Props) {
  const format = useFormat();
  const { overview } = useDocument();
  const { select } = useSelection();
  const { sizeBytes: fileBytes, chunkIndex } = source;
  const sources = useByteSources(source);
  const { pages, fields, places, error } = sources;
  const { layout, isOn, turn, show, uncover } = useFolding(sources, source);
  const fieldAt = (byte: number) => fields.fieldAt(byte);
  const { cursor, isCentred, goTo, move, press, selectField } = useCursor({ source, layout, fieldAt, uncover });
  const [visible, setVisible] = useState<readonly ByteRange[]>([]);
  const [scale, setScale] = useState<MinimapScale>('log');
  const goToField = useRef<HTMLInputElement>(null);
  const hex = useRef<HTMLDivElement>(null);
  const findBytes = useFindBytes(goTo, chunkIndex);
  const copy = useCopyBytes(cursor.range);
  const menu = useBytesMenu({ range: cursor.range, copy, selectField });
  const onVisible = useCallback((ranges: readonly ByteRange[]) => setVisible(ranges), []);
  const { start } = cursor.range;
  useEffect(() => {
    pages.want([{ start, end: Math.min(fileBytes, start + readBytes) }, ...visible]);
    fields.want(visible);
  }, [pages, fields, visible, start, fileBytes]);
  useBytesStatus(`${placeWords(cursor.range)}, ${format.countOf(cursor.range.end - start, 'byte')} selected`);
  const field = useFieldAt(fields, cursor.active);
  const startPages = [pages.page(start), pages.page(start + readBytes)];
  const first = useMemo(() => pages.take(start, readBytes), [pages, start, ...startPages]);
  const inView = useMemo(() => ({ start: visible[0]?.start ?? 0, end: visible.at(-1)?.end ?? 0 }), [visible]);
  useCommand('inspector.go-to', () => goToField.current?.focus());
  useCommand('inspector.find', () => goToField.current?.focus());
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlain = !event.altKey && !event.shiftKey;
    if (isPlain && (event.ctrlKey || event.metaKey) && event.key === 'c') copy('hex');
    else if (isPlain && event.key === 'Enter' && !layout.foldOf(Math.floor(cursor.active / rowBytes))) selectField();
    else if (isPlain && event.key === 'g') goToField.current?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.view}>
      <div className={styles.tools} role="toolbar" aria-label="Bytes">
        <ModeSwitch mode="hex" onMode={onMode} />
        <GoTo
          ref={goToField}
          place={hexOffset(cursor.active)}
          limits={{ fileBytes, chunks: places.total || (statedChunks(overview) ?? 0) }}
          onFind={(pattern) => findBytes(pattern, cursor.range.start + 1)}
          onGo={(target) => {
            if (target.kind === 'byte') void goTo({ start: target.byte, end: target.byte + 1 });
            else select(target.selection, 'details');
            hex.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
          }}
        />
        <span className="dim">{source.name ?? '16 bytes a row'}</span>
        {overview.container && (
          <span className={styles.end}>
            <Checkbox checked={isOn} onChange={turn}>
              Fold runs and long tables
            </Checkbox>
          </span>
        )}
      </div>
      {error && (
        <div className={styles.message}>
          <ErrorView error={error} onRetry={sources.retry} />
        </div>
      )}
      <ContextMenu entries={menu}>
        <div ref={hex} className={styles.hex}>
          <LoadFrame what="bytes" error={pages.error} isLoading={pages.isLoading} onRetry={() => pages.retry()}>
            <HexGrid
              label={chunkIndex === undefined ? 'Bytes of the file' : 'Bytes of the chunk'}
              pages={pages}
              fields={fields}
              fileBytes={fileBytes}
              layout={layout}
              cursor={cursor}
              isCentred={isCentred}
              onMove={move}
              onPress={press}
              onShow={show}
              onVisible={onVisible}
              onKeyDown={onKeyDown}
            />
          </LoadFrame>
        </div>
      </ContextMenu>
      <Minimap
        sections={fields.sections}
        fileBytes={fileBytes}
        inView={inView}
        active={cursor.active}
        scale={scale}
        onGo={(byte) => void goTo({ start: byte, end: byte + 1 })}
      />
      <BytesDetails
        range={cursor.range}
        field={field}
        first={first}
        sections={fields.sections}
        fileBytes={fileBytes}
        copy={copy}
        scale={scale}
        onScale={setScale}
      />
    </div>
  );
}

function useFieldAt(fields: ByteSources['fields'], byte: number) {
  const version = fields.state();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the loaded fields change with the version
  return useMemo(() => fields.fieldAt(byte), [fields, version, byte]);
}
