import type { DocumentOverview, DocumentProblem } from '../../../shared/contract/inspect/document.js';
import { bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { Container } from '../../engine/container/container.js';
import { recoverHead } from '../../engine/container/damaged-head.js';
import { type ContainerHead, readHead } from '../../engine/container/head.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { DataMap } from '../../engine/verify/affected.js';
import { isFinding, problemOf } from '../../engine/verify/from-error.js';
import { type Problem, ProblemList, problem } from '../../engine/verify/problems.js';
import { CHECK_CODES, ChunkChecks } from '../chunks/chunk-checks.js';
import { BLOCK_CACHE_BYTES } from '../chunks/chunk-table.js';
import { ContainerChunks, MOST_WALKED_UNASKED } from '../chunks/container-chunks.js';
import type { ArrayAccess, OpenDocument, Opening } from '../document.js';
import { containerArrayAccess, readAsSpec } from '../open/array-access.js';
import { arrayFacts } from '../open/array-facts.js';
import { describeHead } from '../open/looks-like.js';
import { type ChunkExtent, chunkExtent, truncation } from './chunk-extent.js';
import { containerOverview } from './container-overview.js';
import { documentProblem, problemOfError } from './document-problems.js';
import { type HeadFields, readHeadFields } from './head-fields.js';
import { isSmall, quickCheck } from './quick-check.js';
import { type ChunkTotals, likelyBlockStarts } from './regions.js';

/** More lost chunks are not noted one by one. */
const MAX_NOTED_CHUNKS = 2 ** 24;

const SEARCHED_IN_PART: DocumentProblem = {
  severity: 'notice',
  message: `The container has no offsets, so that each of its chunks takes a request to the server: the first ${MOST_WALKED_UNASKED} are searched, and others as far as values are shown. The table of Chunks searches all on request.`,
  kind: 'searched-in-part',
  repairable: false,
};

/** Opens a file that begins like a container, as far as it parses. The document takes over the reader. */
export async function openContainer(reader: RandomReader, opening: Opening): Promise<OpenDocument> {
  const fields = await readHeadFields(reader);
  const problems = new ProblemList();
  const { head, opened } = await openHead(reader, problems);
  const checks = new ChunkChecks();
  const document = new ContainerDocument({ reader, opening, fields, head, opened, checks, problems });
  await document.prepare();
  return document;
}

/** The chunks of a container, if they can be found. */
interface OpenedChunks {
  readonly layout: ContainerLayout;
  readonly container: Container;
  readonly table: ContainerChunks;
  readonly extent: ChunkExtent;
  /** The chunks were found despite a damaged head. */
  readonly isRecovered: boolean;
}

/** The head, and the chunks behind it: also behind a damaged one, whose metadata are read where only other fields were wrong. */
async function openHead(
  reader: RandomReader,
  problems: ProblemList,
): Promise<{ readonly head: ContainerHead; readonly opened: OpenedChunks | undefined }> {
  const head = await readHead(reader, problems);
  if (head.layout) return { head, opened: await openChunks(reader, head.layout, false) };
  const found = await recoverHead(reader, head.header);
  const opened = found && (await openChunks(found.reader, found.layout, true));
  if (!found?.hasMetadata) return { head, opened };
  // The problems of the head are known already.
  const { metadata, array } = await readHead(found.reader, new ProblemList());
  return { head: { ...head, metadata, array }, opened };
}

async function openChunks(reader: RandomReader, layout: ContainerLayout, isRecovered: boolean): Promise<OpenedChunks> {
  const extent = await chunkExtent(reader, layout);
  // A checksum is that of a whole chunk: on a server only the blocks are read that hold what is shown.
  const checkDigests = reader.costOfRequestBytes === undefined;
  const container = await Container.open(reader, { cacheBytes: BLOCK_CACHE_BYTES, checkDigests });
  const table = new ContainerChunks({ reader, layout, container, hasOffsets: extent.hasOffsets });
  return { layout, container, table, extent, isRecovered };
}

interface Parts {
  readonly reader: RandomReader;
  readonly opening: Opening;
  readonly fields: HeadFields;
  readonly head: ContainerHead;
  readonly opened: OpenedChunks | undefined;
  readonly checks: ChunkChecks;
  readonly problems: ProblemList;
}

class ContainerDocument implements OpenDocument {
  readonly id: string;
  readonly reader: RandomReader;
  readonly checks: ChunkChecks;
  readonly head: HeadFields;
  readonly container?: Container;
  readonly chunks?: ContainerChunks;
  array?: ArrayAccess;
  readonly #parts: Parts;
  readonly #otherProblems: DocumentProblem[] = [];
  #firstBlocks: { nbytes: number; blocksize: number } | undefined;
  #headDescription: DocumentOverview['head'];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.id = parts.opening.id;
    this.reader = parts.reader;
    this.checks = parts.checks;
    this.head = parts.fields;
    if (parts.opened) {
      this.container = parts.opened.container;
      this.chunks = parts.opened.table;
    }
  }

  /** Reads what the overview needs beyond the head, and starts the background work. */
  async prepare(): Promise<void> {
    const { opened, head, problems, reader } = this.#parts;
    if (this.#isForeign()) this.#headDescription = await describeHead(reader);
    if (!opened) return;
    const map = new DataMap(opened.layout.header, head.array);
    if (isSmall(opened.layout, reader)) {
      await quickCheck(reader, opened.layout, map, { problems, checks: this.checks });
      await opened.table.scan.all();
    } else {
      await this.#findTruncation(map);
    }
    await this.#readFirstChunk(opened);
    await this.#openArray();
    this.#startBackground(opened);
  }

  get overview(): DocumentOverview {
    const { opening, opened, fields, head, problems, reader } = this.#parts;
    const plainBytes = this.#plainBytes();
    return {
      document: this.id,
      kind: this.#isForeign() ? 'unreadable' : 'container',
      file: { ...opening.file, sizeBytes: reader.sizeBytes },
      ...(this.array && { array: arrayFacts(this.array.spec) }),
      isReadAs: opening.readAs !== undefined,
      ...(plainBytes !== undefined && { plainBytes }),
      container: containerOverview({
        fields,
        layout: opened?.layout,
        metadata: head.metadata,
        array: this.array?.spec,
        totals: this.#totals(),
        fileBytes: reader.sizeBytes,
        state: this.#state(),
      }),
      problems: [
        ...problems.report().problems.map((problem) => documentProblem(problem, opened?.isRecovered)),
        ...this.#badHeaders().map((problem) => documentProblem(problem)),
        ...(opened?.table.isWalkBounded && !isSmall(opened.layout, reader) ? [SEARCHED_IN_PART] : []),
        ...this.#otherProblems,
      ],
      ...(this.#headDescription && { head: this.#headDescription }),
    };
  }

  async close(): Promise<void> {
    await this.chunks?.close();
    await this.reader.close();
  }

  /** Whether only the name of the file says that it is a container. */
  #isForeign(): boolean {
    return this.#parts.fields.raw.header.magic !== 'blpk';
  }

  #state(): 'complete' | 'aborted' | 'unknown-count' | 'damaged' {
    const { opened, head, problems } = this.#parts;
    if (opened?.extent.isAborted) return 'aborted';
    const isDamaged = problems.report().problems.some(({ severity }) => severity === 'damage');
    if (isDamaged || !opened || !head.header) return 'damaged';
    return opened.layout.nchunks === undefined ? 'unknown-count' : 'complete';
  }

  async #findTruncation(map: DataMap): Promise<void> {
    const { opened, problems, reader, checks } = this.#parts;
    if (opened?.extent.endByte === undefined) return;
    const found = await truncation(reader, opened.layout, map, opened.extent.endByte);
    if (!found) return;
    problems.add(found);
    const { chunkIndex: firstChunk = 0 } = found;
    const lost = Math.min(opened.table.count, MAX_NOTED_CHUNKS) - firstChunk;
    if (lost > 0) checks.note({ firstChunk, states: new Uint8Array(lost).fill(CHECK_CODES.unreadable) });
  }

  async #readFirstChunk({ table }: OpenedChunks): Promise<void> {
    if (table.walk || table.count === 0) return;
    try {
      const { blosc } = await table.chunk(0);
      // A pure copy has no block starts.
      this.#firstBlocks = bloscFlags(blosc.flags).memcpyed ? undefined : blosc;
    } catch (error) {
      if (!isFinding(error)) throw error;
    }
  }

  /** The array of the metadata, or the one that was requested. */
  async #openArray(): Promise<void> {
    const { head, opening, opened } = this.#parts;
    if (!opened) return;
    const { readAs } = opening;
    // Where finding the size would take a request for each chunk, the array is what the metadata say until it is read.
    const isUnknown = opened.table.isWalkBounded && this.#plainBytes() === undefined;
    if (isUnknown && head.array && !readAs) {
      this.array = containerArrayAccess(opened.container, head.array);
      return;
    }
    const plainBytes =
      this.#plainBytes() ?? (isUnknown && !readAs ? 0 : await opened.container.plainBytes().catch(() => 0));
    if (readAs) {
      this.array = containerArrayAccess(opened.container, readAsSpec(readAs, plainBytes), readAs.skipBytes);
    } else if (head.array && fits(head.array, plainBytes)) {
      this.array = containerArrayAccess(opened.container, head.array);
    }
  }

  #startBackground({ table }: OpenedChunks): void {
    const { listener } = this.#parts.opening;
    table.scan.onProgress = (done) => listener.changed('codecs', done);
    table.startWalk({
      onProgress: (done) => listener.changed('walk', Math.min(done, 0.999)),
      onEnd: (error) => {
        this.#addProblem(error);
        listener.changed('walk', 1);
      },
    });
  }

  /**
   * The problem of unreadable headers found in the background; a check made when the file was opened has listed each of them.
   */
  #badHeaders(): readonly Problem[] {
    const { opened } = this.#parts;
    const facts = opened?.table.facts;
    if (!opened || !facts || facts.badCount === 0 || isSmall(opened.layout, this.reader)) return [];
    const what = `the headers of ${facts.badCount} chunks make no sense, the first is that of chunk ${facts.firstBad}`;
    return [problem('bad-chunk', what, { chunkIndex: facts.firstBad })];
  }

  /** Adds a problem, unless the check made when the file was opened has found it already. */
  #addProblem(error: Error | undefined): void {
    const { problems, opened } = this.#parts;
    if (!error || (opened && isSmall(opened.layout, this.reader))) return;
    if (isFinding(error)) problems.add(problemOf(error));
    else this.#otherProblems.push(problemOfError(error));
  }

  #plainBytes(): number | undefined {
    const { opened } = this.#parts;
    if (!opened) return undefined;
    const { layout, table } = opened;
    const known = new DataMap(layout.header).totalBytes;
    return known ?? (table.walk && table.isComplete ? table.walk.places().plainEndByte : undefined);
  }

  #totals(): ChunkTotals {
    const { opened } = this.#parts;
    if (!opened) return { chunks: 0, chunksBytes: 0, blockStarts: { sizeBytes: 0, isExact: false } };
    const { layout, table, extent } = opened;
    const endByte = table.walk ? table.walk.places().endByte : Math.min(extent.endByte ?? 0, this.reader.sizeBytes);
    const isExact = table.count > 0 && table.facts.readCount >= table.count;
    const sizeBytes = isExact ? table.facts.blockStartsBytes : likelyBlockStarts(table.count, this.#firstBlocks);
    const chunksBytes = Math.max(0, endByte - layout.chunksPositionBytes);
    // Of a file that was cut, chunks that begin behind its end have no bytes.
    const cut = this.#parts.problems.report().problems.find(({ kind }) => kind === 'truncated')?.chunkIndex;
    return {
      chunks: cut === undefined ? table.count : Math.min(table.count, cut + 1),
      chunksBytes,
      blockStarts: { sizeBytes, isExact },
    };
  }
}

/** Whether the data are long enough for the array; otherwise they can only be read as plain bytes. */
function fits(array: ArraySpec, plainBytes: number): boolean {
  try {
    return arrayNbytes(array) === plainBytes;
  } catch (error) {
    if (isFinding(error)) return false;
    throw error;
  }
}
