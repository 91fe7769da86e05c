import type { RegionKind } from '../../../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { useFormat } from '../../../../format/format-context.js';
import { Button } from '../../../../ui/Button.js';
import { useDocument } from '../../model/document-context.js';
import { regionStyle } from '../../structure/node-words.js';
import type { MinimapScale } from '../minimap/minimap-scale.js';
import styles from './details.module.css';

interface Props {
  readonly sections: readonly StructureNode[];
  readonly fileBytes: number;
  /** The scale of the map beside the bytes, whose legend this is too. */
  readonly scale: MinimapScale;
  readonly onScale: (scale: MinimapScale) => void;
}

/** All bytes of the file by kind: legend of the tints and of the map. */
export function RegionTable({ sections, fileBytes, scale, onScale }: Props) {
  const format = useFormat();
  const { overview } = useDocument();
  const sums: readonly Sum[] = overview.container?.regions ?? sumsOf(sections, fileBytes);
  const next = scale === 'log' ? 'linear' : 'log';
  return (
    <section className={styles.section}>
      <h3>
        Regions
        <Button
          kind="link"
          aria-label={`Map of the file: ${scale === 'log' ? 'logarithmic' : 'true to size'}. Change to ${next === 'log' ? 'logarithmic' : 'true to size'}`}
          onClick={() => onScale(next)}
        >
          {scale === 'log' ? 'map: log scale' : 'map: true to size'}
        </Button>
      </h3>
      <dl className={styles.regions}>
        {sums.map(({ region, name, sizeBytes, basis }) => (
          <div key={`${region} ${name}`}>
            <dt>
              <i
                style={{
                  '--swatch-ground': regionStyle(region).ground,
                  '--swatch-mark': regionStyle(region).mark,
                }}
              />
              {name ?? regionStyle(region).name}
            </dt>
            <dd title={basis === 'derived' ? 'From counts and sizes: not every chunk was read for it' : undefined}>
              {sizeBytes < exactBelow ? format.bytes(sizeBytes) : format.size(sizeBytes)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Smaller sizes are shown in bytes. */
const exactBelow = 1_000_000;

interface Sum {
  readonly region: RegionKind;
  readonly name?: string;
  readonly sizeBytes: number;
  readonly basis: 'exact' | 'derived';
}

/** The parts of files other than containers, with their names. */
function sumsOf(sections: readonly StructureNode[], fileBytes: number): readonly Sum[] {
  const placed = sections.filter(({ offsetBytes }) => offsetBytes !== undefined);
  if (placed.length === 0) return [{ region: 'unknown', name: 'Bytes', sizeBytes: fileBytes, basis: 'exact' }];
  return placed.map(({ region, name, sizeBytes = 0 }) => ({ region, name, sizeBytes, basis: 'exact' }));
}
