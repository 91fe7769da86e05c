import type { ChildrenPage, StructureNode } from '../../../shared/contract/inspect/structure.js';
import { ArgumentError, isBloscpackError } from '../../../shared/format/errors.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import { OffsetPages } from '../../engine/container/offset-pages.js';
import { selectChunks } from '../chunks/chunk-order.js';
import type { ChunkTable } from '../chunks/chunk-table.js';
import type { OpenDocument } from '../document.js';
import {
  blockNodes,
  bloscFieldNodes,
  chunkNodes,
  chunkOfId,
  flagNodes,
  partsOfChunk,
  startNodes,
} from './chunk-nodes.js';
import { bitNodes, fieldNodes, metadataMembers, sectionNodes } from './head-nodes.js';
import { listOf, NO_NODES, type NodeList } from './node-list.js';
import { plainNodes } from './plain-nodes.js';

/** If there are more chunks, they are grouped by this number. */
const GROUP = 1000;

/**
 * The structure of a file as a tree; only requested nodes are created. Ids are paths: `header/nchunks`,
 * `chunk/411/block/3`.
 */
export class StructureTree {
  readonly #document: OpenDocument;

  constructor(document: OpenDocument) {
    this.#document = document;
  }

  /**
   * Children [start, start + count) of a node, or the top of the tree. With a filter, chunks are not grouped and only
   * those that pass are listed; their number is in the top node. Throws ArgumentError for an unknown id.
   */
  async children(id: string | undefined, start: number, count: number, filter?: string): Promise<ChildrenPage> {
    const filtered = filter?.trim() && (id === undefined || id === 'chunks') ? await this.#filtered(filter) : undefined;
    const passed = filtered && 'list' in filtered ? filtered.list : undefined;
    const list = id === 'chunks' && passed ? passed : await this.#list(id);
    const end = Math.min(list.total, start + count);
    const nodes = start < end ? await list.page(start, end) : [];
    return {
      total: list.total,
      nodes: id === undefined && passed ? nodes.map((node) => withPassed(node, passed.total)) : nodes,
      ...(filtered && 'filterProblem' in filtered && { filterProblem: filtered.filterProblem }),
    };
  }

