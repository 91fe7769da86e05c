import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import type { Client } from '../../../../data/client.js';
import { Pager } from '../../../../data/pager.js';
import { chunkSpans, type Field, type FieldSpan, fieldOf, spanAt, spansOf } from './field-spans.js';
import type { ByteRange } from './folds.js';

/** Bytes of the file whose fields are known: those of one chunk, or of no chunk. */
interface FieldPage extends ByteRange {
  readonly spans: readonly FieldSpan[];
  /** The top of the structure tree. */
  readonly sections?: readonly StructureNode[];
}

/** The key of the page of all before the chunks; other pages have a byte of theirs as key. */
const HEADS = -1;

/** Chunks whose fields are kept. */
const maxChunks = 64;
/** Children that are loaded of one node: more blocks of a chunk could not be distinguished. */
const maxNodes = 1000;
/** When the fields of a byte are not known, this many bytes are assumed to be like it. */
const guessedBytes = 256;

/** The fields of the bytes in view: those before the chunks always, those of chunks as they come into view. */
export class FieldStore extends Pager<number, FieldPage> {
  #visible: readonly ByteRange[] = [];
  #last: FieldPage | undefined;

  /** With an index, of the bytes of that chunk, which is in a file of its own. */
  constructor(client: Client, document: string, chunkIndex?: number) {
    const heads = () =>
      chunkIndex === undefined ? loadHeads(client, document) : loadOneChunk(client, document, chunkIndex);
    super({
      load: (key) => (key === HEADS ? heads() : loadChunkAt(client, document, key)),
      maxKept: maxChunks + 1,
      maxLoading: 1,
    });
  }

  /** The top of the structure tree; empty until it is loaded. */
  get sections(): readonly StructureNode[] {
    return this.pageOf(HEADS)?.sections ?? noSections;
  }

  /** The field of a byte; the section while the fields of its chunk are not known. */
  fieldAt(byte: number): Field | undefined {
    const span = spanAt(this.pageOf(HEADS)?.spans ?? [], byte);
    if (!span) return undefined;
    const inner = spanAt(this.#pageAt(byte)?.spans ?? [], byte);
    return fieldOf(inner ?? span, byte);
  }

  /** Changes when more is known of the bytes [start, end) of a row. */
  stamp(start: number, end: number): string {
    const pages = [start, Math.floor((start + end) / 2), end - 1].map((byte) => this.#pageAt(byte)?.start ?? -1);
    return `${this.sections.length} ${pages.join(' ')}`;
  }

  /** These bytes are in view. */
  want(ranges: readonly ByteRange[]): void {
    this.#visible = ranges;
    this.wantPages(this.#wantedPages(() => false));
  }

  /** More chunks were found in the file. */
  renewSections(): void {
    this.renew([HEADS]);
  }

  protected override loadEnded(): void {
    this.wantPages(
      this.#wantedPages((key) => this.hasFailed(key)),
      { retryFailed: false },
    );
  }

  /** The pages in view up to the first that is not loaded, whose end is not known; skipped pages are treated as short ones. */
  #wantedPages(isSkipped: (key: number) => boolean): readonly number[] {
    const keys = [HEADS];
    const { offsetBytes, sizeBytes = 0 } = chunksArea(this.sections) ?? {};
    if (offsetBytes === undefined) return keys;
    for (const { start, end } of this.#visible) {
      let byte = Math.max(start, offsetBytes);
      while (byte < Math.min(end, offsetBytes + sizeBytes)) {
        const [key = byte, page] = this.#entryAt(byte) ?? [];
        keys.push(key);
        if (!page && !isSkipped(byte)) return keys;
        byte = page ? page.end : byte + guessedBytes;
      }
    }
    return keys;
  }

  #entryAt(byte: number): readonly [key: number, page: FieldPage] | undefined {
    return [...this.pages].find(([key, page]) => key !== HEADS && covers(page, byte));
  }

  #pageAt(byte: number): FieldPage | undefined {
    // Bytes are looked up one after the other: most are of the same chunk as the one before.
    if (!this.#last || !covers(this.#last, byte)) this.#last = this.#entryAt(byte)?.[1];
    return this.#last;
  }
}

/** Where the chunks are; in the file of an array they may be anywhere. */
function chunksArea(sections: readonly StructureNode[]): StructureNode | undefined {
  const chunks = sections.find(({ id }) => id === 'chunks');
  return chunks?.offsetBytes === undefined && chunks ? sections.find(({ id }) => id === 'data') : chunks;
}

const noSections: readonly StructureNode[] = [];

function covers({ start, end }: ByteRange, byte: number): boolean {
  return byte >= start && byte < end;
}

async function loadHeads(client: Client, document: string): Promise<FieldPage> {
  const { nodes: sections } = await children(client, document, undefined);
  const spans = await Promise.all(
    sections.map(async (section) => {
      const isHeader = section.region === 'header' || section.region === 'metadata-header';
      if (!isHeader || section.childCount === 0) return spansOf([section]);
      const fields = spansOf((await children(client, document, section.id)).nodes, section.name);
      return fields.length > 0 ? fields : spansOf([section]);
    }),
  );
  return { start: 0, end: 0, sections, spans: spans.flat().sort((one, other) => one.start - other.start) };
}

/** The chunk is all that there is. */
async function loadOneChunk(client: Client, document: string, chunkIndex: number): Promise<FieldPage> {
  const { trail } = await client.call('inspect.locate', { document, offsetBytes: 0, chunkIndex });
  const chunk = trail.find(({ id }) => id === `chunk/${chunkIndex}`);
  const spans = chunk ? (await loadChunk(client, document, chunk)).spans : [];
  return { start: 0, end: 0, sections: chunk ? [chunk] : noSections, spans };
}

async function loadChunkAt(client: Client, document: string, byte: number): Promise<FieldPage> {
  const { trail } = await client.call('inspect.locate', { document, offsetBytes: byte });
  const node = trail.find(({ id }) => /^chunk\/\d+$/.test(id));
  const page = node && (await loadChunk(client, document, node));
  return page && covers(page, byte) ? page : { start: byte, end: byte + guessedBytes, spans: [] };
}

async function loadChunk(client: Client, document: string, chunk: StructureNode): Promise<FieldPage> {
  const [parts, header] = await Promise.all([
    children(client, document, chunk.id),
    children(client, document, `${chunk.id}/header`),
  ]);
  const tail =
    parts.total > parts.nodes.length ? await children(client, document, chunk.id, parts.total - 1) : undefined;
  const start = chunk.offsetBytes ?? 0;
  const range = { start, end: start + (chunk.sizeBytes ?? 0) };
  return { ...range, spans: chunkSpans(chunk, header.nodes, [...parts.nodes, ...(tail?.nodes ?? [])]) };
}

function children(client: Client, document: string, node: string | undefined, start = 0) {
  const request = { document, start, count: maxNodes, ...(node !== undefined && { node }) };
  return client.call('inspect.children', request);
}
