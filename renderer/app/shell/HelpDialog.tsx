import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import styles from './help-dialog.module.css';

interface Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The parts of a container, in file order. The widths are not to scale. */
const parts = [
  { name: 'Header', note: '32 B', colour: 'var(--rg-header-soft)', share: 2 },
  { name: 'Metadata', note: 'dtype, shape', colour: 'var(--rg-meta-soft)', share: 3 },
  { name: 'Offsets', note: '8 B a chunk', colour: 'var(--rg-offsets-soft)', share: 3 },
  { name: 'Chunk 0', note: '+ checksum', colour: 'var(--rg-payload-soft)', share: 4 },
  { name: 'Chunk 1', note: '+ checksum', colour: 'var(--rg-payload-soft)', share: 3 },
  { name: '…', note: '', colour: 'var(--rg-payload-soft)', share: 1 },
] as const;

/** Explains the format on one page. */
export function HelpDialog({ open, onClose }: Props) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="What is Bloscpack?"
      description="A file format for large numeric arrays, compressed with Blosc."
      footer={
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className={styles.page}>
        <FileDrawing />
        <h3>Chunks</h3>
        <p>
          The data is cut into chunks, 1 MiB each unless you say otherwise. Every chunk is compressed separately with
          Blosc, so that all cores can work at once, and a part of the array can be read without the rest.
        </p>
        <h3>Shuffle and typesize</h3>
        <p>
          Before a chunk is compressed, its bytes are sorted by their place in the number: all first bytes, then all
          second bytes. Neighbouring values have similar high bytes, so that long runs appear, which compress well. This
          needs the right size of an item, the typesize. For .npy and .npz files it comes from the dtype; raw files are
          probed.
        </p>
        <h3>Offsets and checksums</h3>
        <p>
          A table of offsets says where each chunk begins. A checksum after each chunk shows whether it is unchanged.
          When one chunk is damaged, all the others can be read.
        </p>
        <h3>Nothing is lost</h3>
        <p>
          Compression is lossless: decompressing restores every bit. An output gets its name only when it is complete
          and, unless you turn the check off, has been compared with its source. A job that is cancelled or fails leaves
          no files behind.
        </p>
        <h3>Other programs</h3>
        <p>
          Files end in .blp. The Python package bloscpack and the command <span className="mono">blpk</span> read and
          write the same format.
        </p>
      </div>
    </Dialog>
  );
}

function FileDrawing() {
  return (
    <figure>
      <div
        className={styles.file}
        role="img"
        aria-label="A file: header, metadata, offsets, then the chunks, each with its checksum"
      >
        {parts.map(({ name, note, colour, share }) => (
          <span key={name} style={{ '--share': share, background: colour }}>
            <b>{name}</b>
            {note}
          </span>
        ))}
      </div>
    </figure>
  );
}