  /** One node by its id; undefined when there is none. */
  async node(id: string): Promise<StructureNode | undefined> {
    const chunk = /^chunk\/(\d+)$/.exec(id);
    if (chunk) return (await chunkNodes(this.#document, [Number(chunk[1])]))[0];
    const group = /^chunks\/(\d+)$/.exec(id);
    if (group) return (await this.#groups().page(Number(group[1]), Number(group[1]) + 1))[0];
    const parent = await this.#list(parentOf(id));
    const counted = /^offsets\/(\d+)$|\/(?:block|starts)\/(\d+)$/.exec(id);
    const place = counted ? Number(counted[1] ?? counted[2]) + (id.includes('/block/') ? await this.#front(id) : 0) : 0;
    const nodes = await parent.page(place, counted ? Math.min(parent.total, place + 1) : Math.min(parent.total, 1000));
    return nodes.find((node) => node.id === id);
  }

  /** The chunks that pass, without groups. */
  async #filtered(filter: string): Promise<{ list: NodeList } | { filterProblem: string }> {
    const { chunks: table, checks } = this.#document;
    if (!table || !checks) return { list: NO_NODES };
    const selection = await selectChunks(table, checks, { orderBy: 'index', descending: false, filter });
    if (selection.filterProblem !== undefined) return { filterProblem: selection.filterProblem };
    return { list: this.#chunks(selection.total, (place) => selection.at(place)) };
  }

  async #list(id: string | undefined): Promise<NodeList> {
    const document = this.#document;
    const { head } = document;
    if (id === undefined) return listOf(await this.#top());
    const parts = id.split('/');
    switch (parts[0]) {
      case 'header':
      case 'metadata-header': {
        const fields = (parts[0] === 'header' ? head?.header : head?.metadata) ?? [];
        if (parts.length === 1) return listOf(fieldNodes(fields, parts[0]));
        const field = fields.find(({ name }) => name === parts[1]);
        return field ? listOf(bitNodes(field, parts[0])) : NO_NODES;
      }
      case 'metadata':
        return listOf(metadataMembers(document));
      case 'offsets':
        return this.#offsets();
      case 'chunks':
        return this.#chunksBelow(parts[1]);
      case 'chunk':
        return this.#belowChunk(parts);
      case 'metadata-reserve':
      case 'metadata-checksum':
      case 'offsets-reserve':
      case 'rest':
      case 'data':
      case 'member':
        return NO_NODES;
      default:
        throw new ArgumentError(`there is no node '${id}'`);
    }
  }

  async #top(): Promise<readonly StructureNode[]> {
    const { head, chunks, container } = this.#document;
    if (!head) return chunks ? this.#arrayNodes(chunks) : plainNodes(this.#document);
    const sections = await sectionNodes(this.#document);
    if (!chunks || !container) return [...sections, ...this.#rest(sections.at(-1))];
    const position = container.layout.chunksPositionBytes;
    const sizeBytes = this.#document.overview.container?.chunksBytes ?? 0;
    const node: StructureNode = {
      id: 'chunks',
      name: 'Chunks',
      note: chunks.walkedChunks === undefined ? String(chunks.count) : `${chunks.count} so far`,
      explanation: 'The data, each chunk compressed by itself and followed by its checksum.',
      offsetBytes: position,
      sizeBytes,
      region: 'payload',
      childCount: this.#chunksBelow(undefined).total,
    };
    return [...sections, node, ...this.#rest(node)];
  }

  /** The chunks of an array, which are anywhere in the file or in files of their own. */
  #arrayNodes({ count }: ChunkTable): readonly StructureNode[] {
    const { sizeBytes } = this.#document.reader;
    const chunks: StructureNode = {
      id: 'chunks',
      name: 'Chunks',
      note: String(count),
      explanation: 'The data of the array, each chunk compressed by itself.',
      region: 'payload',
      childCount: this.#chunksBelow(undefined).total,
    };
    const file: StructureNode = {
      id: 'data',
      name: 'Whole file',
      explanation: 'The chunks, and all else that is in the file.',
      offsetBytes: 0,
      sizeBytes,
      region: 'unknown',
      childCount: 0,
    };
    return sizeBytes > 0 ? [chunks, file] : [chunks];
  }

  /** Bytes after the last known section. */
  #rest(last: StructureNode | undefined): readonly StructureNode[] {
    const startByte = (last?.offsetBytes ?? 0) + (last?.sizeBytes ?? 0);
    const sizeBytes = this.#document.reader.sizeBytes - startByte;
    if (sizeBytes <= 0 || this.#document.chunks?.walkedChunks !== undefined) return [];
    const explanation = 'Bytes that belong to no known section.';
    return [
      {
        id: 'rest',
        name: 'Unknown bytes',
        explanation,
        offsetBytes: startByte,
        sizeBytes,
        region: 'unknown',
        childCount: 0,
      },
    ];
  }

  #offsets(): NodeList {
    const { container, reader } = this.#document;
    const section = container?.layout.offsets;
    if (!section) return NO_NODES;
    const { layout } = container;
    return {
      total: Math.min(section.slots, layout.nchunks ?? 0),
      async page(start, end) {
        const offsets = await new OffsetPages(reader, layout).positions(start, end);
        return Array.from(offsets, (offset, index) => ({
          id: `offsets/${start + index}`,
          name: `Chunk ${start + index}`,
          value: String(offset),
          offsetBytes: section.positionBytes + (start + index) * OFFSET_BYTES,
          sizeBytes: OFFSET_BYTES,
          type: 'i64',
          region: 'offsets',
          childCount: 0,
          chunkIndex: start + index,
        }));
      },
    };
  }

  #chunksBelow(group: string | undefined): NodeList {
    const count = this.#document.chunks?.count ?? 0;
    if (group === undefined) return count > GROUP ? this.#groups() : this.#chunks(count, (place) => place);
    const first = Number(group) * GROUP;
    return this.#chunks(Math.max(0, Math.min(GROUP, count - first)), (place) => first + place);
  }

  #chunks(total: number, at: (place: number) => number): NodeList {
    const page = (start: number, end: number) =>
      chunkNodes(
        this.#document,
        Array.from({ length: end - start }, (_, place) => at(start + place)),
      );
    return { total, page };
  }

  #groups(): NodeList {
    const { chunks: table } = this.#document;
    const count = table?.count ?? 0;
    return {
      total: Math.ceil(count / GROUP),
      page: async (start, end) => {
        if (!table) return [];
        return Promise.all(Array.from({ length: end - start }, (_, index) => groupNode(start + index)));
      },
    };

    async function groupNode(group: number): Promise<StructureNode> {
      const [first, end] = [group * GROUP, Math.min(count, (group + 1) * GROUP)];
      const offsetBytes = (await table?.positionOf(first)) ?? -1;
      return {
        id: `chunks/${group}`,
        name: `${first} to ${end - 1}`,
        ...(offsetBytes >= 0 && { offsetBytes }),
        region: 'payload',
        childCount: end - first,
      };
    }
  }

  async #belowChunk([, index, part, name]: readonly string[]): Promise<NodeList> {
    const document = this.#document;
    try {
      const chunk = await chunkOfId(document, index);
      if (part === undefined) return await partsOfChunk(document, chunk.chunkIndex);
      if (part === 'header') return name === 'flags' ? flagNodes(chunk) : bloscFieldNodes(chunk);
      if (part === 'starts') return await startNodes(document, chunk);
      return part === 'block' && name === undefined ? blockNodes(document, chunk) : NO_NODES;
    } catch (error) {
      // The chunk's own row shows its problem.
      if (isBloscpackError(error)) return NO_NODES;
      throw error;
    }
  }

  /** Nodes before the blocks of a chunk: its header and the table of starts. */
  async #front(id: string): Promise<number> {
    const parts = await this.#list(id.split('/').slice(0, 2).join('/'));
    const first = await parts.page(0, Math.min(2, parts.total));
    return first.filter((node) => node.blockIndex === undefined && node.region !== 'payload').length;
  }
}

/** The node of the chunks, with the number that pass the filter. */
function withPassed(node: StructureNode, passed: number): StructureNode {
  return node.id === 'chunks' ? { ...node, note: `${passed} of ${node.note ?? ''}`, childCount: passed } : node;
}

/** The id of the node that lists this one. */
function parentOf(id: string): string | undefined {
  const parts = id.split('/');
  if (parts.length === 1) return undefined;
  return parts[2] === 'block' ? parts.slice(0, 2).join('/') : parts.slice(0, -1).join('/');
}
