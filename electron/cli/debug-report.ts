import { toHex } from '../../shared/format/bytes.js';
import { checksumByName } from '../../shared/format/checksums.js';
import { headerRecord, metadataHeaderRecord } from '../../shared/format/field-names.js';
import type { BloscpackHeader } from '../../shared/format/header.js';
import { type MetadataHeader, parseMetadataHeader } from '../../shared/format/metadata-section.js';
import type { CompressedSink } from '../engine/pack/compressed/compressed-sink.js';
import type { CompressedSource } from '../engine/pack/compressed/compressed-source.js';
import type { Reporter } from './reporter.js';

/** With `--debug`, a sink that reports the header and each chunk with its digest as they are written; else the sink itself. */
export function reportedSink(sink: CompressedSink, report: Reporter): CompressedSink {
  if (!report.showsDebug) return sink;
  let digestBytes = 0;
  let chunks = 0;
  return {
    name: sink.name,
    patchable: sink.patchable,
    begin(header, metadataSection) {
      digestBytes = checksumByName(header.checksum).digestBytes;
      const metadata = metadataSection.byteLength > 0 ? parseMetadataHeader(metadataSection) : undefined;
      reportHeaders(report, header, metadata);
      return sink.begin(header, metadataSection);
    },
    // Without `direct`: in memory, so that the digests can be shown.
    writeChunks(stored, lengths) {
      let startByte = 0;
      for (const length of lengths) {
        const endByte = startByte + length;
        report.debug(chunkLine(chunks++, length - digestBytes, stored.subarray(endByte - digestBytes, endByte)));
        startByte = endByte;
      }
      return sink.writeChunks(stored, lengths);
    },
    continueChunk: (stored) => sink.continueChunk(stored),
    finish: (header, metadataSection) => sink.finish(header, metadataSection),
    abort: () => sink.abort(),
  };
}

/** The same for a source while it is read. */
export function reportedSource(source: CompressedSource, report: Reporter): CompressedSource {
  if (!report.showsDebug) return source;
  let digestBytes = 0;
  return {
    ...source,
    async open() {
      const info = await source.open();
      ({ digestBytes } = info.layout);
      reportHeaders(report, info.layout.header, info.layout.metadata?.header);
      return info;
    },
    async onChunks(chunks, stored) {
      let startByte = 0;
      for (const chunk of chunks) {
        const digestAt = chunk.positionBytes + chunk.blosc.ctbytes;
        const inMemory = stored?.subarray(startByte + chunk.blosc.ctbytes, startByte + chunk.storedBytes);
        startByte += chunk.storedBytes;
        // A large chunk of a stream is gone.
        if (!inMemory && !Number.isFinite(source.reader.sizeBytes)) continue;
        const digest = inMemory ?? (await source.reader.readAt(digestAt, digestBytes));
        report.debug(`${chunkLine(chunk.chunkIndex, chunk.blosc.ctbytes, digest)}, at byte ${chunk.positionBytes}`);
      }
    },
  };
}

function reportHeaders(report: Reporter, header: BloscpackHeader, metadata: MetadataHeader | undefined): void {
  report.debug(fieldsLine('header', headerRecord(header)));
  if (metadata) report.debug(fieldsLine('metadata header', metadataHeaderRecord(metadata)));
}

function fieldsLine(title: string, record: object): string {
  const fields = Object.entries(record).map(([name, value]) => `${name}: ${String(value)}`);
  return `${title}: ${fields.join(', ')}`;
}

function chunkLine(chunkIndex: number, ctbytes: number, digest: Uint8Array): string {
  return `chunk ${chunkIndex}: ${ctbytes} bytes${digest.byteLength > 0 ? `, digest ${toHex(digest)}` : ''}`;
}
