import type { Command } from 'commander';
import { toHex } from '../../shared/format/bytes.js';
import { checksumByName } from '../../shared/format/checksums.js';
import { headerRecord, metadataHeaderRecord } from '../../shared/format/field-names.js';
import type { BloscpackHeader } from '../../shared/format/header.js';
import { type MetadataHeader, parseMetadataHeader } from '../../shared/format/metadata-section.js';
import type { CompressedSink } from '../engine/pack/compressed/compressed-sink.js';
import type { CompressedSource } from '../engine/pack/compressed/compressed-source.js';
import type { Reporter } from './reporter.js';
import { snakeCase } from './snake-cased.js';

/**
 * The arguments of a command as it understood them, one a line and sorted, as the reference prints them. `known` are values that the
 * command chose itself.
 */
export function argumentLines(command: Command, known: Readonly<Record<string, unknown>>): readonly string[] {
  const options = [...command.options, ...(command.parent?.options ?? [])];
  const given: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const values = [
    ['subcommand', command.name()],
    ...command.registeredArguments.map((argument, index) => [argument.name(), command.processedArgs[index]]),
    ...options.map((option) => {
      const name = option.attributeName();
      return [name, given[name] ?? known[name] ?? (option.isBoolean() ? false : undefined)];
    }),
  ];
  const lines = values.map(([name, value]) => `    ${snakeCase(String(name))}: ${pythonText(value)}`);
  return [...new Set(lines)].toSorted();
}

/** As Python prints it. */
function pythonText(value: unknown): string {
  if (value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return Array.isArray(value) ? `[${value.map((item) => `'${item}'`).join(', ')}]` : String(value);
}

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

/** The same for a source while it is read; with `-v`, only the size of its metadata. */
export function reportedSource(source: CompressedSource, report: Reporter): CompressedSource {
  let digestBytes = 0;
  const opened: CompressedSource = {
    ...source,
    async open() {
      const info = await source.open();
      const metadata = info.layout.metadata?.header;
      ({ digestBytes } = info.layout);
      reportHeaders(report, info.layout.header, metadata);
      if (metadata) {
        const how = metadata.metaCodec === 'None' ? 'uncompressed' : 'compressed';
        report.verbose(`read ${how} metadata of size: '${metadata.metaCompSize}'`);
      }
      return info;
    },
  };
  if (!report.showsDebug) return opened;
  return {
    ...opened,
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

export function fieldsLine(title: string, record: object): string {
  const fields = Object.entries(record).map(([name, value]) => `${name}: ${String(value)}`);
  return `${title}: ${fields.join(', ')}`;
}

function chunkLine(chunkIndex: number, ctbytes: number, digest: Uint8Array): string {
  return `chunk ${chunkIndex}: ${ctbytes} bytes${digest.byteLength > 0 ? `, checksum ${toHex(digest)}` : ''}`;
}
