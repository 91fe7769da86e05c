import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import type { Client } from '../../../../data/client.js';
import { VersionedStore } from '../../../../data/store/versioned-store.js';
import { type ChunkFields, loadChunkFields } from './chunk-fields.js';
import { type Field, type FieldSpan, fieldOf, spanAt, spansOf } from './field-spans.js';
import type { ByteRange } from './folds.js';

/** Chunks whose parts are kept; the ones not looked at for longest go first. */
const mostChunks = 64;

/** What the bytes in view mean: of the head of the file at once, of chunks as they come into view. */
export class FieldStore extends VersionedStore {
  readonly #client: Client;
  readonly #document: string;
  #sections: readonly StructureNode[] = [];
  #heads: readonly FieldSpan[] = [];
  readonly #chunks = new Map<string, ChunkFields>();
  /** Bytes that lie in no chunk; not asked again. */
  readonly #unknown: ByteRange[] = [];
  /** Bytes whose chunk could not be asked for; asked again when something is wanted again. */
  #failed: readonly ByteRange[] = [];
  #wanted: readonly ByteRange[] = [];
  #isLoading = false;
  #last: ChunkFields | undefined;

  constructor(client: Client, document: string) {
    super();
    this.#client = client;
    this.#document = document;
  }

  /** The top of the structure tree; empty until it is there. */
  get sections(): readonly StructureNode[] {
    return this.#sections;
  }

  /** Asks for everything before the chunks. */
  async loadHeads(): Promise<void> {
    const top = await this.#children(undefined);
    const spans = await Promise.all(top.map((section) => this.#spansOfSection(section)));
    this.#sections = top;
    this.#heads = spans.flat().sort((one, other) => one.start - other.start);
    this.changed();
    this.want(this.#wanted);
  }

  /** What a byte is part of; of a chunk that is not known yet, all chunks. */
  fieldAt(byte: number): Field | undefined {
    const span = spanAt(this.#heads, byte);
    if (!span) return undefined;
    const chunk = span.region === 'payload' ? this.#chunkAt(byte) : undefined;
    const inner = chunk && spanAt(chunk.spans, byte);
    return fieldOf(inner ?? span, byte);
  }

  /** Changes when more is known of the bytes [start, end) of a row. */
  stamp(start: number, end: number): string {
    const serials = [start, Math.floor((start + end) / 2), end - 1].map((byte) => this.#chunkAt(byte)?.start ?? -1);
    return `${this.#sections.length} ${serials.join(' ')}`;
  }

  /** Asks for what is not known of these ranges. */
  want(ranges: readonly ByteRange[]): void {
    this.#wanted = ranges;
    this.#failed = [];
    void this.#loadNext();
  }

  async #spansOfSection(section: StructureNode): Promise<readonly FieldSpan[]> {
    const isHeader = section.region === 'header' || section.region === 'metadata-header';
    const fields = isHeader && section.childCount > 0 ? spansOf(await this.#children(section.id), section.name) : [];
    return fields.length > 0 ? fields : spansOf([section]);
  }

  async #children(node: string | undefined): Promise<readonly StructureNode[]> {
    const request = { document: this.#document, start: 0, count: 1000, ...(node !== undefined && { node }) };
    return (await this.#client.call('inspect.children', request)).nodes;
  }

  #chunkAt(byte: number): ChunkFields | undefined {
    const covers = (chunk: ChunkFields) => byte >= chunk.start && byte < chunk.end;
    // Bytes are asked for one after the other: most are of the same chunk as the one before.
    if (!this.#last || !covers(this.#last)) this.#last = [...this.#chunks.values()].find(covers);
    return this.#last;
  }

  /** The first byte in view of a chunk that was not asked for. */
  #nextUnknown(): number | undefined {
    const section = this.#sections.find(({ id }) => id === 'chunks');
    if (section?.offsetBytes === undefined) return undefined;
    const sectionEnd = section.offsetBytes + (section.sizeBytes ?? 0);
    for (const { start, end } of this.#wanted) {
      let byte = Math.max(start, section.offsetBytes);
      while (byte < Math.min(end, sectionEnd)) {
        const covers = (one: ByteRange) => byte >= one.start && byte < one.end;
        const known = this.#chunkAt(byte) ?? this.#unknown.find(covers) ?? this.#failed.find(covers);
        if (!known) return byte;
        byte = known.end;
      }
    }
    return undefined;
  }

  async #loadNext(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    for (let byte = this.#nextUnknown(); byte !== undefined; byte = this.#nextUnknown()) {
      await this.#loadChunkAt(byte);
      this.changed();
    }
    this.#isLoading = false;
  }

  async #loadChunkAt(byte: number): Promise<void> {
    // A guess of how far what cannot be named reaches: at worst it is asked of a few more bytes.
    const around = { start: byte, end: byte + 256 };
    try {
      const { trail } = await this.#client.call('inspect.locate', { document: this.#document, offsetBytes: byte });
      const node = trail.find(({ id }) => /^chunk\/\d+$/.test(id));
      const chunk = node && (await loadChunkFields(this.#client, this.#document, node));
      if (node && chunk && byte >= chunk.start && byte < chunk.end) return this.#keep(node.id, chunk);
    } catch {
      // The bytes are there all the same, only without names.
      this.#failed = [...this.#failed, around];
      return;
    }
    this.#unknown.push(around);
    if (this.#unknown.length > mostChunks) this.#unknown.shift();
  }

  #keep(id: string, chunk: ChunkFields): void {
    this.#chunks.delete(id);
    this.#chunks.set(id, chunk);
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size > mostChunks && oldest !== undefined) this.#chunks.delete(oldest);
    this.#last = chunk;
  }
}
